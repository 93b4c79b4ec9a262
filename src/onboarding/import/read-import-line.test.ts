import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { findImportFiles, readImportFile } from './import-files.ts';
import { IMPORT_KINDS, IMPORT_SCHEMAS } from './import-record.ts';
import { readImportLine } from './read-import-line.ts';

const directory = await mkdtemp(join(tmpdir(), 'rappen-import-'));
afterAll(() => rm(directory, { recursive: true }));

async function readAll(name: string, content: string | Buffer) {
  await writeFile(join(directory, name), content);
  const found = [];
  for (const file of await findImportFiles(join(directory, name))) {
    for await (const lines of readImportFile(file)) {
      for (const line of lines) found.push([line.line, readImportLine(line)] as const);
    }
  }
  return found;
}

test('CSV with a BOM, semicolons, quotes and line breaks keeps the line where each record begins', async () => {
  const read = await readAll(
    'mandates.csv',
    '\ufeffid;name;openingBalance;address.company;address.postcode;address.town;address.country\r\n' +
      `m1;"Muster; ""Söhne"" AG";"1'234.50";Muster AG;8001;Zürich;CH\r\n` +
      'm2;"Zwei\nZeilen AG";7;;;;\r\n' +
      'm3;Drei AG;"1,234.50";;;;\r\n' +
      'm4;Vier AG\r\n',
  );
  expect(read).toEqual([
    [
      2,
      {
        kind: 'mandate',
        record: expect.objectContaining({
          name: 'Muster; "Söhne" AG',
          openingBalance: '1234500000000',
          address: expect.objectContaining({ town: 'Zürich' }),
        }),
      },
    ],
    [3, { mandate: 'm2', problem: 'name: has control characters' }],
    [5, { mandate: 'm3', problem: expect.stringContaining('openingBalance: has a comma') }],
    [6, { mandate: 'm4', problem: 'has 2 cells instead of 7' }],
  ]);
});

test('a wrong byte is named with its line and field, and keeps only its mandate out', async () => {
  const latin1 = Buffer.from('id,name\nm1,Zürich AG\nm2,Bern AG\n', 'latin1');
  expect(await readAll('mandates-latin1.csv', latin1)).toEqual([
    [2, { mandate: 'm1', problem: 'name: has bytes that are not UTF-8' }],
    [3, { kind: 'mandate', record: expect.objectContaining({ id: 'm2' }) }],
  ]);
  const lines = Buffer.from('{"id":"m1","name":"Zürich AG"}\n{"id":"m2","name":"Bern AG"}', 'latin1');
  expect(await readAll('mandates.jsonl', lines)).toEqual([
    [1, { mandate: 'm1', problem: 'name: has bytes that are not UTF-8' }],
    [2, { kind: 'mandate', record: expect.objectContaining({ id: 'm2' }) }],
  ]);
});

const CALL = { id: 1, mandate: 'm1', at: '2026-01-31T12:00:00+01:00', provider: 'openai', model: 'gpt-4.1' };
const NEXT_YEAR = `${new Date().getUTCFullYear() + 1}-01-01T00:00:00Z`;

test.each([
  ['no JSON', '{', undefined, 'is no JSON'],
  ['no object', '[1]', undefined, 'no JSON object'],
  ['an unknown kind', '{"kind":"invoice"}', undefined, 'kind: must be one of'],
  ['no mandate', { ...CALL, mandate: undefined }, undefined, 'mandate: '],
  ['an unknown provider', { ...CALL, provider: 'acme' }, 'm1', 'provider: is no provider'],
  ['a negative cost', { ...CALL, costUsd: '-0.01' }, 'm1', 'costUsd: is negative'],
  ['a negative cost in CHF', { ...CALL, costChf: -1 }, 'm1', 'costChf: is negative'],
  ['a huge cost', { ...CALL, costUsd: '1000000.01' }, 'm1', 'costUsd: is more than'],
  ['two costs', { ...CALL, costUsd: '1', costChf: '1' }, 'm1', 'costUsd: there is costChf'],
  ['half a token', { ...CALL, inputTokens: 1.5 }, 'm1', 'inputTokens: must be a whole number'],
  ['more from the cache than there is', { ...CALL, cachedTokens: 1 }, 'm1', 'cachedTokens: are more'],
  ['a day that comes', { ...CALL, at: NEXT_YEAR }, 'm1', 'at: lies in the future'],
  ['a day that there is not', { ...CALL, at: '2026-02-30T00:00:00Z' }, 'm1', 'at: is no instant'],
  [
    'a usage that is no object',
    { ...CALL, providerUsage: '[1]' },
    'm1',
    'providerUsage: must be a JSON object',
  ],
  ['a usage that is cut', { ...CALL, providerUsage: '{"a":1' }, 'm1', 'providerUsage: must be a JSON object'],
  ['no offset', { ...CALL, at: '2026-01-31 12:00:00' }, 'm1', 'at: must be an instant with its offset'],
  ['an unknown field', { ...CALL, price: 1 }, 'm1', 'record: Unrecognized key'],
] as const)('%s is refused by its line', async (_what, line, mandate, problem) => {
  const text = typeof line === 'string' ? line : JSON.stringify({ kind: 'usage', ...line });
  expect(await readAll('all.jsonl', `\n${text}\n`)).toEqual([
    [2, { mandate, problem: expect.stringContaining(problem) }],
  ]);
});

test('a file by whose name nobody knows what it holds, and UTF-16, are refused whole', async () => {
  const refused = (path: string, problem: string) => ({
    code: 'invalid_request',
    message: expect.stringContaining(`${path}: ${problem}`),
  });
  await expect(readAll('stuff.csv', 'a,b\n')).rejects.toMatchObject(refused('stuff.csv', 'must begin with'));
  const utf16 = Buffer.from('\ufeffid,name\nm1,A\n', 'utf16le');
  for (const content of [utf16, utf16.subarray(2), Buffer.from(utf16).swap16()]) {
    await expect(readAll('mandates.csv', content)).rejects.toMatchObject(
      refused('mandates.csv', 'is UTF-16'),
    );
    await expect(readAll('all.jsonl', content)).rejects.toMatchObject(refused('all.jsonl', 'is UTF-16'));
  }
});

const HEADER = 'mandate,user,role\n';
const good = (mandate: string) => ({ kind: 'membership', record: { mandate, user: 'u', role: 'user' } });

const refused = (mandate: string | undefined, problem: string) => ({
  ...{ mandate, problem: expect.stringContaining(problem) },
});

/** The lines behind the header, and what each line is read as. */
type Broken = readonly [what: string, lines: string, ...(readonly [line: number, read: object])[]];
const BROKEN: readonly Broken[] = [
  ['a stray quote that opens', 'a,u,"user\nb,u,user\n', [2, refused('a', 'has quotes')], [3, good('b')]],
  ['one before the mandate', '"a,u,user\nb,u,user\n', [2, refused(undefined, 'has quotes')], [3, good('b')]],
  [
    'one that closes in the next line',
    'a,u,"user\nb,"u",user\n',
    [2, refused('a', 'has quotes')],
    [3, good('b')],
  ],
  ['a quote within a cell', 'a,u"x,user\n\r\nb,u,user', [2, refused('a', 'has quotes')], [4, good('b')]],
  ['text behind a quote', '"a","u"x,user\rb,u,user', [2, refused('a', 'has quotes')], [3, good('b')]],
  [
    'a quote that would take in a whole line',
    'a,u,"user\nb,u,user\n"\nc,u,user\n',
    [2, refused('a', 'has a quote that is open')],
    [3, good('b')],
    [4, refused(undefined, 'has quotes')],
    [5, good('c')],
  ],
  [
    'one that would take in the beginning of a record of two lines',
    'a,u,"user\nb,"\nu",user\nc,u,user\n',
    [2, refused('a', 'has a quote that is open')],
    [3, good('b')],
    [5, good('c')],
  ],
  [
    'a line that was cut off in the mandate',
    'a\nb,u,user\n',
    [2, refused(undefined, 'has 1 cells')],
    [3, good('b')],
  ],
];

test.each(BROKEN)('%s spoils its own line only', async (_what, lines, ...expected) => {
  expect(await readAll('memberships.csv', HEADER + lines)).toEqual(expected);
});

test('a line of more than a megabyte is passed over, and told with its mandate if that stands before', async () => {
  const long = 'x'.repeat(1_300_000);
  const problem = 'is longer than a megabyte';
  expect(await readAll('memberships.csv', `${HEADER}a,u,${long}\r\nb,u,user\r${long}\nc,u,user`)).toEqual([
    [2, { mandate: 'a', problem }],
    [3, good('b')],
    [4, { mandate: undefined, problem }],
    [5, good('c')],
  ]);
  const json = (mandate: string) => JSON.stringify({ mandate, user: 'u', role: 'user' });
  expect(
    await readAll('memberships.jsonl', `${json('a')}\n{"mandate":"b","x":"${long}"}\n${json('c')}`),
  ).toEqual([
    [1, good('a')],
    [2, { mandate: undefined, problem }],
    [3, good('c')],
  ]);
  // A quote that nothing closes is looked after for a megabyte, and every line behind it is read.
  const many = await readAll('memberships.csv', `${HEADER}a,u,"user\n${'b,u,user\n'.repeat(200_000)}`);
  expect(many[0]).toEqual([2, { mandate: 'a', problem: 'has quotes that do not match' }]);
  expect(many.slice(1)).toHaveLength(200_000);
  expect(many.at(-1)).toEqual([200_002, good('b')]);
});

test('JSON that is nested without end is refused by its line', async () => {
  const deep = `{"id":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`;
  const read = await readAll('mandates.jsonl', `${deep}\n{"id":"m2","name":"Bern AG","__proto__":{"x":1}}\n`);
  expect(read).toEqual([
    [1, { mandate: undefined, problem: 'is nested too deeply' }],
    [2, { mandate: 'm2', problem: expect.stringContaining('__proto__') }],
  ]);
});

test('times of a database are read as those of files', () => {
  const read = ['2026-01-31 12:00:00.5+01', '2026-01-31T11:00:00.500Z', '2026-01-31T12:00:00.5+0100'].map(
    (at) => readImportLine({ file: 'f', line: 1, kind: 'usage', value: { ...CALL, at } }),
  );
  for (const one of read) {
    expect(one).toMatchObject({ record: { at: '2026-01-31T11:00:00.500Z', inputTokens: '0' } });
  }
});

test("a provider's usage is kept as text, and its numbers as they were written", () => {
  const usages = [{ a: { b: 1 } }, ' {"a":{"b":1.00000000000000000001}}'];
  const read = usages.map((providerUsage) =>
    readImportLine({ file: 'f', line: 1, kind: 'usage', value: { ...CALL, providerUsage } }),
  );
  expect(read).toMatchObject([
    { record: { providerUsage: '{"a":{"b":1}}' } },
    { record: { providerUsage: '{"a":{"b":1.00000000000000000001}}' } },
  ]);
});

test('docs/import.schema.json is what is read', async () => {
  const schemas = Object.fromEntries(
    IMPORT_KINDS.map((kind) => [kind, z.toJSONSchema(IMPORT_SCHEMAS[kind], { io: 'input' })]),
  );
  await expect(`${JSON.stringify(schemas, undefined, 2)}\n`).toMatchFileSnapshot(
    '../../../docs/import.schema.json',
  );
});
