import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createTestDatabase } from '#test/support/database.ts';

const database = await createTestDatabase();

test('int8 is a bigint, numeric text, a day text, a timestamp a Date', async () => {
  const { db } = database.openApp();
  const { rows } = await sql`
    select 9223372036854775807::int8 as big, '{1,null,-2}'::int8[] as bigs, 1.50::numeric as exact,
           date '2026-02-28' as day, timestamptz '2026-02-28 23:00:00+00' as instant`.execute(db);
  expect(rows[0]).toEqual({
    big: 9223372036854775807n,
    bigs: [1n, null, -2n],
    exact: '1.50',
    day: '2026-02-28',
    instant: new Date('2026-02-28T23:00:00Z'),
  });
});
