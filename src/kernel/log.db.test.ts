import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { loggedError } from './log.ts';

const database = await createTestDatabase();

test('the row that PostgreSQL refused is not logged', async () => {
  const { pool } = database.openOwner();
  await pool.query("create table vault (id int primary key, secret text check (secret <> 'Leckerli'))");
  const refused = await pool
    .query("insert into vault values (1, 'Leckerli')")
    .catch((error: unknown) => error);
  expect(refused).toMatchObject({ detail: expect.stringContaining('Leckerli') });
  const logged = loggedError(must(refused instanceof Error ? refused : undefined, 'the error'));
  expect(logged).toMatchObject({ code: '23514', constraint: expect.any(String), stack: expect.any(String) });
  expect(JSON.stringify(logged)).not.toContain('Leckerli');
});
