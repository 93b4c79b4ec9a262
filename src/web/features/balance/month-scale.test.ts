import { expect, test } from 'vitest';
import type { Balance } from './balance.query.ts';
import { monthScale } from './month-scale.ts';

const MONTH: Balance['month'] = {
  of: 'user',
  label: '2026-11',
  from: '2026-11-01',
  to: '2026-12-01',
  chargedChf: '50.000000000',
  lastMonthChf: '80.000000000',
  lastMonthToSameDayChf: '60.000000000',
  expected: { lowChf: '60.000000000', highChf: '75.000000000' },
};

test('the largest amount, be it the limit, has the length; the others lie in proportion', () => {
  expect(monthScale(MONTH, '100.000000000')).toEqual({
    spent: 48,
    low: 57.6,
    high: 72,
    limit: 96,
    lastMonth: 76.8,
  });
  expect(monthScale(MONTH, undefined)).toMatchObject({ lastMonth: 96, spent: 60, limit: undefined });
});

test('what is not known is not drawn, and neither is nothing', () => {
  const fresh = { ...MONTH, lastMonthChf: null, lastMonthToSameDayChf: null, expected: null };
  expect(monthScale(fresh, undefined)).toEqual({
    spent: 96,
    low: undefined,
    high: undefined,
    limit: undefined,
    lastMonth: undefined,
  });
  expect(monthScale({ ...fresh, chargedChf: '0.000000000' }, undefined)).toBeUndefined();
});

test('corrections that make a month less than nothing draw nothing, not backwards', () => {
  expect(monthScale({ ...MONTH, chargedChf: '-3.000000000' }, undefined)?.spent).toBe(0);
});
