import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { backupDirectory, contentOf, restoreInto, takeBackup } from '#test/support/backup-desk.ts';
import { runRappen } from '#test/support/rappen-process.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import { createSpender } from '#test/support/test-ledger.ts';

// Commands are processes: on a busy machine they take seconds.
vi.setConfig({ testTimeout: 120_000 });

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const directory = backupDirectory();

describe('processes that are killed', () => {
  test('a restore leaves a database without data, into which the next one goes', async () => {
    const [source, database] = [await createTestDatabase(), await createTestDatabase()];
    await createSpender(source.openApp(), { balance: 10n ** 12n });
    const file = join(directory, 'today.backup');
    await takeBackup(source, file);
    const before = await contentOf(database.ownerUrl);
    const lock = await holdTable(database, 'share');
    const child = startRappen(database, ['restore', file]);
    // All rows of ours are loaded by then, and not committed.
    await lock.isWaitedFor('rappen restore');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await lock.release('rappen restore');
    expect(await contentOf(database.ownerUrl)).toEqual(before);
    await restoreInto(database, file);
    expect(await contentOf(database.ownerUrl)).toEqual(await contentOf(source.ownerUrl));
  });

  test('a backup leaves no file of its name; Ctrl-C leaves none at all', async () => {
    const database = await createTestDatabase();
    const file = join(directory, 'killed.backup');
    const lock = await holdTable(database, 'access exclusive');
    const killed = startRappen(database, ['backup', file]);
    await lock.isWaitedFor('rappen backup');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, true]);
    await rm(`${file}.part`);
    await lock.release('rappen backup');

    const again = await holdTable(database, 'access exclusive');
    const broken = startRappen(database, ['backup', file]);
    await again.isWaitedFor('rappen backup');
    const from = performance.now();
    broken.kill('SIGINT');
    expect(await once(broken, 'exit')).toEqual([1, null]);
    expect(performance.now() - from, 'it does not wait for the lock').toBeLessThan(15_000);
    await again.release('rappen backup');
    expect((await readdir(directory)).filter((name) => name.startsWith('killed'))).toEqual([]);
  });
});

describe('what goes wrong on the machine', () => {
  test('a full disk: the file is named, and nothing is left of it', async () => {
    const database = await createTestDatabase();
    const file = join(directory, 'full.backup');
    const full = startRappen(database, ['backup', file], { fileBytes: 4_096 });
    expect(await ended(full)).toEqual({
      code: 1,
      stderr: expect.stringMatching(/full\.backup could not be written, and nothing is left of it: E/),
    });
    expect((await readdir(directory)).filter((name) => name.startsWith('full'))).toEqual([]);
  });

  test('Ctrl-C while a restore is recounted: the data are there, and what is missing is said', async () => {
    const [source, target] = [await createTestDatabase(), await createTestDatabase('empty')];
    const file = join(directory, 'recounted.backup');
    await takeBackup(source, file);
    const other = new pg.Client({ connectionString: target.ownerUrl });
    await other.connect();
    onTestFinished(() => other.end());
    // That of a recount that runs; the next one waits.
    await other.query('select pg_advisory_lock(7277538)');
    const child = startRappen(target, ['restore', file]);
    const waiting = `select from pg_stat_activity
      where datname = current_database() and application_name like 'rappen restore _%' and wait_event = 'advisory'`;
    await expect.poll(async () => (await other.query(waiting)).rowCount, { timeout: 60_000 }).toBe(1);
    child.kill('SIGINT');
    expect(await ended(child)).toEqual({
      code: 1,
      stderr: 'rappen: the backup is restored, and was not recounted: run "rappen verify"\n',
    });
    expect(await contentOf(target.ownerUrl)).toMatchObject({
      ...(await contentOf(source.ownerUrl)),
      proof: [],
    });
  });

  test('a wrong data directory is told of, and stays as it is', async () => {
    const nowhere = join(directory, 'nowhere');
    for (const args of [
      ['migrate', '--status'],
      ['backup', join(directory, 'none.backup')],
    ]) {
      const { exitCode, stderr } = await runRappen({ DATA_DIR: nowhere }, ...args);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr: `rappen: there is no database in ${nowhere}: set DATA_DIR or DATABASE_URL to where it is\n`,
      });
    }
    expect(existsSync(nowhere)).toBe(false);
  });
});

/** Locks the last table of a backup, so that whoever comes to it waits there. */
async function holdTable(database: TestDatabase, mode: 'share' | 'access exclusive') {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  // Within a transaction the activity is always what it was at the first look.
  const { pool } = database.openOwner(1);
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(`begin; lock table pgboss.job_dependency in ${mode} mode`);
  const waiting = async (name: string) => {
    const sql = `select wait_event_type as type from pg_stat_activity
                  where datname = current_database() and application_name = $1`;
    return (await pool.query(sql, [name])).rows;
  };
  return {
    isWaitedFor: (name: string) =>
      expect.poll(() => waiting(name), { timeout: 60_000 }).toEqual([{ type: 'Lock' }]),
    /** Until the server knows that the other one is gone. */
    release: async (name: string) => {
      await client.query('commit');
      await expect.poll(() => waiting(name), { timeout: 60_000 }).toEqual([]);
    },
  };
}

/** `fileBytes`: of the largest file that it may write, as on a disk that is full then. */
function startRappen(
  { ownerUrl, appUrl }: TestDatabase,
  args: readonly string[],
  { fileBytes }: { readonly fileBytes?: number } = {},
): ChildProcess {
  const env = { PATH: process.env.PATH, DATABASE_URL: ownerUrl, DATABASE_APP_URL: appUrl };
  const limit = fileBytes === undefined ? '' : `ulimit -f ${fileBytes / 512}; `;
  const command = [process.execPath, CLI, ...args];
  const child = spawn('sh', ['-c', `${limit}exec "$@"`, 'sh', ...command], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

async function ended(child: ChildProcess): Promise<{ code: unknown; stderr: string }> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}
