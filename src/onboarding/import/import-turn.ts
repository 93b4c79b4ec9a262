import { sql } from 'kysely';
import type pg from 'pg';
import type { Tx } from '#db/database.ts';
import { AppError } from '#kernel/error.ts';

/** Any number will do that nobody else takes. */
const IMPORT_LOCK = 7_277_540;

/** One import at a time, until the connection ends. Throws `conflict`. */
export async function takeTurn(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ is_ours: boolean }>(
    `select pg_try_advisory_lock(${IMPORT_LOCK}) as is_ours`,
  );
  if (!rows[0]?.is_ours) throw new AppError('conflict', {}, 'Another import is running.');
  await client.query("set statement_timeout = 0; set lock_timeout = '60s'; set work_mem = '64MB'");
}

/** Gives the connection back, without its lock and its settings. */
export async function endTurn(client: pg.PoolClient): Promise<void> {
  // A connection that is lost has no lock any more.
  await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
  client.release(true);
}

/** False while an import runs: it has planned by what this transaction would change. */
export async function takeTurnInTransaction(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ is_ours: boolean }>`
    select pg_try_advisory_xact_lock(${IMPORT_LOCK}::int8) as is_ours`.execute(tx);
  return rows[0]?.is_ours ?? false;
}
