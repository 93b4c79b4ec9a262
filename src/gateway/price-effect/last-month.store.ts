import { sql } from 'kysely';
import { countAllBookings } from '#billing/overview/billing-day.store.ts';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';

/** The last whole calendar month in Zurich. */
export interface Month {
  /** `2026-10` */
  readonly name: string;
}

/** A stretch of whole days of one mandate (bare uuid), from the first to before the last. */
export interface Stretch {
  readonly mandate: string;
  readonly fromDay: string;
  readonly toDay: string;
}

export async function lastMonth(db: Db): Promise<Month> {
  const { rows } = await sql<{ name: string }>`
    select to_char((now() at time zone 'Europe/Zurich') - interval '1 month', 'YYYY-MM') as name`.execute(db);
  return must(rows[0], 'the month');
}

/** Days of a month with their calls, in pieces that take about a second each: a query reads one piece. */
export async function piecesOf(db: Db, month: Month): Promise<readonly (readonly Stretch[])[]> {
  await countAllBookings(db);
  const { rows } = await sql<{ mandate: string; day: string; next: string; calls: bigint }>`
    select mandate_id as mandate, day, (day + 1)::date as next, calls from billing_day
    where day >= ${`${month.name}-01`}::date and day < (${`${month.name}-01`}::date + interval '1 month')::date
    order by mandate_id, day`.execute(db);
  const pieces: Stretch[][] = [[]];
  let calls = 0n;
  for (const row of rows) {
    if (calls + row.calls > CALLS_AT_ONCE && calls > 0n) {
      pieces.push([]);
      calls = 0n;
    }
    calls += row.calls;
    const piece = must(pieces.at(-1), 'a piece');
    const last = piece.at(-1);
    // Days without calls in between cost nothing to read.
    if (last?.mandate === row.mandate) piece[piece.length - 1] = { ...last, toDay: row.next };
    else piece.push({ mandate: row.mandate, fromDay: row.day, toDay: row.next });
  }
  return pieces.filter((piece) => piece.length > 0);
}

const CALLS_AT_ONCE = 200_000n;
