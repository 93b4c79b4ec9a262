import { oneOf, textOf } from '#web/lib/search/search-text.ts';

export interface LimitsSearch {
  readonly dialog?: 'set' | undefined;
  /** Whose limit the dialog sets: a user (`usr_…`) or a key (`key_…`). */
  readonly of?: string | undefined;
}

export function readLimitsSearch(search: Readonly<Record<string, unknown>>): LimitsSearch {
  return { dialog: oneOf(['set'], search.dialog), of: textOf(search.of, 40) };
}
