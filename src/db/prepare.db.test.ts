import pg from 'pg';
import { expect, test } from 'vitest';
import { startTestServer } from '#test/support/embedded.ts';
import { prepareDatabase } from './prepare.ts';

test('an owner that is no superuser: all migrations, the role, and a changed password', async () => {
  const { server } = await startTestServer({ settings: { fsync: 'off' } });
  const admin = server.ownerUrl;
  await run(admin, `create role one login createrole password 'first'`);
  await run(admin, 'create database one owner one');
  const first = await prepareDatabase(urlFor(admin, 'one', 'first'));
  expect(first.applied.length).toBeGreaterThan(0);
  expect(await run(first.appUrl, 'select current_user as name, current_database() as base')).toEqual([
    { name: 'rappen_app', base: 'one' },
  ]);

  await run(admin, `alter role one password 'second: /?#@'`);
  const second = await prepareDatabase(urlFor(admin, 'one', 'second: /?#@'));
  expect(second.applied).toEqual([]);
  await expect(run(first.appUrl, 'select 1')).rejects.toThrow(/password authentication failed/);
  expect(await run(second.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);

  // Another owner's database on this server must not take the role away from the first.
  await run(admin, `create role two login createrole password 'two'`);
  await run(admin, 'create database two owner two');
  await expect(prepareDatabase(urlFor(admin, 'two', 'two'))).rejects.toThrow(
    /^the role rappen_app exists with another password, and another database uses it: .*DATABASE_APP_URL/,
  );
  expect(await run(second.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);

  // What the message asks for helps.
  await run(admin, `create role helper login in role rappen_app password 'helper'`);
  const appUrl = urlOf(urlFor(admin, 'helper', 'helper'), 'two');
  expect(await prepareDatabase(urlFor(admin, 'two', 'two'), { appUrl })).toMatchObject({ appUrl });
});

function urlFor(admin: string, user: string, password: string): string {
  const url = new URL(urlOf(admin, user));
  url.username = user;
  url.password = encodeURIComponent(password);
  return url.href;
}

function urlOf(admin: string, database: string): string {
  const url = new URL(admin);
  url.pathname = `/${database}`;
  return url.href;
}

async function run(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
