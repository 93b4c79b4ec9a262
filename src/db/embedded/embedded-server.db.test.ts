import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import { openDatabase } from '#db/database.ts';
import {
  initialisedDataDir,
  runEmbeddedProgram,
  startTestServer,
  temporaryDataDir,
} from '#test/support/embedded.ts';
import { attachOrStart, startEmbedded } from './embedded-server.ts';
import { isRunning } from './process-identity.ts';

test('a new server is durable, private, has checksums and sorts by code point', async () => {
  const { server, dataDir } = await startTestServer({ dataDir: temporaryDataDir() });
  const [row] = await query(
    server.ownerUrl,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync,
            current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses,
            getdatabaseencoding() as encoding, 'Z' < 'a' as by_code_point`,
  );
  expect(row).toEqual({
    fsync: 'on',
    sync: 'on',
    checksums: 'on',
    addresses: '',
    encoding: 'UTF8',
    by_code_point: true,
  });
  expect(mode(join(dataDir, 'owner-password'))).toBe(0o600);
  expect(mode(join(dataDir, 'socket'))).toBe(0o700);
  expect(mode(join(dataDir, 'postgres'))).toBe(0o700);
});

test('a wrong password gets nowhere, not even on the socket', async () => {
  const { server } = await startTestServer();
  const forged = server.ownerUrl.replace(/:[^:@]+@/, ':guess@');
  await expect(query(forged, 'select 1')).rejects.toThrow(/password authentication failed/);
});

test('a restart keeps data and password', async () => {
  const dataDir = await initialisedDataDir();
  const first = await startEmbedded({ dataDir });
  await query(first.ownerUrl, 'create table kept as select 7 as value');
  await first.stop();
  expect(isRunning(first.pid)).toBe(false);
  const { server: second } = await startTestServer({ dataDir });
  expect(second.ownerUrl).toBe(first.ownerUrl);
  expect(await query(second.ownerUrl, 'select value from kept')).toEqual([{ value: 7 }]);
});

test('a copy of the data directory whose modes got lost is private again, and has the data', async () => {
  const { server: first, dataDir } = await startTestServer();
  await query(first.ownerUrl, 'create table kept as select 6 as value');
  await first.stop();
  for (const name of ['postgres', 'socket']) chmodSync(join(dataDir, name), 0o755);
  chmodSync(join(dataDir, 'owner-password'), 0o644);
  const { server } = await startTestServer({ dataDir });
  expect(await query(server.ownerUrl, 'select value from kept')).toEqual([{ value: 6 }]);
  expect(['postgres', 'socket', 'owner-password'].map((name) => mode(join(dataDir, name)))).toEqual([
    0o700, 0o700, 0o600,
  ]);
});

test('after kill -9 of Node the server it left is taken over, and nothing committed is lost', async () => {
  const dataDir = await initialisedDataDir();
  const first = await runEmbeddedProgram({ dataDir });
  if ('problem' in first.answer) throw new Error(first.answer.problem);
  const { ownerUrl, postgresPid } = first.answer;
  await query(ownerUrl, 'create table kept as select 8 as value');
  await kill(first.process);
  expect(isRunning(postgresPid)).toBe(true);

  const second = await startEmbedded({ dataDir });
  expect(second.pid).toBe(postgresPid);
  expect(await query(second.ownerUrl, 'select value from kept')).toEqual([{ value: 8 }]);
  await second.stop();
  expect(isRunning(postgresPid)).toBe(false);
});

test('also when the data directory is reached through a symbolic link', async () => {
  const root = await initialisedDataDir();
  const dataDir = join(root, 'link');
  symlinkSync(root, dataDir);
  const first = await runEmbeddedProgram({ dataDir });
  if ('problem' in first.answer) throw new Error(first.answer.problem);
  await kill(first.process);
  const { server } = await startTestServer({ dataDir });
  expect(server.pid).toBe(first.answer.postgresPid);
});

test('Ctrl-C in the terminal does not reach PostgreSQL: it leads a process group of its own', async () => {
  const { server } = await startTestServer();
  const group = execFileSync('ps', ['-o', 'pgid=', '-p', String(server.pid)], { encoding: 'utf8' });
  expect(Number(group)).toBe(server.pid);
});

test('a server left with other settings is stopped in order and started with the new ones', async () => {
  const dataDir = await initialisedDataDir();
  const first = await runEmbeddedProgram({ dataDir });
  if ('problem' in first.answer) throw new Error(first.answer.problem);
  await kill(first.process);
  const { server: second } = await startTestServer({ dataDir, settings: { work_mem: '9MB' } });
  expect(second.pid).not.toBe(first.answer.postgresPid);
  expect(isRunning(first.answer.postgresPid)).toBe(false);
  expect(await query(second.ownerUrl, 'show work_mem')).toEqual([{ work_mem: '9MB' }]);
});

test('after kill -9 of Node and of the server, with a pid that belongs to another program now', async () => {
  const dataDir = await initialisedDataDir();
  const first = await runEmbeddedProgram({ dataDir });
  if ('problem' in first.answer) throw new Error(first.answer.problem);
  await query(first.answer.ownerUrl, 'create table kept as select 9 as value');
  await kill(first.process);
  process.kill(first.answer.postgresPid, 'SIGKILL');
  await gone(first.answer.postgresPid);
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  const [, ...rest] = readFileSync(pidFile, 'utf8').split('\n');
  writeFileSync(pidFile, [process.ppid, ...rest].join('\n'));

  const { server: second } = await startTestServer({ dataDir });
  expect(await query(second.ownerUrl, 'select value from kept')).toEqual([{ value: 9 }]);
});

test('a second Rappen on the same directory is refused and names the first', async () => {
  const dataDir = await initialisedDataDir();
  const first = await runEmbeddedProgram({ dataDir });
  await expect(startEmbedded({ dataDir })).rejects.toThrow(
    `the data directory ${dataDir} is in use by another Rappen, process ${first.process.pid}`,
  );
  first.process.kill('SIGTERM');
  await once(first.process, 'exit');
  await startTestServer({ dataDir });
});

test('of two that start for the first time at the same instant exactly one wins', async () => {
  const dataDir = temporaryDataDir();
  const programs = await Promise.all([runEmbeddedProgram({ dataDir }), runEmbeddedProgram({ dataDir })]);
  const winners = programs.filter(({ answer }) => 'ownerUrl' in answer);
  const losers = programs.filter(({ answer }) => 'inUseBy' in answer);
  expect([winners.length, losers.length]).toEqual([1, 1]);
  expect(losers[0]?.answer).toMatchObject({ inUseBy: winners[0]?.process.pid });
});

test('SIGTERM stops the server in order: no recovery at the next start', async () => {
  const dataDir = await initialisedDataDir();
  const first = await runEmbeddedProgram({ dataDir });
  if ('problem' in first.answer) throw new Error(first.answer.problem);
  first.process.kill('SIGTERM');
  expect(await once(first.process, 'exit')).toEqual([0, null]);
  expect(isRunning(first.answer.postgresPid)).toBe(false);
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
  expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toMatch(/database system is shut down\n$/);
});

test('a command attaches to the running server and leaves it running', async () => {
  const { server, dataDir } = await startTestServer();
  const attached = await attachOrStart({ dataDir: dataDir });
  expect(attached.ownerUrl).toBe(server.ownerUrl);
  await attached.close();
  expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a command without a running server starts one for its time', async () => {
  const dataDir = await initialisedDataDir();
  const attached = await attachOrStart({ dataDir });
  const [row] = await query<{ pid: number }>(attached.ownerUrl, 'select pg_backend_pid() as pid');
  await attached.close();
  expect(isRunning(row?.pid ?? 0)).toBe(false);
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
});

test('kill -9 of PostgreSQL: it is started again, open pools recover, nothing committed is lost', async () => {
  const { server } = await startTestServer();
  const { pool, close } = openDatabase(server.ownerUrl, { poolSize: 2, applicationName: 'test' });
  await pool.query('create table kept as select 10 as value');
  const before = server.pid;
  process.kill(before, 'SIGKILL');
  await expect.poll(() => server.pid, { timeout: 20_000 }).not.toBe(before);
  // Pooled connections of the old server break when they are used, each once.
  const read = () => pool.query('select value from kept').catch((error) => error);
  await expect.poll(read, { timeout: 5_000 }).toMatchObject({ rows: [{ value: 10 }] });
  await close();
});

test('stop during a restart leaves no server behind', async () => {
  const dataDir = await initialisedDataDir();
  const server = await startEmbedded({ dataDir });
  process.kill(server.pid, 'SIGKILL');
  await gone(server.pid);
  await sleep(150);
  await server.stop();
  expect(isRunning(server.pid)).toBe(false);
  expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid')) && isRunning(server.pid)).toBe(false);
  await startTestServer({ dataDir });
});

test('a path too long for a socket: loopback, with the password', async () => {
  const dataDir = join(temporaryDataDir(), 'a-long-name-'.repeat(8));
  const server = await startEmbedded({ dataDir });
  try {
    expect(server.ownerUrl).toContain('@127.0.0.1:');
    expect(await query(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    const attached = await attachOrStart({ dataDir });
    expect(attached.ownerUrl).toBe(server.ownerUrl);
  } finally {
    await server.stop();
  }
});

test('a busy port is named', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(startEmbedded({ dataDir: temporaryDataDir(), port })).rejects.toThrow(
    `port ${port} on 127.0.0.1 is in use by another program`,
  );
  other.close();
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

async function kill(child: Awaited<ReturnType<typeof runEmbeddedProgram>>['process']): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await sleep(10);
}

function mode(path: string): number {
  return statSync(path).mode & 0o777;
}
