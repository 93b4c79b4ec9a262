import type { NanoChf } from '#kernel/money.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import type { Balance } from './balance.query.ts';

/** Places on the bar of the month, in percent of its length. For drawing only. */
export interface MonthScale {
  readonly spent: number;
  /** Where the month may end. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly limit: number | undefined;
  readonly lastMonth: number | undefined;
}

/** Undefined: there is nothing to draw. The bar is a little longer than its largest amount. */
export function monthScale(month: Balance['month'], limitChf: string | undefined): MonthScale | undefined {
  const spent = notNegative(nanoOf(month.chargedChf));
  const low = month.expected ? notNegative(nanoOf(month.expected.lowChf)) : undefined;
  const high = month.expected ? notNegative(nanoOf(month.expected.highChf)) : undefined;
  const limit = limitChf === undefined ? undefined : nanoOf(limitChf);
  const lastMonth = month.lastMonthChf === null ? undefined : notNegative(nanoOf(month.lastMonthChf));
  const largest = [spent, low, high, limit, lastMonth].reduce<NanoChf>(
    (most, amount) => (amount !== undefined && amount > most ? amount : most),
    0n,
  );
  if (largest === 0n) return undefined;
  const place = (amount: NanoChf | undefined) =>
    amount === undefined ? undefined : Number((amount * LENGTH) / largest) / STEPS;
  return {
    spent: place(spent) ?? 0,
    low: place(low),
    high: place(high),
    limit: place(limit),
    lastMonth: place(lastMonth),
  };
}

/** The largest amount stands at 96 %, so that its mark is whole. */
const STEPS = 100;
const LENGTH = 9_600n;

function notNegative(amount: NanoChf): NanoChf {
  return amount > 0n ? amount : 0n;
}
