import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { requireReportFile, writeReportFile } from './report-file.ts';

const directory = await mkdtemp(join(tmpdir(), 'rappen-report-'));
afterAll(() => rm(directory, { recursive: true }));
const at = (name: string) => join(directory, name);
const source = at('platform');
const inputs = { source, mapping: at('mapping.json') };
await mkdir(source);
await writeFile(at('platform/mandates.csv'), 'id,name\n');
await writeFile(inputs.mapping, '{}');
await symlink(source, at('link'));

test.each([
  ['the mapping', 'mapping.json'],
  ['the source itself', 'platform'],
  ['a file of the source', 'platform/mandates.csv'],
  ['the same by a link', 'link/mandates.csv'],
  ['a file that the next import would read', 'platform/usage-report.csv'],
])('%s is no place for a report', async (_what, name) => {
  await expect(requireReportFile(at(name), inputs)).rejects.toMatchObject({ code: 'invalid_request' });
  expect(await readFile(at('platform/mandates.csv'), 'utf8')).toBe('id,name\n');
  expect(existsSync(at('platform/usage-report.csv'))).toBe(false);
});

test('a single file that is read is none either', async () => {
  const single = { source: at('platform/mandates.csv'), mapping: undefined };
  await expect(requireReportFile(single.source, single)).rejects.toMatchObject({ code: 'invalid_request' });
});

test('asking leaves nothing behind, and an older report as it was', async () => {
  await requireReportFile(at('day.txt'), inputs);
  expect(existsSync(at('day.txt'))).toBe(false);
  await writeReportFile(at('day.txt'), 'older');
  await requireReportFile(at('day.txt'), { source: 'postgres://platform.example/db', mapping: undefined });
  expect(await readFile(at('day.txt'), 'utf8')).toBe('older');
});

test('where there is no directory, nothing can be written', async () => {
  const nowhere = at('no/report.txt');
  await expect(requireReportFile(nowhere, inputs)).rejects.toThrow('cannot be written');
  await expect(writeReportFile(nowhere, '')).rejects.toThrow('cannot be written');
});
