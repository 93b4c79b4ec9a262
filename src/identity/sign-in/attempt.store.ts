import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { signInTables } from './sign-in.tables.ts';

/**
 * Counts one more attempt in the key's window, which begins with its first attempt and has a fixed end. One statement:
 * attempts at once, on any process, each count. The clock is the database's.
 */
export async function countAttempt(
  db: Db,
  key: string,
  windowSeconds: number,
): Promise<{ count: number; endsInSeconds: number }> {
  const { rows } = await sql<{ count: number; ends_in_seconds: number }>`
    insert into sign_in_attempt as a (key, count, ends_at)
    values (${hashOf(key)}, 1, now() + make_interval(secs => ${windowSeconds}))
    on conflict (key) do update set
      count = case when a.ends_at <= now() then 1 else least(a.count + 1, 1000000) end,
      ends_at = case when a.ends_at <= now() then excluded.ends_at else a.ends_at end
    returning count, ceil(extract(epoch from ends_at - now()))::int as ends_in_seconds`.execute(db);
  const row = must(rows[0], 'the counted attempt');
  return { count: row.count, endsInSeconds: row.ends_in_seconds };
}

export async function forgetAttempts(db: Db, keys: readonly string[]): Promise<void> {
  await signInTables(db).deleteFrom('sign_in_attempt').where('key', 'in', keys.map(hashOf)).execute();
}

/** Of one length, and no list of addresses for whoever reads the table. */
function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
