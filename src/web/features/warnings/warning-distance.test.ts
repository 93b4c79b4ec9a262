import { expect, test } from 'vitest';
import type { Balance } from '#web/features/balance/balance.query.ts';
import { isReached, warningsOf } from './warning-distance.ts';

const CHF = 1_000_000_000n;

/** A pool with so much left that lasts so many days. */
function balanceOf(
  leftChf: string | null,
  daysLeft: number | null,
  warning: Partial<Balance['warning']>,
): Balance {
  const account = {
    id: 'acc_1',
    kind: 'pool',
    balanceChf: leftChf ?? '0',
    heldChf: '0',
    floorChf: leftChf && '0',
  };
  return {
    spendable: { account, limits: [] },
    accounts: [{ ...account, pace: { daysLeft } }],
    warning: { belowChf: null, belowDays: null, shareBelowChf: null, ...warning },
  } as unknown as Balance;
}

test('each threshold with its distance', () => {
  const warning = { belowChf: '50.000000000', shareBelowChf: '200.000000000', belowDays: 7 };
  expect(warningsOf(balanceOf('173.370000000', 35, warning))).toEqual([
    { kind: 'amount', below: 50n * CHF, distance: 123_370_000_000n },
    { kind: 'share_of_top_up', below: 200n * CHF, distance: -26_630_000_000n },
    { kind: 'days', below: 7, distance: 28 },
  ]);
});

test('at the threshold it is not reached yet: the server warns below', () => {
  const reached = (chf: string, days: number) =>
    warningsOf(balanceOf(chf, days, { belowChf: '50.000000000', belowDays: 7 })).map(isReached);
  expect(reached('50.000000000', 7)).toEqual([false, false]);
  expect(reached('49.999999999', 6)).toEqual([true, true]);
});

test('without a known end the days say nothing, and an account without end needs no warning', () => {
  expect(warningsOf(balanceOf('5.000000000', null, { belowDays: 7 }))).toEqual([
    { kind: 'days', below: 7, distance: undefined },
  ]);
  expect(warningsOf(balanceOf(null, null, { belowDays: 7, belowChf: '50.000000000' }))).toEqual([]);
});
