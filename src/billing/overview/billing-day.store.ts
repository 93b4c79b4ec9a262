import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/** Rows counted in one transaction: about a second's work. */
const ROWS_AT_ONCE = 100_000n;

/**
 * Counts the bookings that are new since the last time into the days of their mandates, for everybody who reads those.
 * Answers how many are left, which is none but after a long history was brought in: the schedule counts that down.
 */
export async function countNewBookings(db: Db): Promise<bigint> {
  const { rows } = await sql<{ uncounted: bigint }>`
    select billing_day_count(${ROWS_AT_ONCE}) as uncounted`.execute(db);
  return rows[0]?.uncounted ?? 0n;
}

/** Counts until none are left; for the schedule. */
export async function countAllBookings(db: Db): Promise<void> {
  while ((await countNewBookings(db)) > 0n);
}

export interface DailySpend {
  readonly day: string;
  readonly charged: NanoChf;
}

/** The days of the last 30, today among them, on which the mandates spent something. */
export async function dailySpendOf(
  db: Db,
  mandateIds: readonly MandateId[],
): Promise<ReadonlyMap<MandateId, readonly DailySpend[]>> {
  if (mandateIds.length === 0) return new Map();
  const { rows } = await sql<{ mandate_id: string; day: string; charged: bigint }>`
    select mandate_id, day, charged from billing_day
    where mandate_id = any(${mandateIds.map(uuidOf)}::uuid[]) and day > (now() at time zone 'Europe/Zurich')::date - 30
    order by mandate_id, day`.execute(db);
  return Map.groupBy(rows, (row) => idOf('mnd', row.mandate_id));
}

/** The last 30 days in Zurich, the oldest first. */
export async function lastThirtyDays(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ day: string }>`
    select ((now() at time zone 'Europe/Zurich')::date - back)::date as day from generate_series(29, 0, -1) back`.execute(
    db,
  );
  return rows.map(({ day }) => day);
}
