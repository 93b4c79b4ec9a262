import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startEmbedded } from '#db/embedded/embedded-server.ts';
import { findPostmaster } from '#db/embedded/postmaster.ts';
import { initialisedDataDir } from '#test/support/embedded.ts';
import { runRappen } from '#test/support/rappen-process.ts';

// Each command is a process: on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 120_000 });

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rappen-cli-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const rappen = (...args: string[]) => runRappen({ DATA_DIR: dataDir }, ...args, '--json');

test('a command starts the embedded server for its time, and the next finds what it did', async () => {
  const made = await rappen('create-mandate', '--name', 'Muster AG');
  expect(made, made.stderr).toMatchObject({ exitCode: 0, stderr: '' });
  expect(findPostmaster(join(dataDir, 'postgres'))).toBeUndefined();
  const balance = await rappen('balance', '--mandate', String(made.json?.mandateId));
  expect(balance.json).toMatchObject({ accounts: [{ balanceChf: '0.000000000' }] });
});

test('a command uses the server that runs, and leaves it running', async () => {
  const server = await startEmbedded({ dataDir });
  try {
    const pid = server.pid;
    const [one, two] = await Promise.all([rappen('verify'), rappen('create-mandate', '--name', 'Zweite AG')]);
    expect([one.exitCode, two.exitCode]).toEqual([0, 0]);
    expect(findPostmaster(join(dataDir, 'postgres'))?.pid).toBe(pid);
  } finally {
    await server.stop();
  }
});

test('commands at once share a server, and the last stops it', async () => {
  const runs = await Promise.all(
    [1, 2, 3, 4].map((n) => rappen('create-mandate', '--name', `Muster ${n} AG`)),
  );
  expect(runs.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
    runs.map(() => ({ exitCode: 0, stderr: '' })),
  );
  expect(findPostmaster(join(dataDir, 'postgres'))).toBeUndefined();
});

test('a backup of the embedded server beside the one that uses it comes to another data directory', async () => {
  const file = join(dataDir, 'all.backup');
  const server = await startEmbedded({ dataDir });
  const made = await rappen('backup', file);
  await server.stop();
  expect(made, made.stderr).toMatchObject({ exitCode: 0, stderr: '', json: { file } });

  const elsewhere = { DATA_DIR: await initialisedDataDir() };
  const restored = await runRappen(elsewhere, 'restore', file, '--json');
  expect(restored, restored.stderr).toMatchObject({ exitCode: 0, json: { ok: true, mandates: 6 } });
  expect(findPostmaster(join(elsewhere.DATA_DIR, 'postgres'))).toBeUndefined();
  const again = await runRappen(elsewhere, 'restore', file);
  expect(again.exitCode).toBe(1);
  expect(again.stderr).toMatch(/^rappen: this database has data .*new DATA_DIR/);
});
