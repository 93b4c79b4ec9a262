import { TRANSACTION_TYPES } from '#billing/transactions/transaction-type.contract.ts';
import { parseChf } from '#kernel/money.ts';
import { dayOf, oneOf, textOf } from '#web/lib/search/search-text.ts';

export const FEATURES = ['api', 'chat', 'automation'] as const;
/** What bookings are shown together by; `origin`: the chat or the run that they were made for. */
export const GROUPINGS = ['hour', 'day', 'origin'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Which bookings are looked at, as it stands in the address. Days are Zurich's, both included. */
export interface BookingFilter {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly type?: (typeof TRANSACTION_TYPES)[number] | undefined;
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly user?: string | undefined;
  readonly key?: string | undefined;
  readonly feature?: (typeof FEATURES)[number] | undefined;
  readonly account?: string | undefined;
  /** CHF, such as `12.50`. */
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly q?: string | undefined;
}

/** What can stand in the address of the page. */
export interface BookingSearch extends BookingFilter {
  readonly group?: Grouping | undefined;
}

/** Reads an address; what could not be a filter is left out, so that a mistyped link still shows a page. */
export function readBookingSearch(search: Readonly<Record<string, unknown>>): BookingSearch {
  return {
    from: dayOf(search.from),
    to: dayOf(search.to),
    type: oneOf(TRANSACTION_TYPES, search.type),
    provider: textOf(search.provider),
    model: textOf(search.model),
    user: textOf(search.user),
    key: textOf(search.key),
    feature: oneOf(FEATURES, search.feature),
    account: textOf(search.account),
    min: amountOf(search.min),
    max: amountOf(search.max),
    q: wordsOf(search.q),
    group: oneOf(GROUPINGS, search.group),
  };
}

/** The filter in an address, without what only arranges the list, and without the mandate. */
export function filterOf(search: BookingSearch): BookingFilter {
  const { group: _group, ...filter } = readBookingSearch({ ...search });
  return filter;
}

/** True if anything is left out of the list, be it by the range alone. */
export function isFiltered(filter: BookingFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** True if the list has every booking of a range: then it adds up to the balances by itself. */
export function isRangeOnly({ from: _from, to: _to, account: _account, ...rest }: BookingFilter): boolean {
  return !isFiltered(rest);
}

function amountOf(value: unknown): string | undefined {
  const text = textOf(value, 24);
  const amount = text === undefined ? undefined : parseChf(text);
  return amount !== undefined && amount >= 0n ? text : undefined;
}

function wordsOf(value: unknown): string | undefined {
  const text = textOf(value, 100)?.trim();
  return text !== undefined && text.length >= 2 ? text : undefined;
}
