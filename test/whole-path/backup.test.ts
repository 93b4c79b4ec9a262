import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { MIGRATIONS_DIRECTORY, readMigrations } from '#db/migration-files.ts';
import {
  backupDirectory,
  contentOf,
  isBare,
  restoreInto,
  schemaOf,
  takeBackup,
} from '#test/support/backup-desk.ts';
import { rappenOn } from '#test/support/rappen-process.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import {
  charge,
  createSpender,
  differencesOf,
  holdRequest,
  openTestLedger,
  type TestSpender,
} from '#test/support/test-ledger.ts';

// Commands are processes: on a busy machine they take seconds.
vi.setConfig({ testTimeout: 120_000 });

/** Made by the product at these levels: test/support/releases/README.md. */
const [OLD_RELEASE, LAST_RELEASE] = ['up-to-0026', 'up-to-0032'].map((name) =>
  fileURLToPath(new URL(`../support/releases/${name}.backup`, import.meta.url)),
) as [string, string];
const directory = backupDirectory();

describe('the last release', () => {
  test('its data come to the tables of today, are what they were, and add up; a second copy is equal row for row', async () => {
    const [first, second, fresh] = [
      await createTestDatabase('empty'),
      await createTestDatabase('empty'),
      await createTestDatabase(),
    ];
    const later = (await readMigrations(MIGRATIONS_DIRECTORY)).filter(({ version }) => version > 32);
    const restored = await rappenOn(first).ask('restore', LAST_RELEASE);
    expect(restored, restored.stderr).toMatchObject({
      exitCode: 0,
      json: { ok: true, transactions: 249, applied: later.map(({ name }) => name), differences: [] },
    });
    expect(await schemaOf(first.ownerUrl)).toEqual(await schemaOf(fresh.ownerUrl));

    const file = join(directory, 'second.backup');
    const written = await rappenOn(first).run('backup', file);
    expect(written).toMatchObject({ exitCode: 0, stderr: '' });
    expect(written.stdout).toContain('session secret');
    expect((await rappenOn(second).ask('restore', file)).exitCode).toBe(0);
    const [before, after] = [await contentOf(first.ownerUrl), await contentOf(second.ownerUrl)];
    // The recount after each restore is kept.
    expect([before.proof?.length, after.proof?.length]).toEqual([1, 2]);
    expect({ ...after, proof: [] }).toEqual({ ...before, proof: [] });
    expect([after.import_mandate?.length, after.billing_history_daily?.length]).toEqual([4, 3]);
    expect(await queueOf(second)).toEqual(await queueOf(first));
    expect(await queueOf(second)).toEqual([{ name: 'mail', state: 'created', policy: 'standard' }]);
  });

  test('an owner who is nothing but that can restore the one before it, which comes to the same tables', async () => {
    const [database, fresh] = [await createTestDatabase('empty'), await createTestDatabase()];
    const name = `rappen_test_owner_${process.pid}`;
    const admin = database.openOwner();
    await admin.pool.query(`create role ${name} login password 'secret'`);
    await admin.pool.query(`alter database ${database.name} owner to ${name}`);
    const url = new URL(database.ownerUrl);
    url.username = name;
    url.password = 'secret';
    await restoreInto({ ownerUrl: url.href, appUrl: database.appUrl }, OLD_RELEASE);
    expect((await contentOf(database.ownerUrl)).billing_transaction).toHaveLength(247);
    expect(await differencesOf(database)).toEqual([]);
    expect(await schemaOf(database.ownerUrl)).toEqual(await schemaOf(fresh.ownerUrl));
    await database.drop();
    const other = await createTestDatabase('empty');
    await other.openOwner().pool.query(`drop role ${name}`);
  });
});

describe('beside the running ledger', () => {
  test('a backup is of one instant: it adds up, and has no booking that is not in the ledger', async () => {
    const [source, target] = [await createTestDatabase(), await createTestDatabase('empty')];
    const ledger = openTestLedger(source);
    const spenders = await Promise.all(
      [1, 2, 3, 4].map(() => createSpender(source.openApp(), { balance: 10n ** 12n, userLimit: 10n ** 12n })),
    );
    const load = startLoad(ledger, spenders);
    await load.booked(200);
    const file = join(directory, 'loaded.backup');
    const before = load.count();
    await takeBackup(source, file);
    await load.booked(load.count() + 100);
    await load.stop();
    await ledger.close();
    await restoreInto(target, file);
    expect(await differencesOf(target)).toEqual([]);
    const [all, kept] = [await bookingsOf(source), await bookingsOf(target)];
    const there = new Set(all);
    expect(kept.filter((booking) => !there.has(booking))).toEqual([]);
    expect(kept.length).toBeGreaterThanOrEqual(before);
    expect(kept.length).toBeLessThan(all.length);
  });

  test('jobs of an older queue come over; of a newer one they are refused', async () => {
    const [source, target] = [await createTestDatabase(), await createTestDatabase('empty')];
    const { pool } = source.openOwner();
    await pool.query(`
      select pgboss.create_queue('odd', '{"policy": "standard"}');
      insert into pgboss.job (name, data, policy) values ('odd', '{"text": "\\\\n"}', 'standard')`);
    await pool.query(`
      alter table pgboss.job add column gone text default 'x';
      alter table pgboss.queue drop column maintain_on;
      update pgboss.version set version = 45, cron_on = '2026-11-01T00:00:00Z'`);
    const older = join(directory, 'older-queue.backup');
    await takeBackup(source, older);
    await restoreInto(target, older);
    const there = target.openOwner().pool;
    expect((await there.query('select name, data from pgboss.job')).rows).toEqual([
      { name: 'odd', data: { text: '\\n' } },
    ]);
    const { rows } = await there.query('select version, cron_on from pgboss.version');
    expect(rows).toEqual([{ version: 46, cron_on: new Date('2026-11-01T00:00:00Z') }]);

    await pool.query('update pgboss.version set version = 47');
    const newer = join(directory, 'newer-queue.backup');
    await takeBackup(source, newer);
    const bare = await createTestDatabase('empty');
    await expect(restoreInto(bare, newer)).rejects.toThrow(/newer than this program \(its job queue/);
    expect(await isBare(bare.ownerUrl)).toBe(true);
  });
});

describe('rappen migrate', () => {
  test('two at once migrate once, and --status tells before and after without writing', async () => {
    const database = await createTestDatabase('empty');
    const { ask, run } = rappenOn(database);
    const all = (await readMigrations(MIGRATIONS_DIRECTORY)).map(({ name }) => name);
    const before = await ask('migrate', '--status');
    expect(before).toMatchObject({ exitCode: 1, stderr: '', json: { upToDate: false } });
    expect(before.json?.migrations).toEqual(all.map((name) => ({ name, state: 'pending' })));
    expect(await isBare(database.ownerUrl)).toBe(true);

    const runs = await Promise.all([ask('migrate'), ask('migrate')]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const applied = runs.map(({ json }) => json?.applied as string[]);
    expect(applied.toSorted((a, b) => b.length - a.length)).toEqual([all, []]);

    const after = await run('migrate', '--status');
    expect(after).toMatchObject({ exitCode: 0, stderr: '' });
    expect(after.stdout).toMatch(/^upToDate +true\n/);
  });

  test('a database that is newer, or another one, is told of and refused', async () => {
    const database = await createTestDatabase();
    const { ask } = rappenOn(database);
    await database.openOwner().pool.query(`
      insert into rappen_migration (version, name, checksum) values (9999, '9999_later.sql', 'x');
      update rappen_migration set checksum = 'y' where version = 7;
      delete from rappen_migration where version = 9`);
    const status = await ask('migrate', '--status');
    expect(status.exitCode).toBe(1);
    const all = (status.json?.migrations ?? []) as { name: string; state: string }[];
    expect(all.filter(({ state }) => state !== 'landed')).toEqual([
      { name: '0007_sign_in.sql', state: 'changed' },
      { name: '0009_transaction_indexes.sql', state: 'late' },
      { name: '9999_later.sql', state: 'newer' },
    ]);
    await database.openOwner().pool.query('delete from rappen_migration where version < 9999');
    const refused = await ask('migrate');
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.stderr).toMatch(
      /^rappen: the database has migration 9999_later\.sql, .*database is newer/,
    );
    expect((await ask('migrate', '--status=yes')).exitCode).toBe(2);
  });
});

/** Holds and captures without end, one after the other for each spender. */
function startLoad(ledger: ReturnType<typeof openTestLedger>, spenders: readonly TestSpender[]) {
  let isStopped = false;
  let booked = 0;
  const running = spenders.map(async (spender) => {
    while (!isStopped) {
      const request = holdRequest(spender, 2_000n);
      await ledger.authorize(request);
      const { mandateId, holdId } = request;
      await ledger.capture({ mandateId, holdId, charge: charge(1_234n) });
      booked++;
    }
  });
  return {
    count: () => booked,
    booked: async (count: number) => expect.poll(() => booked, { timeout: 60_000 }).toBeGreaterThan(count),
    stop: async () => {
      isStopped = true;
      await Promise.all(running);
    },
  };
}

async function bookingsOf(database: TestDatabase): Promise<string[]> {
  return (await contentOf(database.ownerUrl)).billing_transaction ?? [];
}

async function queueOf(database: TestDatabase): Promise<unknown[]> {
  return (await database.openOwner().pool.query('select name, state, policy from pgboss.job')).rows;
}
