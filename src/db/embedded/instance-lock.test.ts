import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { acquireInstanceLock, DataDirectoryInUse } from './instance-lock.ts';
import { processIdentity, processSpace } from './process-identity.ts';

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
  const ofNobody = `0000_4194303_boot.1_${processSpace()}`;
  const ofEarlierProcess = `0001_${process.pid}_boot.1_${processSpace()}`;
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
  const claim = join(lock, `ffff_${process.ppid}_${processIdentity(process.ppid)}_${processSpace()}`);
  writeFileSync(claim, '');
  writeFileSync(`${claim}.owner`, '');
  await expect(acquireInstanceLock(dataDir)).rejects.toMatchObject({ pid: process.ppid });
});

test('an owner in another container is known by its heartbeat', async () => {
  const dataDir = directory();
  const claim = foreignOwner(dataDir);
  const heartbeat = setInterval(() => utimesSync(claim, new Date(), new Date()), 300);
  onTestFinished(() => clearInterval(heartbeat));
  await expect(acquireInstanceLock(dataDir)).rejects.toThrow(/process 7 in another container/);
});

test('a container that is gone loses its claim: after a few seconds, or at once if that is long ago', async () => {
  const dataDir = directory();
  foreignOwner(dataDir);
  (await acquireInstanceLock(dataDir)).release();

  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(foreignOwner(dataDir), longAgo, longAgo);
  const startedAt = Date.now();
  (await acquireInstanceLock(dataDir)).release();
  expect(Date.now() - startedAt).toBeLessThan(1_000);
}, 15_000);

function foreignOwner(dataDir: string): string {
  const lock = join(dataDir, 'lock');
  mkdirSync(lock, { recursive: true });
  const claim = join(lock, '0000_7_boot.1_elsewhere');
  writeFileSync(claim, '');
  writeFileSync(`${claim}.owner`, '');
  return claim;
}
