import { oneOf, textOf } from '#web/lib/search/search-text.ts';

/** How the overview of mandates can be sorted, each in the one direction that somebody looks for. */
const MANDATE_SORTS = [
  'risk',
  'name',
  'available',
  'balance',
  'daysLeft',
  'spend',
  'lastSpend',
  'margin',
  'unknown',
] as const;
export type MandateSort = (typeof MANDATE_SORTS)[number];

export interface MandatesSearch {
  /** Part of a name or of an id. */
  readonly q?: string | undefined;
  /** Left out: by risk. */
  readonly sort?: MandateSort | undefined;
  /** Where the page of the list begins; left out: at its top. */
  readonly cursor?: string | undefined;
  readonly dialog?: 'new' | undefined;
}

export function readMandatesSearch(search: Readonly<Record<string, unknown>>): MandatesSearch {
  return {
    q: textOf(search.q),
    sort: oneOf(MANDATE_SORTS, search.sort),
    cursor: textOf(search.cursor, 2_000),
    dialog: oneOf(['new'], search.dialog),
  };
}
