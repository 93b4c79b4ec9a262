import { type MandateId, uuidOf } from '#kernel/id.ts';
import type { TestDatabase } from './test-database.ts';

/** Every row of every table that belongs to the mandate, and its members: to see that nothing has changed. */
export async function mandateSnapshot(
  database: TestDatabase,
  mandateId: MandateId,
): Promise<Record<string, readonly string[]>> {
  const { pool } = database.openOwner(1);
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'mandate_id' order by 1`,
  );
  const snapshot: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `select t::text as row from ${name} t where mandate_id = $1 order by 1`,
      [uuidOf(mandateId)],
    );
    snapshot[name] = rows.map(({ row }) => row);
  }
  return snapshot;
}
