import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matches, readEverything } from '#test/support/plain-reading.ts';
import { filtersOf } from '#test/support/random-filter.ts';
import { insertHistory, madeUpRows } from '#test/support/random-history.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { totalsOfTransactions } from './transaction-totals.service.ts';

const database = await createTestDatabase();
const owner = database.openOwner();
const app = database.openApp();

/** Both clock changes of 2026, and a leap day. */
const RANGES = [
  ['2026-03-27T00:00:00Z', '2026-03-31T00:00:00Z'],
  ['2026-10-23T00:00:00Z', '2026-10-27T00:00:00Z'],
  ['2028-02-27T00:00:00Z', '2028-03-02T00:00:00Z'],
] as const;

test.each(RANGES)('totals from %s are the plain sums, and reconcile, for any filter', async (first, last) => {
  const [from, to] = [new Date(first), new Date(last)];
  await fc.assert(
    fc.asyncProperty(madeUpRows(from, to, 120), async (rows) => {
      const history = await insertHistory(owner, rows);
      const everything = await readEverything(owner, history.mandateId);
      await fc.assert(
        fc.asyncProperty(filtersOf(history, from, to), async (filter) => {
          const totals = await totalsOfTransactions(app.db, history.mandateId, filter);
          const meant = everything.filter((row) => matches(row, filter));
          expect(totals).toMatchObject({ count: BigInt(meant.length), sum: sumOf(meant) });
          const wallet = { accountId: filter.accountId };
          if (filter.visibleTo) return;
          const moved = everything.filter((row) =>
            matches(row, { ...wallet, from: filter.from, to: filter.to }),
          );
          expect(totals).toMatchObject({ movementCount: BigInt(moved.length), movementSum: sumOf(moved) });
          const before = everything.filter(
            (row) => filter.from && matches(row, { ...wallet, to: filter.from }),
          );
          expect(totals.openingBalance).toBe(sumOf(before));
          expect(totals.closingBalance).toBe(totals.openingBalance + totals.movementSum);
        }),
        { numRuns: 60, endOnFailure: true },
      );
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

function sumOf(rows: readonly { readonly amount: bigint }[]): bigint {
  return rows.reduce((sum, { amount }) => sum + amount, 0n);
}
