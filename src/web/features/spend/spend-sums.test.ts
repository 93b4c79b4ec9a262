import { expect, test } from 'vitest';
import { bucketsIn, groupsOf, totalOf } from './spend-sums.ts';
import type { SpendBucket } from './statistics.query.ts';

const TOKENS = { inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

function day(name: string, next: string, francs: Readonly<Record<string, number>>): SpendBucket {
  const groups = Object.entries(francs).map(([key, amount]) => ({
    ...(key === '' ? {} : { key }),
    chargedChf: `${amount}.000000000`,
    calls: 1,
    ...TOKENS,
  }));
  const all = Object.values(francs).reduce((sum, amount) => sum + amount, 0);
  const total = { chargedChf: `${all}.000000000`, calls: groups.length, ...TOKENS };
  return { label: name, from: name, to: next, isUnfinished: false, total, groups };
}

const BUCKETS = [
  day('2026-10-24', '2026-10-25', { a: 1, b: 5 }),
  day('2026-10-25', '2026-10-26', { a: 2, '': 90 }),
  day('2026-10-26', '2026-10-27', { a: 4, c: 7 }),
];

test('days choose their bars, both ends included', () => {
  const labels = (from: string, to: string) => bucketsIn(BUCKETS, { from, to }).map(({ label }) => label);
  expect(labels('2026-10-25', '2026-10-25')).toEqual(['2026-10-25']);
  expect(labels('2026-10-25', '2026-10-26')).toEqual(['2026-10-25', '2026-10-26']);
  expect(labels('2026-11-01', '2026-11-02')).toEqual([]);
});

test('groups are added up over the bars, the dearest first, what is not listed last', () => {
  expect(
    groupsOf(BUCKETS).map(({ group, charged, calls }) => [group.key, charged / 1_000_000_000n, calls]),
  ).toEqual([
    ['a', 7n, 3],
    ['c', 7n, 1],
    ['b', 5n, 1],
    [undefined, 90n, 1],
  ]);
  expect(totalOf(BUCKETS)).toEqual({ charged: 109_000_000_000n, calls: 6 });
});
