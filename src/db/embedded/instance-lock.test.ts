import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { acquireInstanceLock, DataDirectoryInUse } from './instance-lock.ts';
import { processIdentity } from './process-identity.ts';

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'rappen-lock-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test('of many candidates at once exactly one wins; after its release the next one does', async () => {
  for (let round = 0; round < 20; round++) {
    const dataDir = directory();
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => acquireInstanceLock(dataDir)));
    const won = results.filter((result) => result.status === 'fulfilled');
    const lost = results.filter((result) => result.status === 'rejected');
    expect(won).toHaveLength(1);
    for (const { reason } of lost) expect(reason).toBeInstanceOf(DataDirectoryInUse);
    await expect(acquireInstanceLock(dataDir)).rejects.toThrow(
      `in use by another Rappen, process ${process.pid}`,
    );
    won[0]?.value.release();
    (await acquireInstanceLock(dataDir)).release();
    expect(readdirSync(join(dataDir, 'lock'))).toEqual([]);
  }
});

test('claims of dead processes, and of earlier ones with the pid of a live one, do not count', async () => {
  const dataDir = directory();
  const lock = join(dataDir, 'lock');
  mkdirSync(lock);
  const ofNobody = `0000_4194303_boot.1`;
  const ofEarlierProcess = `0001_${process.pid}_boot.1`;
  for (const name of [ofNobody, `${ofNobody}.owner`, ofEarlierProcess, `${ofEarlierProcess}.owner`]) {
    writeFileSync(join(lock, name), '');
  }
  const held = await acquireInstanceLock(dataDir);
  expect(readdirSync(lock)).toHaveLength(2);
  held.release();
});

test('a live owner is named', async () => {
  const dataDir = directory();
  const lock = join(dataDir, 'lock');
  mkdirSync(lock);
  const claim = join(lock, `ffff_${process.ppid}_${processIdentity(process.ppid)}`);
  writeFileSync(claim, '');
  writeFileSync(`${claim}.owner`, '');
  await expect(acquireInstanceLock(dataDir)).rejects.toMatchObject({ pid: process.ppid });
});
