import { textOf } from '#web/lib/search/search-text.ts';

export interface RolesSearch {
  /** The provider whose models are shown. */
  readonly open?: string | undefined;
}

export function readRolesSearch(search: Readonly<Record<string, unknown>>): RolesSearch {
  return { open: textOf(search.open, 63) };
}
