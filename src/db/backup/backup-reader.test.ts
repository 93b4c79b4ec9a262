import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { BackupHeader } from './backup-format.ts';
import { BackupReader } from './backup-reader.ts';

const directory = mkdtempSync(join(tmpdir(), 'rappen-reader-'));
afterAll(() => rmSync(directory, { recursive: true }));
const file = join(directory, 'one.backup');

const ROWS = { 'public.one': '1\tone\n2\t\\N\n', 'public.none': '', 'public.two': 'é\\n\\\\.\n' };
const HEADER: BackupHeader = {
  format: 'rappen backup',
  version: 1,
  takenAt: '2026-11-28T09:00:00.123456Z',
  program: '1.2.3',
  postgres: '18.4',
  migrations: [{ version: 1, name: '0001_one.sql', checksum: 'aa' }],
  queueSchema: null,
  tables: ['one', 'none', 'two'].map((name) => ({
    schema: 'public',
    name,
    columns: [{ name: 'id', type: 'text' }],
  })),
  sequences: [{ schema: 'public', name: 'seq', value: '9007199254740993', isCalled: true }],
};
const sections = Object.entries(ROWS).map(([table, rows]) => `${JSON.stringify({ table })}\n${rows}\\.\n`);
const body = `${JSON.stringify(HEADER)}\n${sections.join('')}`;
const counts = Object.entries(ROWS).map(([table, rows]) => [table, rows.split('\n').length - 1] as const);
const sha256 = createHash('sha256').update(body).digest('hex');
const text = Buffer.from(`${body}${JSON.stringify({ rows: Object.fromEntries(counts), sha256 })}\n`);
const packed = gzipSync(text);

test('what was written is read', async () => {
  expect(await contentOf(packed)).toEqual({ header: HEADER, rows: ROWS });
});

test('a file that was cut anywhere is refused', async () => {
  for (let length = 0; length < packed.length; length++) {
    await expect(contentOf(packed.subarray(0, length)), `${length} bytes of it`).rejects.toThrow();
  }
  for (let length = 0; length < text.length; length += 7) {
    await expect(contentOf(gzipSync(text.subarray(0, length))), `${length} of the text`).rejects.toThrow();
  }
});

test('a bit of the text that was flipped is always found, one of the packed file if it changes anything', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: text.length * 8 - 1 }), async (bit) => {
      await expect(contentOf(gzipSync(flipped(text, bit)))).rejects.toThrow();
    }),
    { numRuns: 300 },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: packed.length * 8 - 1 }), async (bit) => {
      const content = await contentOf(flipped(packed, bit)).catch(() => undefined);
      if (content) expect(content).toEqual({ header: HEADER, rows: ROWS });
    }),
    { numRuns: 300 },
  );
});

function flipped(bytes: Buffer, bit: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}

/** All of it, as a restore reads it. */
async function contentOf(bytes: Buffer) {
  writeFileSync(file, bytes);
  const reader = new BackupReader(file);
  try {
    const header = await reader.header();
    const rows: Record<string, string> = {};
    for (const table of header.tables) {
      const pieces: Buffer[] = [];
      for await (const piece of reader.rows(table)) pieces.push(Buffer.from(piece));
      rows[`${table.schema}.${table.name}`] = Buffer.concat(pieces).toString();
    }
    await reader.finish();
    return { header, rows };
  } finally {
    reader.close();
  }
}
