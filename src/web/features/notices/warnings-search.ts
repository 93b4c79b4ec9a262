import { textOf } from '#web/lib/search/search-text.ts';

export interface WarningsSearch {
  /** Of whom the wallet's own lines are being changed. */
  readonly wallet?: string | undefined;
}

export function readWarningsSearch(search: Readonly<Record<string, unknown>>): WarningsSearch {
  return { wallet: textOf(search.wallet, 40) };
}
