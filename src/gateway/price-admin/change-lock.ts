import { sql } from 'kysely';
import type { Tx } from '#db/database.ts';

/** One change of prices or rates at a time, over all processes: what its preview showed is still so when it is written. */
export async function lockPrices(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7265704)`.execute(tx);
}
