import type pg from 'pg';

/** Any number will do, as long as every version of Rappen takes the same. */
const PROOF_LOCK = 7_277_538;
const A_DAY_MS = 86_400_000;

/**
 * One recount at a time, in all processes: a second one waits. The lock belongs to a connection, so it ends with the
 * process, however that ends.
 */
export async function oneAtATime<Result>(pool: pg.Pool, work: () => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0; set lock_timeout = 0');
    const patiently = { text: 'select pg_advisory_lock($1)', values: [PROOF_LOCK], query_timeout: A_DAY_MS };
    await client.query(patiently);
    return await work();
  } finally {
    // Closed, and with it the lock and the settings.
    client.release(true);
  }
}
