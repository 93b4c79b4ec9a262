import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { type Id, newId } from '#kernel/id.ts';
import { matches, readEverything } from '#test/support/plain-reading.ts';
import { filtersOf } from '#test/support/random-filter.ts';
import { insertHistory, MADE_UP_MODELS, madeUpRows } from '#test/support/random-history.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import type { TransactionFilter } from './transaction-filter.ts';
import { pageOfTransactions } from './transaction-list.service.ts';

const database = await createTestDatabase();
const owner = database.openOwner();
const app = database.openApp();

const FROM = new Date('2026-10-20T20:00:00Z');
const TO = new Date('2026-10-29T04:00:00Z');
/** So small that days are read in several steps and both ways. */
const SMALL_BOUNDS = fc.record({
  callDays: fc.integer({ min: 1, max: 9 }),
  lookUps: fc.integer({ min: 1, max: 12 }),
  rare: fc.integer({ min: 1, max: 40 }),
});

test('all pages together are what a plain look at every row finds, in order, for any filter', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(madeUpRows(FROM, TO, 120), async (rows) => {
      const history = await insertHistory(owner, rows);
      const everything = await readEverything(owner, history.mandateId);
      await fc.assert(
        fc.asyncProperty(
          filtersOf(history, FROM, TO),
          fc.integer({ min: 3, max: 40 }),
          SMALL_BOUNDS,
          async (filter, limit, bounds) => {
            const found: string[] = [];
            let cursor: string | undefined;
            do {
              const page = await pageOfTransactions(
                app.db,
                history.mandateId,
                filter,
                { limit, cursor },
                bounds,
              );
              expect(page.transactions.length).toBeLessThanOrEqual(limit);
              found.push(...page.transactions.map(({ id }) => id));
              cursor = page.nextCursor;
            } while (cursor !== undefined);
            expect(found).toEqual(everything.filter((row) => matches(row, filter)).map(({ id }) => id));
          },
        ),
        { numRuns: 60, endOnFailure: true },
      );
    }),
    { numRuns: 10, endOnFailure: true },
  );
});

test('a search by an id finds that row, within what the filter and the caller allow', async () => {
  const [made] = fc.sample(madeUpRows(FROM, TO, 30), { numRuns: 1, seed: 7 });
  const history = await insertHistory(owner, must(made, 'rows'));
  const everything = await readEverything(owner, history.mandateId);
  const idsOf = async (filter: TransactionFilter, id: Id<'txn'> | Id<'hld'> | Id<'req'>) => {
    const search = { kind: 'id', id } as const;
    const page = await pageOfTransactions(app.db, history.mandateId, { ...filter, search }, { limit: 10 });
    return page.transactions.map((row) => row.id);
  };
  for (const row of everything) {
    expect(await idsOf({}, row.id)).toEqual([row.id]);
    expect(await idsOf({}, `hld_${row.id.slice(4)}`)).toEqual([row.id]);
    if (row.request) expect(await idsOf({}, row.request)).toEqual([row.id]);
    for (const userId of history.userIds) {
      const visible = row.user === userId ? [row.id] : [];
      expect(await idsOf({ visibleTo: userId }, row.id)).toEqual(visible);
      expect(await idsOf({ userId }, row.id)).toEqual(visible);
    }
    for (const { provider, model } of MADE_UP_MODELS) {
      const isOf = row.provider === provider && row.model === model;
      expect(await idsOf({ provider, model }, row.id)).toEqual(isOf ? [row.id] : []);
    }
  }
  const latest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  for (const id of [
    newId('txn'),
    newId('req'),
    `req_${latest}`,
    `req_${latest.replaceAll('f', '0')}`,
  ] as const) {
    expect(await idsOf({}, id)).toEqual([]);
  }
});

test.each([
  'x',
  'AAAA',
  Buffer.alloc(33).toString('base64url'),
  `${Buffer.alloc(33, 255).toString('base64url')}`,
])('a cursor that is none of ours is refused: %s', async (cursor) => {
  await expect(pageOfTransactions(app.db, newId('mnd'), {}, { limit: 1, cursor })).rejects.toMatchObject({
    code: 'invalid_request',
    details: { path: 'query.cursor' },
  });
});

test('amounts from more to less are refused', async () => {
  const filter = { minAmount: 2n, maxAmount: 1n };
  await expect(pageOfTransactions(app.db, newId('mnd'), filter, { limit: 1 })).rejects.toMatchObject({
    code: 'invalid_request',
    details: { path: 'query.maxChf' },
  });
});

test('a range that ends before it begins is refused', async () => {
  const filter = { from: TO, to: FROM };
  await expect(pageOfTransactions(app.db, newId('mnd'), filter, { limit: 1 })).rejects.toMatchObject({
    code: 'invalid_request',
    details: { path: 'query.to' },
  });
});
