import type pg from 'pg';
import { AppError } from '#kernel/error.ts';

/** Any number will do that nobody else takes. */
export const IMPORT_LOCK = 7_277_540;

/** One import or undo at a time, until the connection ends. Throws `conflict`. */
export async function takeTurn(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ is_ours: boolean }>(
    `select pg_try_advisory_lock(${IMPORT_LOCK}) as is_ours`,
  );
  if (!rows[0]?.is_ours) throw new AppError('conflict', {}, 'Another import is running.');
  await client.query(SETTINGS);
}

/** A process that is killed in the middle of a long statement does not hold the lock until its end. */
const SETTINGS = `
  set statement_timeout = 0; set lock_timeout = '60s'; set work_mem = '64MB'; set client_connection_check_interval = '1s'`;

/**
 * Does work on the connection of the turn. Once it is to stop, the statement that runs there is given up and the error says that
 * nothing was written.
 */
export async function untilStopped<Result>(
  pool: pg.Pool,
  client: pg.PoolClient,
  stop: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  // Where no statement runs just now, the work looks at the signal itself before the next.
  let cancelling: Promise<unknown> | undefined;
  const cancel = () => {
    cancelling = pool.query('select pg_cancel_backend($1)', [rows[0]?.pid]).catch(() => undefined);
  };
  stop?.addEventListener('abort', cancel);
  try {
    return await work();
  } catch (error) {
    refuseIfStopped(stop);
    throw error;
  } finally {
    stop?.removeEventListener('abort', cancel);
    // Late, it would hit the next statement.
    await cancelling;
  }
}

/** Throws `conflict`. Only where nothing was written yet. */
export function refuseIfStopped(stop: AbortSignal | undefined): void {
  if (stop?.aborted) throw new AppError('conflict', {}, 'The import was stopped. Nothing was written.');
}

/** Gives the connection back, without its lock and its settings. */
export async function endTurn(client: pg.PoolClient): Promise<void> {
  // A connection that is lost has no lock any more.
  await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
  client.release(true);
}
