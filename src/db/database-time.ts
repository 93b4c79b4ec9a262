import { sql } from 'kysely';
import { must } from '#kernel/assert.ts';
import type { Db } from './database.ts';

/** The database's clock, which all processes share. */
export async function databaseTime(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return must(rows[0], 'the time').now;
}
