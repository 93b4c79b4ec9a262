import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDataDir } from '#test/support/embedded.ts';
import { openDatabase } from '../database.ts';
import { startEmbedded } from './embedded-server.ts';
import { findPrograms } from './programs.ts';

test('a data directory of another major version is named, with both versions', async () => {
  const dataDir = temporaryDataDir();
  mkdirSync(join(dataDir, 'postgres'));
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '15\n');
  await expect(startEmbedded({ dataDir })).rejects.toThrow(
    `${dataDir} was made by PostgreSQL 15, and this Rappen brings PostgreSQL 18`,
  );
});

test('something else in its place is left alone', async () => {
  const dataDir = temporaryDataDir();
  mkdirSync(join(dataDir, 'postgres'));
  writeFileSync(join(dataDir, 'postgres', 'diary.txt'), 'mine');
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/is no PostgreSQL data directory, and not empty/);
  expect(statSync(join(dataDir, 'postgres', 'diary.txt')).size).toBe(4);
});

test('a file in the place of the data directory', async () => {
  const file = join(temporaryDataDir(), 'file');
  writeFileSync(file, '');
  await expect(startEmbedded({ dataDir: file })).rejects.toThrow(`${file} is a file, not a directory`);
});

test('a platform without programs is told to bring its own PostgreSQL', () => {
  expect(() => findPrograms('sunos', 'sparc')).toThrow(
    /no embedded PostgreSQL for sunos-sparc .* set DATABASE_URL to a PostgreSQL of version 15 or newer/,
  );
});

test("a mistake in the operator's local.conf is shown, and mending it is enough", async () => {
  const dataDir = temporaryDataDir();
  await (await startEmbedded({ dataDir })).stop();
  const local = join(dataDir, 'postgres', 'local.conf');
  writeFileSync(local, "work_mem = 'plenty'\n");
  await expect(startEmbedded({ dataDir })).rejects.toThrow(
    'PostgreSQL did not start: LOG:  invalid value for parameter "work_mem": "plenty"',
  );
  writeFileSync(local, "work_mem = '5MB'\n");
  const server = await startEmbedded({ dataDir });
  await server.stop();
});

test('more shared memory than there is', async () => {
  const settings = { shared_buffers: '2TB' };
  await expect(startEmbedded({ dataDir: temporaryDataDir(), settings })).rejects.toThrow(
    /not enough \(shared\) memory for PostgreSQL/,
  );
});

describe.skipIf(!canMount())('on a file system of its own (needs root and mount)', () => {
  test('a read-only disk is named', async () => {
    const directory = mountTmpfs('size=1m,ro');
    await expect(startEmbedded({ dataDir: directory })).rejects.toThrow(
      `the data directory ${directory} is on a read-only file system`,
    );
  });

  test('a disk too small at the first start: a clear line, and no half-made cluster stays', async () => {
    const directory = mountTmpfs('size=20m');
    await expect(startEmbedded({ dataDir: directory })).rejects.toThrow(/^the disk of .* is full/);
    const names = execFileSync('ls', [directory], { encoding: 'utf8' });
    expect(names).not.toContain('postgres.half');
  });

  test('a disk that filled up: a clear line at the start; with room again nothing is lost', async () => {
    const dataDir = mountTmpfs('size=200m');
    const settings = { min_wal_size: '32MB', max_wal_size: '64MB' };
    const first = await startEmbedded({ dataDir, settings });
    await query(first.ownerUrl, 'create table kept as select 11 as value');
    await first.stop();
    const ballast = join(dataDir, 'ballast');
    spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=64k'], { stdio: 'ignore' });
    await expect(startEmbedded({ dataDir, settings })).rejects.toThrow(/ is (on a )?full/);
    rmSync(ballast);
    const second = await startEmbedded({ dataDir, settings });
    expect(await query(second.ownerUrl, 'select value from kept')).toEqual([{ value: 11 }]);
    await second.stop();
  });

  test('a disk that fills up at work: writes are refused as unavailable, and go on once there is room', async () => {
    const dataDir = mountTmpfs('size=200m');
    const server = await startEmbedded({ dataDir, settings: { min_wal_size: '32MB', max_wal_size: '64MB' } });
    onTestFinished(() => server.stop());
    const { db, close } = openDatabase(server.ownerUrl, { poolSize: 2, applicationName: 'test' });
    onTestFinished(close);
    await sql`create table kept (value int, filler text)`.execute(db);
    let acknowledged = 0;
    const insert = async () => {
      await sql`insert into kept select ${acknowledged}, repeat('x', 20000) from generate_series(1, 50)`.execute(
        db,
      );
      acknowledged++;
    };
    const ballast = join(dataDir, 'ballast');
    spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=64k'], { stdio: 'ignore' });
    const refusal = await insertUntilRefused(insert);
    expect(refusal).toMatchObject({ code: 'database_unavailable' });

    rmSync(ballast);
    const answer = () => insert().then(() => 'done', String);
    await expect.poll(answer, { timeout: 20_000, interval: 200 }).toBe('done');
    const { rows } = await sql<{
      batches: bigint;
    }>`select count(distinct value) as batches from kept`.execute(db);
    expect(rows).toEqual([{ batches: BigInt(acknowledged) }]);
  });
});

async function insertUntilRefused(insert: () => Promise<void>): Promise<unknown> {
  for (let round = 0; round < 500; round++) {
    try {
      await insert();
    } catch (error) {
      return error;
    }
  }
  return 'never refused';
}

function canMount(): boolean {
  const directory = mkdtempSync(join(tmpdir(), `rappen-test-${process.pid}-`));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory]).status === 0;
  if (mounted) spawnSync('umount', [directory]);
  rmSync(directory, { recursive: true });
  return mounted;
}

function mountTmpfs(options: string): string {
  const directory = join(temporaryDataDir(), 'disk');
  mkdirSync(directory);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `mode=0700,${options}`, 'tmpfs', directory]);
  onTestFinished(() => {
    execFileSync('umount', [directory]);
  });
  return directory;
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
