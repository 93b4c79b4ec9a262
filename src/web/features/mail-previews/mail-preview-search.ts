import { LANGUAGES, type Language } from '#kernel/language.ts';
import { oneOf, textOf } from '#web/lib/search/search-text.ts';

const PREVIEW_LOOKS = ['light', 'dark', 'text'] as const;
const PREVIEW_WIDTHS = ['wide', 'phone'] as const;

export interface MailPreviewSearch {
  /** Left out: the first one. */
  readonly template?: string | undefined;
  /** Left out: that of the page. */
  readonly language?: Language | undefined;
  /** Left out: light. */
  readonly look?: (typeof PREVIEW_LOOKS)[number] | undefined;
  /** Left out: wide. */
  readonly width?: (typeof PREVIEW_WIDTHS)[number] | undefined;
}

export function readMailPreviewSearch(search: Readonly<Record<string, unknown>>): MailPreviewSearch {
  return {
    template: textOf(search.template, 40),
    language: oneOf(LANGUAGES, search.language),
    look: oneOf(PREVIEW_LOOKS, search.look),
    width: oneOf(PREVIEW_WIDTHS, search.width),
  };
}
