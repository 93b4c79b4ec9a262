import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { matches, type PlainRow, readEverything } from '#test/support/plain-reading.ts';
import { filtersOf } from '#test/support/random-filter.ts';
import { insertHistory, madeUpRows } from '#test/support/random-history.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { usageStatistics } from './statistic.service.ts';
import { GROUPINGS, type Grouping, PERIODS } from './statistic.ts';

const database = await createTestDatabase();
const owner = database.openOwner();
const app = database.openApp();

/** Both clock changes of 2026, and a leap day at the end of a month. */
const RANGES = [
  ['2026-03-28', '2026-03-31'],
  ['2026-10-24', '2026-10-27'],
  ['2028-02-28', '2028-03-02'],
] as const;

const DAY_IN_ZURICH = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Zurich',
  dateStyle: 'short',
});

test.each(RANGES)(
  'from %s to %s equal the sum of the bookings, in every period and group',
  async (first, last) => {
    const rows = madeUpRows(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`), 150);
    await fc.assert(
      fc.asyncProperty(rows, async (made) => {
        const history = await insertHistory(owner, made);
        const everything = (await readEverything(owner, history.mandateId)).filter(
          ({ type }) => type === 'usage' || type === 'usage_correction',
        );
        for (const period of PERIODS) {
          for (const groupBy of [undefined, ...GROUPINGS]) {
            for (const visibleTo of [undefined, history.userIds[0]]) {
              const request = { period, from: first, to: nextDay(last), groupBy, visibleTo };
              const { buckets, total } = await usageStatistics(app.db, history.mandateId, request);
              const visible = everything.filter(({ user }) => (visibleTo ?? user) === user);
              for (const bucket of buckets) {
                const own = visible.filter(({ at }) => DAY_IN_ZURICH.format(at).startsWith(bucket.label));
                expect(bucket.total).toMatchObject(plainSum(own));
                if (groupBy) expect(asMap(bucket.groups)).toEqual(plainGroups(own, groupBy));
              }
              expect(total).toMatchObject(plainSum(visible));
            }
          }
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
  },
);

test('of a filter they are the sum of the bookings that it means, however they are grouped', async () => {
  const [first, last] = RANGES[0];
  const [begin, end] = [new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`)];
  await fc.assert(
    fc.asyncProperty(madeUpRows(begin, end, 150), fc.gen(), async (made, draw) => {
      const history = await insertHistory(owner, made);
      const calls = (await readEverything(owner, history.mandateId)).filter(
        ({ type }) => type === 'usage' || type === 'usage_correction',
      );
      for (let n = 0; n < 20; n++) {
        const { provider, model, userId, feature, accountId, visibleTo } = draw(
          filtersOf,
          history,
          begin,
          end,
        );
        const filter = { provider, model, userId, feature, accountId, visibleTo };
        const groupBy = draw(() => fc.constantFrom(undefined, ...GROUPINGS));
        const request = { ...filter, groupBy, period: 'day', from: first, to: nextDay(last) } as const;
        const { groups, total } = await usageStatistics(app.db, history.mandateId, request);
        const meant = calls.filter((row) => matches(row, filter));
        expect(total, JSON.stringify(filter)).toMatchObject(plainSum(meant));
        if (groupBy) expect(asMap(groups)).toEqual(plainGroups(meant, groupBy));
      }
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

test('where there are too many groups, all but the dearest are one, and nothing is lost', async () => {
  const [first, last] = RANGES[1];
  const rows = madeUpRows(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`), 150);
  await fc.assert(
    fc.asyncProperty(rows, async (made) => {
      const { mandateId } = await insertHistory(owner, made);
      const request = { period: 'day', from: first, to: last, groupBy: 'model' } as const;
      const all = await usageStatistics(app.db, mandateId, request);
      const some = await usageStatistics(app.db, mandateId, request, 2);
      expect(some.total).toEqual(all.total);
      expect(some.groups.slice(0, 2)).toEqual(all.groups.slice(0, 2));
      expect(some.groups.slice(2).map(({ key }) => key)).toEqual(all.groups.length > 2 ? [undefined] : []);
      for (const { groups, total } of [...some.buckets, some]) {
        expect(groups.reduce((sum, { charged }) => sum + charged, 0n)).toBe(total.charged);
        expect(groups.reduce((sum, { calls }) => sum + calls, 0n)).toBe(total.calls);
      }
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

test('the period that is not over is marked, and periods without calls are there', async () => {
  const { buckets, total } = await usageStatistics(app.db, newId('mnd'), { period: 'day' });
  expect(buckets).toHaveLength(30);
  expect(buckets.filter(({ isUnfinished }) => isUnfinished)).toEqual([buckets.at(-1)]);
  expect(total).toMatchObject({ calls: 0n, charged: 0n });
});

function plainSum(rows: readonly PlainRow[]) {
  return {
    calls: BigInt(rows.filter(({ type }) => type === 'usage').length),
    charged: -rows.reduce((sum, { amount }) => sum + amount, 0n),
    inputTokens: rows.reduce((sum, row) => sum + (row.inputTokens ?? 0n), 0n),
    cachedTokens: rows.reduce((sum, row) => sum + (row.cachedTokens ?? 0n), 0n),
    outputTokens: rows.reduce((sum, row) => sum + (row.outputTokens ?? 0n), 0n),
  };
}

/** A made-up absorbed row may stand without its call, and counts as a group of nothing. */
function withoutNothing(groups: Map<string, object>): Map<string, object> {
  return new Map([...groups].filter(([, usage]) => Object.values(usage).some((value) => value !== 0n)));
}

function plainGroups(rows: readonly PlainRow[], groupBy: Grouping): Map<string, object> {
  const groups = Map.groupBy(rows, (row) =>
    groupBy === 'model' ? `${row.provider}/${row.model}` : `${row[groupBy]}`,
  );
  return withoutNothing(new Map([...groups].map(([key, own]) => [key, plainSum(own)])));
}

function asMap(groups: Awaited<ReturnType<typeof usageStatistics>>['groups']): Map<string, object> {
  const byKey = new Map(
    groups.map(({ key, provider, calls, charged, inputTokens, cachedTokens, outputTokens }) => [
      provider === undefined ? `${key}` : `${provider}/${key}`,
      { calls, charged, inputTokens, cachedTokens, outputTokens },
    ]),
  );
  return withoutNothing(byKey);
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
