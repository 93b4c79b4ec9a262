import type { NanoChf } from '#kernel/money.ts';
import { nanoOf } from '#web/lib/nano-of.ts';

interface Day {
  readonly day: string;
  readonly spendChf: string;
}

/** Fine enough for a picture of a few pixels. */
const STEPS = 1_000n;

export interface SpendShape {
  /** Heights from 0 to 1000 of the highest day; no amounts. */
  readonly heights: readonly number[];
  readonly sum: NanoChf;
  /** The day on which most was spent; undefined: nothing was. */
  readonly highest: { readonly day: string; readonly amount: NanoChf } | undefined;
}

/** What a row of days looks like, and what there is to say about it. */
export function spendShape(daily: readonly Day[]): SpendShape {
  const amounts = daily.map(({ day, spendChf }) => ({ day, amount: nanoOf(spendChf) }));
  const highest = amounts.reduce<SpendShape['highest']>(
    (most, each) => (each.amount > (most?.amount ?? 0n) ? each : most),
    undefined,
  );
  const top = highest?.amount ?? 1n;
  return {
    heights: amounts.map(({ amount }) => Number((amount * STEPS) / top)),
    sum: amounts.reduce((sum, { amount }) => sum + amount, 0n),
    highest,
  };
}

/** `41` of `41.73`: whole days, never more than there are. */
export function wholeDays(daysLeft: string): string {
  return daysLeft.split('.')[0] ?? daysLeft;
}
