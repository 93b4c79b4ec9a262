import { sql } from 'kysely';
import type { Tx } from './database.ts';

/**
 * Runs a part of a transaction that may fail by itself: then it alone is undone, and its error is thrown on. The transaction
 * goes on. Parts do not overlap.
 */
export async function withinSavepoint<Result>(tx: Tx, part: () => Promise<Result>): Promise<Result> {
  await sql`savepoint part`.execute(tx);
  try {
    const result = await part();
    await sql`release savepoint part`.execute(tx);
    return result;
  } catch (error) {
    // Where the connection is gone, this throws in the place of what the part has met.
    await sql`rollback to savepoint part`.execute(tx);
    throw error;
  }
}
