import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runEmbeddedProgram, temporaryDataDir } from '#test/support/embedded.ts';
import { startEmbedded } from './embedded-server.ts';
import { findPostmaster, stopLeftOver } from './postmaster.ts';
import { isRunning } from './process-identity.ts';
import { findPrograms } from './programs.ts';
import { canReach } from './server-account.ts';

const isRoot = process.getuid?.() === 0;
const userNamespaces = isRoot && canReach({ kind: 'user_namespace' }, '/');
const NOBODY = { kind: 'other_user', name: 'nobody', uid: 65534, gid: 65534 } as const;
const canRunAsNobody =
  isRoot && canReach(NOBODY, process.execPath) && canReach(NOBODY, findPrograms().postgres);

describe.skipIf(!isRoot)('as root', () => {
  test.skipIf(!userNamespaces)(
    'in a user namespace: below a private directory, all files stay ours',
    async () => {
      const dataDir = join(temporaryDataDir(), 'private', 'data');
      const server = await startEmbedded({ dataDir, account: 'user_namespace' });
      try {
        expect(await currentUser(server.ownerUrl)).toBe('rappen');
        expect(statSync(join(dataDir, 'postgres', 'PG_VERSION')).uid).toBe(0);
        expect(userOf(server.pid)).toBe(0);
      } finally {
        await server.stop();
      }
      expect(isRunning(server.pid)).toBe(false);
    },
  );

  test('as another account that can reach the directory: data stay in it and belong to the account', async () => {
    const dataDir = temporaryDataDir();
    const first = await startEmbedded({ dataDir, account: 'other_user' });
    expect(await currentUser(first.ownerUrl)).toBe('rappen');
    const owner = statSync(join(dataDir, 'postgres', 'PG_VERSION')).uid;
    expect(owner).toBeGreaterThan(0);
    expect(userOf(first.pid)).toBe(owner);
    expect(statSync(join(dataDir, 'owner-password')).mode & 0o777).toBe(0o600);
    await first.stop();

    // Later, nothing is forced: the files decide.
    const second = await startEmbedded({ dataDir });
    expect(userOf(second.pid)).toBe(owner);
    await second.stop();
  });

  test('as another account below a directory that it may not enter: data and programs go outside', async () => {
    const root = temporaryDataDir();
    const closed = join(root, 'closed');
    const outsideDirectory = join(root, 'outside');
    mkdirSync(closed, { mode: 0o700 });
    mkdirSync(outsideDirectory, { mode: 0o755 });
    chmodSync(root, 0o755);
    const dataDir = join(closed, 'data');
    const options = { dataDir, account: 'other_user', outsideDirectory } as const;
    const first = await runEmbeddedProgram(options);
    if ('problem' in first.answer) throw new Error(first.answer.problem);
    const { postgresPid } = first.answer;
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    await insertOne(first.answer.ownerUrl);
    first.process.kill('SIGKILL');

    // The left-over server is found there too, and without being told the account again.
    await expect.poll(() => first.process.signalCode).toBe('SIGKILL');
    const second = await startEmbedded({ dataDir, outsideDirectory });
    onTestFinished(() => second.stop());
    expect(second.pid).toBe(postgresPid);
    await insertOne(second.ownerUrl);
  });

  test.skipIf(!userNamespaces)('data made in a user namespace go on under another account', async () => {
    const dataDir = temporaryDataDir();
    const first = await startEmbedded({ dataDir, account: 'user_namespace' });
    await insertOne(first.ownerUrl);
    await first.stop();
    const second = await startEmbedded({ dataDir, account: 'other_user' });
    onTestFinished(() => second.stop());
    expect(userOf(second.pid)).toBeGreaterThan(0);
    await insertOne(second.ownerUrl);
  });

  test.skipIf(!canRunAsNobody)('a normal user runs its own, and cannot use a directory of root', async () => {
    const dataDir = temporaryDataDir();
    const refused = await runEmbeddedProgram({ dataDir }, NOBODY);
    expect(refused.answer).toMatchObject({
      problem: `the data directory ${dataDir} may not be written by this user`,
    });

    const parent = temporaryDataDir();
    chmodSync(parent, 0o777);
    const own = join(parent, 'data');
    const program = await runEmbeddedProgram({ dataDir: own }, NOBODY);
    if ('problem' in program.answer) throw new Error(program.answer.problem);
    onTestFinished(() => stopLeftOver(join(own, 'postgres')));
    expect(findPostmaster(join(own, 'postgres'))?.pid).toBe(program.answer.postgresPid);
    expect(userOf(program.answer.postgresPid)).toBe(NOBODY.uid);

    await expect(startEmbedded({ dataDir: own })).rejects.toThrow(/belongs to user id 65534, not to 0/);
  });
});

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

async function currentUser(url: string): Promise<string | undefined> {
  return (await query<{ name: string }>(url, 'select current_user as name'))[0]?.name;
}

async function insertOne(url: string): Promise<void> {
  await query(url, 'create table if not exists kept (value int); insert into kept values (1)');
}

/** The user id of a process as the machine sees it. */
function userOf(pid: number): number {
  return Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
