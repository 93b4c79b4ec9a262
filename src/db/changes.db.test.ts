import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { sql } from 'kysely';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '#kernel/log.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { type Changes, listenForChanges } from './changes.ts';

const database = await createTestDatabase();
const { db } = database.openOwner();

async function listen(url = database.appUrl): Promise<{ changes: Changes; heard: (string | undefined)[] }> {
  const changes = listenForChanges(url, silentLog);
  onTestFinished(() => changes.close());
  const heard: (string | undefined)[] = [];
  changes.onChange((payload) => heard.push(payload));
  await expect.poll(() => changes.connected).toBe(true);
  return { changes, heard };
}

const notify = (payload: string) => sql`select pg_notify('rappen_changed', ${payload})`.execute(db);

test('a notification arrives within moments, when its transaction commits and not before', async () => {
  const { heard } = await listen();
  heard.length = 0;
  await db.transaction().execute(async (tx) => {
    await sql`select pg_notify('rappen_changed', 'api_key')`.execute(tx);
    expect(heard).toEqual([]);
  });
  await expect.poll(() => heard, { timeout: 500, interval: 5 }).toEqual(['api_key']);
});

test('who unsubscribes hears no more', async () => {
  const { changes } = await listen();
  const heard: unknown[] = [];
  const unsubscribe = changes.onChange((payload) => heard.push(payload));
  await notify('one');
  await expect.poll(() => heard).toEqual(['one']);
  unsubscribe();
  await notify('two');
  expect(heard).toEqual(['one']);
});

test('a lost connection shows at once, is made again, and everything counts as changed', async () => {
  const { changes, heard } = await listen();
  heard.length = 0;
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
             where application_name = 'rappen changes' and datname = current_database()`.execute(db);
  await expect.poll(() => heard, { timeout: 5_000, interval: 10 }).toEqual([undefined]);
  expect(changes.connected).toBe(true);
  await notify('after');
  await expect.poll(() => heard).toEqual([undefined, 'after']);
});

test('a way to the server that was cut silently shows within a good second', async () => {
  const proxy = await silentProxy(database.appUrl);
  const { changes } = await listen(proxy.url);
  proxy.cut();
  await expect.poll(() => changes.connected, { timeout: 2_500, interval: 20 }).toBe(false);
});

test('without a server it is not connected, and close ends it', async () => {
  const url = new URL(database.appUrl);
  url.password = 'wrong';
  const changes = listenForChanges(url.href, silentLog);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(changes.connected).toBe(false);
  await changes.close();
});

/** Passes bytes between a client and the server, until it is cut: then it takes them and says nothing. */
async function silentProxy(url: string): Promise<{ url: string; cut: () => void }> {
  const { host, port } = new pg.Client({ connectionString: url });
  let open = true;
  const proxy = createServer((near) => {
    const far = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    near.on('data', (bytes) => open && far.write(bytes));
    far.on('data', (bytes) => open && near.write(bytes));
    near.on('error', () => undefined).on('close', () => far.destroy());
    far.on('error', () => undefined).on('close', () => near.destroy());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => {
    proxy.close();
  });
  const address = proxy.address();
  const through = new URL(url);
  through.search = '';
  through.hostname = '127.0.0.1';
  through.port = String(typeof address === 'object' ? address?.port : '');
  return {
    url: through.href,
    cut: () => {
      open = false;
    },
  };
}
