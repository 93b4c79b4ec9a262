import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSessionSecret } from './session-secret.ts';

let directory: string;
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'rappen-secret-')), 'data');
});
afterEach(() => rm(join(directory, '..'), { recursive: true }));

test('one that is set is used, and nothing is written', async () => {
  expect(await readSessionSecret('x'.repeat(32), directory)).toBe('x'.repeat(32));
  await expect(stat(directory)).rejects.toThrow('ENOENT');
});

test('one is made at the first start, for the owner alone, and kept', async () => {
  const secret = await readSessionSecret(undefined, directory);
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(await readSessionSecret(undefined, directory)).toBe(secret);
  expect((await stat(join(directory, 'session-secret'))).mode & 0o777).toBe(0o600);
});

test('of many that start at once, all have the same, and no draft is left', async () => {
  const secrets = await Promise.all(
    Array.from({ length: 20 }, () => readSessionSecret(undefined, directory)),
  );
  expect(new Set(secrets).size).toBe(1);
  expect(await readdir(directory)).toEqual(['session-secret']);
});

test.each(['', 'short', 'x'.repeat(44)])('a damaged file stops the start: %j', async (text) => {
  await readSessionSecret(undefined, directory);
  await writeFile(join(directory, 'session-secret'), text);
  await expect(readSessionSecret(undefined, directory)).rejects.toThrow('is damaged');
});
