import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { insertExchangeRate } from '#aicore/prices/price.store.ts';
import { must } from '#kernel/assert.ts';
import { addDecimals, type Decimal, decimal, formatDecimal, multiplyDecimals } from '#kernel/decimal.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { type BackdatedRow, insertBackdated } from '#test/support/backdated-calls.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { createSpender } from '#test/support/test-ledger.ts';
import { countAllBookings, countNewBookings } from './billing-day.store.ts';

const database = await createTestDatabase();
const app = database.openApp(6);
const { db, pool } = app;
const owner = database.openOwner();

const RATES = ['0.80', '0.913', '1.0000000001'];
const rateIds = await Promise.all(
  RATES.map(async (chfPerUsd, i) => {
    const validFrom = new Date(Date.UTC(2020, 0, i + 1));
    return uuidOf(must(await insertExchangeRate(db, { validFrom, chfPerUsd, source: 'test' }), 'a rate'));
  }),
);

interface Day {
  readonly calls: bigint;
  readonly charged: bigint;
  readonly absorbed: bigint;
  readonly costUsd: string;
  readonly costChf: string;
}

async function daysOf(mandateId: MandateId): Promise<Record<string, Day>> {
  const { rows } = await pool.query<Day & { day: string }>(
    `select day, calls, charged, absorbed, trim_scale(cost_usd)::text as "costUsd", trim_scale(cost_chf)::text as "costChf"
       from billing_day where mandate_id = $1 order by day`,
    [uuidOf(mandateId)],
  );
  return Object.fromEntries(rows.map(({ day, ...figures }) => [day, figures]));
}

const zurich = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Zurich' });
const minus = (value: Decimal): Decimal => ({ ...value, coefficient: -value.coefficient });

/** The same by hand, from the rows. */
function expectedDays(rows: readonly BackdatedRow[]): Record<string, Day> {
  const days: Record<string, Day> = {};
  const stated = new Map<string, Decimal>();
  for (const row of rows) {
    const day = zurich.format(new Date(row.at));
    const before = days[day] ?? { calls: 0n, charged: 0n, absorbed: 0n, costUsd: '0', costChf: '0' };
    if (row.type === 'absorbed') {
      days[day] = { ...before, absorbed: before.absorbed + row.amount };
      continue;
    }
    const call = must(row.corrects ?? row.id, 'a call');
    const now = decimal(row.costUsd ?? '0');
    const cost = addDecimals(now, minus(stated.get(call) ?? decimal('0')));
    stated.set(call, now);
    const rate = decimal(must(RATES[rateIds.indexOf(row.rateId ?? '')], 'a rate'));
    days[day] = {
      calls: before.calls + (row.type === 'usage' ? 1n : 0n),
      charged: before.charged - row.amount,
      absorbed: before.absorbed,
      costUsd: formatDecimal(addDecimals(decimal(before.costUsd), cost)),
      costChf: formatDecimal(addDecimals(decimal(before.costChf), multiplyDecimals(cost, rate))),
    };
  }
  return days;
}

// Both clock changes, a leap day, the turn of a year, and the hours around midnight in Zurich.
const INSTANTS = [
  '2024-02-28T22:59:59.999999Z', '2024-02-28T23:00:00Z', '2024-02-29T22:59:59Z', '2024-12-31T22:59:59Z', '2024-12-31T23:00:00Z',
  '2025-03-29T23:00:00Z', '2025-03-30T00:59:59Z', '2025-03-30T01:00:00Z', '2025-03-30T21:59:59Z', '2025-03-30T22:00:00Z',
  '2025-10-25T21:59:59Z', '2025-10-25T22:00:00Z', '2025-10-26T00:30:00Z', '2025-10-26T01:30:00Z', '2025-10-26T22:59:59Z', '2025-10-26T23:00:00Z',
]; // biome-ignore format: a table
const SCALE = 18;

const histories = fc.array(
  fc.record({
    at: fc.nat(INSTANTS.length - 1),
    cost: fc.bigInt(0n, 10n ** 19n),
    amount: fc.bigInt(0n, 10n ** 10n),
    rate: fc.nat(RATES.length - 1),
    kind: fc.constantFrom('usage', 'usage', 'usage', 'usage_correction', 'absorbed'),
    whom: fc.nat(),
  }),
  { minLength: 1, maxLength: 40 },
);

function rowsOf(history: readonly HistoryStep[]): BackdatedRow[] {
  const calls: { id: string; rateId: string }[] = [];
  return history
    .toSorted((a, b) => a.at - b.at)
    .flatMap((step): BackdatedRow[] => {
      const at = must(INSTANTS[step.at], 'an instant');
      const earlier = calls[step.whom % Math.max(calls.length, 1)];
      if (step.kind === 'absorbed' && earlier)
        return [{ at, type: 'absorbed', corrects: earlier.id, amount: step.amount + 1n }];
      const costUsd = formatDecimal({ coefficient: step.cost, scale: SCALE });
      if (step.kind === 'usage_correction' && earlier) {
        const amount = step.amount - 5n * 10n ** 9n;
        return [
          { at, type: 'usage_correction', corrects: earlier.id, rateId: earlier.rateId, costUsd, amount },
        ];
      }
      const call = { id: randomUUID(), rateId: must(rateIds[step.rate], 'a rate') };
      calls.push(call);
      return [{ at, type: 'usage', ...call, costUsd, amount: -step.amount }];
    });
}

interface HistoryStep {
  readonly at: number;
  readonly cost: bigint;
  readonly amount: bigint;
  readonly rate: number;
  readonly kind: string;
  readonly whom: number;
}

test('days are what the rows say, for random histories, however often they are counted in between', async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.nat(40), async (history, cut) => {
      const { mandateId } = await createSpender(app);
      const rows = rowsOf(history);
      await insertBackdated(owner, mandateId, rows.slice(0, cut));
      await countAllBookings(db);
      expect(await daysOf(mandateId)).toEqual(expectedDays(rows.slice(0, cut)));
      await insertBackdated(owner, mandateId, rows.slice(cut));
      // Several at once count nothing twice.
      await Promise.all([countNewBookings(db), countNewBookings(db), countNewBookings(db)]);
      expect(await daysOf(mandateId)).toEqual(expectedDays(rows));
    }),
    { numRuns: 25, interruptAfterTimeLimit: 60_000 },
  );
});

test('a long history is counted piece by piece', async () => {
  const spenders = await Promise.all([0, 1].map(() => createSpender(app)));
  const rows = Array.from({ length: 25 }, (): BackdatedRow => {
    const at = must(INSTANTS[0], 'an instant');
    return { at, id: randomUUID(), amount: -1n, costUsd: '1', rateId: must(rateIds[0], 'a rate') };
  });
  for (const { mandateId } of spenders)
    await insertBackdated(
      owner,
      mandateId,
      rows.map((row) => ({ ...row, id: randomUUID() })),
    );
  const left: string[] = [];
  for (let n = 0; n < 6; n++) {
    const { rows } = await pool.query<{ left: bigint }>('select billing_day_count(10) as left');
    left.push(`${rows[0]?.left}`);
  }
  expect(left).toEqual(['40', '30', '20', '10', '0', '0']);
  for (const { mandateId } of spenders)
    expect(await daysOf(mandateId)).toEqual({
      '2024-02-28': { calls: 25n, charged: 25n, absorbed: 0n, costUsd: '25', costChf: '20' },
    });
});
