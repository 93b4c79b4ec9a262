import { textOf } from '#web/lib/search/search-text.ts';

export interface ReportsSearch {
  /** The month whose report is looked at: `2026-10`. */
  readonly month?: string | undefined;
  /** Whose own report it is; left out: the mandate's. */
  readonly of?: string | undefined;
}

export function readReportsSearch(search: Readonly<Record<string, unknown>>): ReportsSearch {
  const month = textOf(search.month, 7);
  return {
    month: month !== undefined && /^20\d\d-(0[1-9]|1[0-2])$/.test(month) ? month : undefined,
    of: textOf(search.of, 40),
  };
}
