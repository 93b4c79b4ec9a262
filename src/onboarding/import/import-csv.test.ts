import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { readCsv } from './import-csv.ts';
import type { SourceLine } from './import-line.ts';
import { readImportLine } from './read-import-line.ts';

const directory = await mkdtemp(join(tmpdir(), 'rappen-import-'));
afterAll(() => rm(directory, { recursive: true }));

async function readAll(content: string | Buffer, blockLength?: number): Promise<SourceLine[]> {
  const path = join(directory, 'memberships.csv');
  await writeFile(path, content);
  const found: SourceLine[] = [];
  for await (const lines of readCsv({ path, name: 'm.csv', kind: 'membership' }, blockLength))
    found.push(...lines);
  return found;
}

/** A file of memberships, as a correct program writes it. */
interface Written {
  readonly delimiter: ',' | ';';
  readonly records: readonly {
    readonly value: Readonly<Record<'mandate' | 'user' | 'role', string>>;
    readonly text: string;
  }[];
  readonly header: string;
}

/** Each record is of another mandate; the role is any text, so that everything that CSV can hold stands in any column. */
function writtenFile(text: fc.Arbitrary<string>): fc.Arbitrary<Written> {
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  const record = fc.record({ role: text, user: text, isQuoted: fc.boolean(), end: lineEnd });
  return fc
    .record({
      delimiter: fc.constantFrom(',' as const, ';' as const),
      columns: fc.shuffledSubarray(['mandate', 'user', 'role'] as const, { minLength: 3 }),
      records: fc.array(record, { minLength: 1, maxLength: 8 }),
      bom: fc.constantFrom('', '\ufeff'),
      headerEnd: lineEnd,
      hasEnd: fc.boolean(),
    })
    .map(({ delimiter, columns, records, bom, headerEnd, hasEnd }) => ({
      delimiter,
      header: `${bom}${columns.join(delimiter)}${headerEnd}`,
      records: records.map(({ role, user, isQuoted, end }, index) => {
        const value = { mandate: `m${index}`, user: `${user}u${index}`, role };
        const cells = columns.map((column) => writeCell(value[column], isQuoted));
        const isLast = index === records.length - 1;
        return { value, text: cells.join(delimiter) + (isLast && !hasEnd ? '' : end) };
      }),
    }));
}

function writeCell(cell: string, isQuoted: boolean): string {
  return isQuoted || /[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const word = fc.stringMatching(/^[a-zé😀]{1,3}$/u);
const textOf = (...parts: fc.Arbitrary<string>[]) =>
  fc.array(fc.oneof(...parts), { maxLength: 6 }).map((all) => all.join(''));
const sign = fc.constantFrom('"', ',', ';', '\n', '\r', '\r\n', ' ');
const anyText = textOf(word, sign, fc.constantFrom('\n"', '",', '\n,', '\nx,y,z\n', '\nx;y;z\n', '\n";"\n'));
/** No line of it could be taken for a record. */
const plainText = fc
  .array(textOf(word, fc.constant(' ')), { maxLength: 3 })
  .map((lines) => `${lines.join('\nx')}x`);
const blockLength = fc.constantFrom(3, 7, 50, 1 << 18);

test('what a correct program wrote is read as it was written, each record with the line where it begins', async () => {
  await fc.assert(
    fc.asyncProperty(writtenFile(plainText), blockLength, async ({ header, records }, length) => {
      const read = await readAll(header + records.map(({ text }) => text).join(''), length);
      expect(read).toEqual(linesOf(records).map((line) => ({ file: 'm.csv', kind: 'membership', ...line })));
    }),
    { numRuns: 150 },
  );
});

test('cells that look like records are read as csv-parse reads them, or their mandate is refused by its line', async () => {
  await fc.assert(
    fc.asyncProperty(writtenFile(anyText), blockLength, async ({ header, records, delimiter }, length) => {
      const content = header + records.map(({ text }) => text).join('');
      const [names = [], ...rows] = parse(content, {
        bom: true,
        delimiter,
        record_delimiter: ['\r\n', '\n', '\r'],
      });
      const values = rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
      expect(values).toEqual(records.map(({ value }) => value));
      const read = await readAll(content, length);
      for (const { line, value } of linesOf(records)) {
        const found = must(
          read.find((one) => one.line === line),
          `line ${line}`,
        );
        if (found.problem === undefined) expect(sorted(found.value)).toBe(sorted(value));
        else expect(readImportLine(found)).toMatchObject({ mandate: value.mandate });
      }
    }),
    { numRuns: 150 },
  );
});

const damage = fc.record({
  /** Of the bytes of all lines behind the header. */
  at: fc.double({ min: 0, max: 0.9999, noNaN: true }),
  how: fc.constantFrom('insert a quote', 'remove a quote', 'cut', 'overwrite'),
  bytes: fc.array(fc.constantFrom(0x22, 0x22, 0x2c, 0x3b, 0x0a, 0x0d, 0xff, 0xc3, 0x00, 0x7a), {
    minLength: 1,
    maxLength: 4,
  }),
});

test('a line that was damaged loses no record of another line: each is read once, or its mandate is refused', async () => {
  await fc.assert(
    fc.asyncProperty(writtenFile(anyText), damage, blockLength, async ({ header, records }, harm, length) => {
      const before = records.map(({ text }) => Buffer.from(text));
      const { index, text } = damaged(before, harm);
      const read = await readAll(Buffer.concat([Buffer.from(header), ...before.with(index, text)]), length);
      const refused = new Set(
        read.map(readImportLine).map((one) => ('problem' in one ? one.mandate : undefined)),
      );
      for (const [other, { value }] of records.entries()) {
        const wanted = JSON.stringify(value);
        const once = read.filter(
          (line) => line.problem === undefined && sorted(line.value) === sorted(value),
        ).length;
        if (other !== index && !(once === 0 && refused.has(value.mandate)))
          expect([wanted, once]).toEqual([wanted, 1]);
      }
    }),
    { numRuns: 400 },
  );
});

/** An empty cell is no value. */
function sorted(value: object | undefined): string {
  const filled = Object.entries(value ?? {}).filter(([, cell]) => cell !== '');
  return JSON.stringify(filled.toSorted());
}

/** Damages one physical line of one record, but not its end. */
function damaged(texts: readonly Buffer[], harm: { at: number; how: string; bytes: number[] }) {
  let at = Math.floor(harm.at * Buffer.concat(texts).length);
  let index = 0;
  for (; at >= (texts[index]?.length ?? Infinity); index++) at -= texts[index]?.length ?? 0;
  const text = must(texts[index], 'the record');
  const before = text.subarray(0, at);
  const isEnd = (byte: number | undefined) => byte === undefined || byte === 10 || byte === 13;
  let end = at;
  while (!isEnd(text[end])) end++;
  const quote = text.indexOf('"', at);
  const parts = {
    'insert a quote': [before, Buffer.from('"'), text.subarray(at)],
    'remove a quote': quote < 0 ? [text] : [text.subarray(0, quote), text.subarray(quote + 1)],
    cut: [before, text.subarray(end)],
    overwrite: [before, Buffer.from(harm.bytes), text.subarray(Math.min(at + harm.bytes.length, end))],
  }[harm.how];
  return { index, text: Buffer.concat(must(parts, harm.how)) };
}

function linesOf(records: Written['records']) {
  let line = 2;
  return records.map(({ value, text }) => {
    const begins = line;
    line += text.split(/\r\n|\n|\r/).length - 1;
    return { line: begins, value };
  });
}
