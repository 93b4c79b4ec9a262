import { textOf } from '#web/lib/search/search-text.ts';

export interface KeysSearch {
  /** Only the keys of this user (`usr_…`). */
  readonly user?: string | undefined;
}

export function readKeysSearch(search: Readonly<Record<string, unknown>>): KeysSearch {
  return { user: textOf(search.user, 40) };
}
