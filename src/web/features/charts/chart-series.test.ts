import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatChf } from '#kernel/money.ts';
import type { SpendBucket } from '../spend/statistics.query.ts';
import { chartDataOf, MOST_COLOURED } from './chart-series.ts';

type Spending = Readonly<Record<string, bigint>>;

/** Days of November from the first, each with what its models cost in nano-CHF; `''`: all that the API does not list. */
function bucketsOf(days: readonly Spending[]): SpendBucket[] {
  return days.map((spending, place) => {
    const groups = Object.entries(spending).map(([key, charged]) => ({
      ...(key === '' ? {} : { key, provider: 'openai' }),
      ...usageOf(charged, 1),
    }));
    const charged = Object.values(spending).reduce((sum, amount) => sum + amount, 0n);
    return {
      label: dayOf(place),
      from: dayOf(place),
      to: dayOf(place + 1),
      isUnfinished: place === days.length - 1,
      total: usageOf(charged, groups.length),
      groups,
    };
  });
}

function usageOf(charged: bigint, calls: number) {
  return { chargedChf: formatChf(charged), calls, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };
}

function dayOf(place: number): string {
  return `2026-11-${String(place + 1).padStart(2, '0')}`;
}

test('the dearest come first and have a colour each; the rest has one together', () => {
  const many = { a: 8n, b: 7n, c: 6n, d: 5n, e: 4n, f: 3n, g: 2n, h: 1n, '': 9n };
  const { series } = chartDataOf(bucketsOf([many]));
  expect(series.map(({ group }) => group?.group.key)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', undefined]);
  expect(series.map(({ colour }) => colour)).toEqual([
    ...[1, 2, 3, 4, 5, 6].map((place) => `series-${place}`),
    'series-rest',
  ]);
  expect(series.at(-1)).toMatchObject({ charged: 2n + 1n + 9n, calls: 3 });
});

test('a day without calls has a column of nothing, and one that is not over says so', () => {
  const { columns } = chartDataOf(bucketsOf([{ a: 5n }, {}, { b: 2n, a: 1n }]));
  expect(columns.map(({ amounts }) => amounts)).toEqual([
    [5n, 0n],
    [0n, 0n],
    [1n, 2n],
  ]);
  expect(columns.map(({ isUnfinished }) => isUnfinished)).toEqual([false, false, true]);
});

test('a model of one name at two providers is two', () => {
  const [bucket] = bucketsOf([{ a: 5n }]);
  if (!bucket) throw new Error('one day');
  const groups = bucket.groups.flatMap((group) => [group, { ...group, provider: 'perplexity' }]);
  const { series } = chartDataOf([{ ...bucket, groups }]);
  expect(series).toHaveLength(2);
});

test('columns and series add up to the total, to the last nano-CHF, corrections too', () => {
  const name = fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i');
  const amount = fc.bigInt({ min: -(10n ** 10n), max: 10n ** 13n });
  fc.assert(
    fc.property(fc.array(fc.dictionary(name, amount), { minLength: 1, maxLength: 12 }), (days) => {
      const { series, columns, total, calls } = chartDataOf(bucketsOf(days));
      const sum = (amounts: readonly bigint[]) => amounts.reduce((one, other) => one + other, 0n);
      expect(series.length).toBeLessThanOrEqual(MOST_COLOURED + 1);
      expect(sum(series.map(({ charged }) => charged))).toBe(total);
      expect(sum(columns.map((column) => column.total))).toBe(total);
      for (const column of columns) expect(sum(column.amounts)).toBe(column.total);
      for (const [place, { charged }] of series.entries())
        expect(sum(columns.map(({ amounts }) => amounts[place] ?? 0n))).toBe(charged);
      expect(series.reduce((all, each) => all + each.calls, 0)).toBe(calls);
    }),
  );
});
