import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sumsOf } from '#test/support/imported-mandate.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { differencesOf } from '#test/support/test-ledger.ts';
import { readImportMapping } from './import-mapping.ts';
import { importMandates } from './import-run.ts';
import { openImportSource } from './import-source.ts';

const database = await createTestDatabase();
const app = database.openApp();
const directory = await mkdtemp(join(tmpdir(), 'rappen-import-'));
afterAll(() => rm(directory, { recursive: true }));

const COLUMNS = 'id,mandate,at,provider,model,costChf';
const IDS = ['good', 'stray', 'header', 'latin', 'cut'];

/** A file's lines; each call costs CHF 1. */
const call = (id: string, mandate: string) => `${id},${mandate},2026-03-01T12:00:00Z,openai,gpt-4.1,1`;
const files: Record<string, string | Buffer> = {
  'mandates.csv': Buffer.from(
    `id;name;openingBalance\r\n${IDS.map((id) => `${id};${id} Zürich AG;5`).join('\r\n')}`,
  ),
  'usage-1.csv': [
    COLUMNS,
    call('c1', 'good'),
    call('c2', 'stray').replace('openai', '"openai'),
    call('c3', 'good'),
    call('"c4', 'good'),
    call('c5', 'cut').slice(0, 20),
    call('c6', 'good'),
  ].join('\n'),
  'usage-2.csv': [
    COLUMNS.replace('model,', ''),
    ...['header', 'header'].map((id) => `1,${id},2026-03-01T12:00:00Z,openai,1`),
  ].join('\n'),
  'usage-3.csv': Buffer.from(
    [COLUMNS, call('c7', 'latin').replace('gpt', 'gépété'), call('c8', 'good')].join('\n'),
    'latin1',
  ),
  'usage-4.jsonl': [
    `{"mandate": "good", "model": "${'x'.repeat(1_100_000)}"}`,
    '{"id": "c9", "mandate": "good", "at": "2026-03-01T12:00:00Z", "provider": "openai", "model": "gpt-4.1", "costChf": 1}',
    '{"mandate": "good", "mo',
    '{"mandate": "odd", "user\\u0000\\ud800": "\\ufffd"}',
  ].join('\n'),
};

async function importFiles(more: Record<string, string | Buffer>, dryRun = false) {
  for (const [name, content] of Object.entries(more)) await writeFile(join(directory, name), content);
  const mapping = await readImportMapping(undefined);
  const { sources } = await openImportSource(directory, mapping);
  return importMandates(app, { source: 'files', sources, mapping, dryRun });
}

test('broken lines keep their mandates out, each told once; all other calls come over', async () => {
  const report = await importFiles(files);
  const told = report.mandates.map(({ mandate, outcome, problems, problemCount }) => [
    mandate,
    outcome,
    problemCount,
    ...problems.map(({ file, line, problem }) => `${file}:${line}: ${problem}`),
  ]);
  expect(told).toEqual([
    ['cut', 'refused', 1, 'usage-1.csv:6: has 3 cells instead of 6'],
    ['good', 'created', 0],
    ['header', 'refused', 1, 'usage-2.csv:1: model: there is no such column'],
    ['latin', 'refused', 1, 'usage-3.csv:2: model: has bytes that are not UTF-8'],
    ['odd', 'refused', 1, expect.stringMatching(/^usage-4.jsonl:4: user\ufffd\ufffd: has bytes/)],
    ['stray', 'refused', 1, 'usage-1.csv:3: has quotes that do not match'],
  ]);
  expect(report.strayLines).toEqual({
    count: 4,
    first: [
      { file: 'usage-1.csv', line: 5, problem: 'has quotes that do not match' },
      { file: 'usage-2.csv', line: 1, problem: 'model: there is no such column' },
      { file: 'usage-4.jsonl', line: 1, problem: 'is longer than a megabyte' },
      { file: 'usage-4.jsonl', line: 3, problem: 'is no JSON' },
    ],
  });
  expect(report.totals).toMatchObject({
    created: 1,
    refused: 5,
    historyCalls: 5,
    historyAfterChf: '5.000000000',
  });
  expect(await sumsOf(app, 'good')).toEqual({ opening: '5.000000000', worth: '5.000000000', calls: 5 });
  expect(await differencesOf(database)).toEqual([]);
});

test('a file of which nobody can tell whom it is about ends the import, and nothing changes', async () => {
  const before = await sumsOf(app, 'good');
  const refusal = (problem: string) => ({
    code: 'invalid_request',
    message: expect.stringContaining(problem),
  });
  const nobody = COLUMNS.replace('mandate', 'tenant');
  await expect(importFiles({ 'usage-5.csv': nobody })).rejects.toMatchObject(
    refusal('usage-5.csv: line 1: tenant: is no column of usage; mandate: there is no such column'),
  );
  await expect(importFiles({ 'usage-5.csv': '' })).rejects.toMatchObject(
    refusal('usage-5.csv: line 1: is empty'),
  );
  await expect(
    importFiles({ 'usage-5.csv': Buffer.from(`\ufeff${COLUMNS}`, 'utf16le') }),
  ).rejects.toMatchObject(refusal('usage-5.csv: is UTF-16'));
  expect(await sumsOf(app, 'good')).toEqual(before);
  const report = await importFiles({ 'usage-5.csv': COLUMNS }, true);
  expect(report.totals).toMatchObject({ unchanged: 1, historyAfterChf: '5.000000000' });
});

test('a query whose columns are wrong ends the import as well, also if it has no rows', async () => {
  const queries = { mandates: `select 'm1' as id, 'Muster AG' as name, 1 as "__proto__" where false` };
  const mapping = { ...(await readImportMapping(undefined)), queries };
  const { sources, close } = await openImportSource(database.ownerUrl, mapping);
  const reading = importMandates(app, { source: 'platform', sources, mapping, dryRun: true });
  await expect(reading).rejects.toMatchObject({
    code: 'invalid_request',
    message: 'queries.mandates: __proto__: is no column of a mandate',
  });
  await close();
});
