import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { formatChf } from '#kernel/money.ts';
import { type PlainRow, readEverything } from '#test/support/plain-reading.ts';
import { type MadeUpRow, madeUpRows } from '#test/support/random-history.ts';
import { fillInIssuer, mandateWithHistory } from '#test/support/statement-history.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import type { StatementFigures } from './statement.contract.ts';
import { figuresOfMonth } from './statement-figures.service.ts';

const database = await createTestDatabase();
const owner = database.openOwner();
const app = database.openApp();
await fillInIssuer(app);

const MONTH_IN_ZURICH = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Zurich',
  year: 'numeric',
  month: '2-digit',
});

/** New Year, both clock changes, a leap day: a few days before and behind, so that edges are hit often. */
const EDGES = [
  ['2025-12-30T00:00:00Z', '2026-01-03T00:00:00Z', ['2025-12', '2026-01']],
  ['2026-03-28T00:00:00Z', '2026-04-02T00:00:00Z', ['2026-03', '2026-04']],
  ['2026-10-24T00:00:00Z', '2026-11-02T00:00:00Z', ['2026-10', '2026-11']],
  ['2024-02-28T00:00:00Z', '2024-03-02T00:00:00Z', ['2024-02', '2024-03']],
] as const;

test.each(EDGES)(
  'from %s to %s each booking is in the month of its time in Zurich, in one only',
  async (from, to, months) => {
    const rows = madeUpRows(new Date(from), new Date(to), 120);
    await fc.assert(
      fc.asyncProperty(rows, async (made) => {
        const { mandateId } = await mandateWithHistory(owner, made, { model: 'prepaid_user' });
        const everything = await readEverything(owner, mandateId);
        let closingBefore: StatementFigures['closing'] | undefined;
        for (const month of months) {
          const figures = (await figuresOfMonth(app.db, [mandateId], month)).get(mandateId);
          if (!figures || figures instanceof Error) throw must(figures, 'figures');
          expectPlainSums(figures, everything, month);
          if (closingBefore) expect(figures.opening).toEqual(closingBefore);
          closingBefore = figures.closing;
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
  },
);

function expectPlainSums(figures: StatementFigures, everything: readonly PlainRow[], month: string): void {
  const monthOf = ({ at }: PlainRow) => MONTH_IN_ZURICH.format(at);
  const own = everything.filter((row) => monthOf(row) === month);
  const sumOf = (rows: readonly PlainRow[]) => formatChf(rows.reduce((sum, { amount }) => sum + amount, 0n));
  expect(figures.opening.exactChf).toBe(sumOf(everything.filter((row) => monthOf(row) < month)));
  expect(figures.closing.exactChf).toBe(sumOf(everything.filter((row) => monthOf(row) <= month)));
  const types = [...new Set(own.map(({ type }) => type))].sort();
  expect(figures.movements.map(({ type }) => type).toSorted()).toEqual(types);
  for (const { type, exactChf, count } of figures.movements) {
    const booked = own.filter((row) => row.type === type);
    expect({ type, exactChf, count }).toEqual({ type, exactChf: sumOf(booked), count: booked.length });
  }
  const listed = own.filter(({ type }) => ['opening', 'top_up', 'refund', 'adjustment'].includes(type));
  expect(figures.entries.map(({ id }) => id).toSorted()).toEqual(listed.map(({ id }) => id).toSorted());
  for (const { provider, model, exactChf, calls } of figures.usage.lines) {
    const metered = own.filter(
      (row) => row.provider === provider && row.model === model && /^usage/.test(row.type),
    );
    const charged = formatChf(-metered.reduce((sum, { amount }) => sum + amount, 0n));
    const made = metered.filter(({ type }) => type === 'usage').length;
    expect({ model, exactChf, calls }).toEqual({ model, exactChf: charged, calls: made });
  }
}

const call = (atMicros: bigint, amount: bigint): MadeUpRow => ({
  ...{ wallet: 0, atMicros, type: 'usage', amount, user: 0, model: 0, key: undefined, feature: 'api' },
  ...{ inputTokens: 1n, cachedTokens: 0n, outputTokens: 1n, note: '' },
});

test('December 2026 begins at 2026-11-30T23:00Z: a microsecond before is November', async () => {
  const begin = BigInt(Date.parse('2026-11-30T23:00:00Z')) * 1000n;
  const { mandateId } = await mandateWithHistory(owner, [
    call(begin - 1n, 10_000_000n),
    call(begin, 20_000_000n),
  ]);
  const exact = async (month: string) => {
    const figures = (await figuresOfMonth(app.db, [mandateId], month)).get(mandateId);
    return figures instanceof Error ? figures : figures?.usage.exactChf;
  };
  expect([await exact('2026-11'), await exact('2026-12'), await exact('2027-01')]).toEqual([
    '0.010000000',
    '0.020000000',
    '0.000000000',
  ]);
});

test('many mandates at once are what each is alone; one whose rows were altered is named, and keeps none of the others', async () => {
  const at = BigInt(Date.parse('2026-05-05T12:00:00Z')) * 1000n;
  const made = [];
  for (let n = 1n; n <= 5n; n++) made.push(await mandateWithHistory(owner, [call(at, n * 12_345_678n)]));
  const ids = made.map(({ mandateId }) => mandateId);
  const together = await figuresOfMonth(app.db, ids, '2026-05');
  for (const id of ids)
    expect((await figuresOfMonth(app.db, [id], '2026-05')).get(id)).toEqual(together.get(id));
  const altered = must(ids[2], 'a mandate');
  await owner.pool.query('update billing_statistic_daily set charged = charged + 1 where mandate_id = $1', [
    altered.slice(4),
  ]);
  const after = await figuresOfMonth(app.db, ids, '2026-05');
  expect(after.get(altered)).toBeInstanceOf(Error);
  expect(ids.filter((id) => after.get(id) instanceof Error)).toEqual([altered]);
});
