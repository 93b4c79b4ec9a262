import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { type Db, openDatabase } from './database.ts';
import { transaction } from './transaction.ts';

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

test('a connection that the server ended: one refusal of the known kind, then it works again', async () => {
  const { db } = database.openApp(1);
  const pid = await backendPid(db);
  const terminated = sql`select pg_terminate_backend(${pid}), pg_sleep(1)`.execute(db);
  await expect(terminated).rejects.toMatchObject({ code: 'database_unavailable' });
  expect(await backendPid(db)).not.toBe(pid);
});

test('a broken connection inside a transaction rolls back and is not given out again', async () => {
  const { db } = database.openApp(1);
  const { db: other } = database.openOwner(1);
  const work = transaction(db, async (tx) => {
    const pid = await backendPid(tx);
    await sql`select pg_terminate_backend(${pid})`.execute(other);
    await sql`select 1`.execute(tx);
  });
  await expect(work).rejects.toMatchObject({ code: 'database_unavailable' });
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});

test('an error rolls the whole transaction back and comes through unchanged', async () => {
  const { db } = database.openOwner();
  await sql`create table kept (value int)`.execute(db);
  const failure = new AppError('insufficient_balance');
  const work = transaction(db, async (tx) => {
    await sql`insert into kept values (1)`.execute(tx);
    throw failure;
  });
  await expect(work).rejects.toBe(failure);
  expect((await sql`select * from kept`.execute(db)).rows).toEqual([]);
});

test('a lock that is not freed, a statement that takes too long, and a pool without a free connection: unavailable', async () => {
  const timeouts = { lockTimeoutMs: 100, statementTimeoutMs: 300, connectionTimeoutMs: 100 };
  const options = { poolSize: 1, applicationName: 'test', timeouts };
  const { db, close } = openDatabase(database.ownerUrl, options);
  const { db: holder } = database.openOwner();
  await sql`create table locked (value int)`.execute(holder);
  await transaction(holder, async (tx) => {
    await sql`lock table locked`.execute(tx);
    await expect(sql`select * from locked`.execute(db)).rejects.toMatchObject(UNAVAILABLE);
  });
  await expect(sql`select pg_sleep(2)`.execute(db)).rejects.toMatchObject(UNAVAILABLE);
  await transaction(db, async () => {
    await expect(sql`select 1`.execute(db)).rejects.toMatchObject(UNAVAILABLE);
  });
  await close();
});

test('no server at all: unavailable', async () => {
  const url = 'postgresql://rappen:x@127.0.0.1:1/rappen';
  const { db, close } = openDatabase(url, { poolSize: 1, applicationName: 'test' });
  await expect(sql`select 1`.execute(db)).rejects.toMatchObject(UNAVAILABLE);
  await close();
});

const UNAVAILABLE = { code: 'database_unavailable' };

async function backendPid(db: Db): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  return must(rows[0], 'a row').pid;
}
