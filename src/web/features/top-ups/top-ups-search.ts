import { oneOf, textOf } from '#web/lib/search/search-text.ts';

/** What stands in the address of the page: the dialog to ask, or the request that is looked at. */
export interface TopUpsSearch {
  readonly dialog?: 'new' | undefined;
  readonly request?: string | undefined;
}

export function readTopUpsSearch(search: Record<string, unknown>): TopUpsSearch {
  return { dialog: oneOf(['new'], search.dialog), request: textOf(search.request) };
}
