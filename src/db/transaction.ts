import type { Db, Tx } from './database.ts';
import { databaseError } from './database-error.ts';

/**
 * Runs the work in one transaction (READ COMMITTED): an error rolls all of it back and is thrown on. If the
 * connection breaks at the commit, the error is `database_unavailable` and the outcome is not known.
 */
export async function transaction<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  try {
    return await db.transaction().execute(work);
  } catch (error) {
    throw databaseError(error);
  }
}
