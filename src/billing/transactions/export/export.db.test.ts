import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import type { MandateId } from '#kernel/id.ts';
import { parseChf } from '#kernel/money.ts';
import { readEverything } from '#test/support/plain-reading.ts';
import { insertHistory, type MadeUpRow } from '#test/support/random-history.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import type { TransactionFilter } from '../transaction-filter.ts';
import { createExports, type ExportFormat, fileName } from './export.service.ts';
import { EXACT_TITLES, EXPORT_TITLES } from './export-columns.ts';

const database = await createTestDatabase();
const owner = database.openOwner();
const exports = createExports({ databaseUrl: database.appUrl });

const NASTY_NOTES = [
  '=1+1',
  '+41 44',
  '-2',
  '@SUM(A1)',
  '\tx',
  '\rx',
  'a "quoted", note',
  'line\nbreak',
  'a;=1+1;b',
  'x\n@SUM(A1)',
  '＝1+1',
  ' ',
  "'",
];
const COUNT = 2_345;

/** More than two pages, many rows at one instant, over the hour that comes twice; notes that want to be formulas. */
const rows = Array.from({ length: COUNT }, (_, index): MadeUpRow => {
  const isPosting = index % 10 === 0;
  return {
    wallet: index % 3,
    atMicros:
      BigInt(Date.parse('2026-10-25T00:00:00Z') + 7_000 * Math.floor(index / 4)) * 1000n + BigInt(index % 2),
    type: isPosting ? 'adjustment' : 'usage',
    amount: 123_456_789n * BigInt(1 + (index % 97)) + 1n,
    user: index % 3,
    key: undefined,
    model: index % 4,
    feature: 'chat',
    inputTokens: 10n,
    cachedTokens: 3n,
    outputTokens: 5n,
    note: NASTY_NOTES[(index / 10) % NASTY_NOTES.length] ?? 'note',
  };
});
const { mandateId, userIds } = await insertHistory(owner, rows);
const everything = await readEverything(owner, mandateId);

async function fileOf(format: ExportFormat, filter: TransactionFilter = {}, mandate: MandateId = mandateId) {
  const signal = new AbortController().signal;
  const { body, headers } = await exports.transactions({ mandateId: mandate, filter, format, signal });
  if (Buffer.isBuffer(body)) throw new Error('an export is streamed');
  return { headers, bytes: Buffer.concat(await Array.fromAsync(body)) };
}

/** Rows as objects by title, with everything as text. */
async function opened(format: ExportFormat, filter?: TransactionFilter) {
  const { bytes } = await fileOf(format, filter);
  const [titles, ...lines] = format === 'csv' ? parseCsv(bytes.toString('utf8')) : await firstSheet(bytes);
  return lines.map((line) =>
    Object.fromEntries(
      must(titles, 'a line of titles').map((title, index) => [String(title), String(line[index] ?? '')]),
    ),
  );
}

async function firstSheet(bytes: Buffer): Promise<unknown[][]> {
  const [sheet] = await readXlsxFile(bytes);
  return must(sheet, 'a sheet').data as unknown[][];
}

describe.each(['csv', 'xlsx'] as const)('an export as %s, opened by a library', (format) => {
  const exact = format === 'csv' ? 'Amount CHF' : 'Amount CHF (exact)';
  const exactBalance = format === 'csv' ? 'Balance after CHF' : 'Balance after CHF (exact)';

  test('has every booking once, with its exact amount, in the order of the list', async () => {
    const lines = (await opened(format)).filter(({ Record: record }) => record === 'booking');
    expect(lines.map(({ Transaction: id }) => id)).toEqual(everything.map(({ id }) => id));
    expect(lines.map((line) => parseChf(line[exact] ?? ''))).toEqual(everything.map(({ amount }) => amount));
  });

  test('ends with the balances, the number of bookings and their control sum', async () => {
    const filter = { type: 'usage', userId: must(userIds[1], 'a user') } as const;
    const lines = await opened(format, filter);
    const bookings = lines.filter(({ Record: record }) => record === 'booking');
    expect(lines.slice(bookings.length).map(({ Record: record }) => record)).toEqual([
      'opening',
      'movements',
      'closing',
      'total',
    ]);
    const [opening, movements, closing, total] = lines.slice(bookings.length);
    const sum = bookings.reduce((all, line) => all + (parseChf(line[exact] ?? '') ?? 0n), 0n);
    expect(Number(total?.Number)).toBe(bookings.length);
    expect(parseChf(total?.[exact] ?? '')).toBe(sum);
    expect(Number(movements?.Number)).toBe(COUNT);
    const amounts = [opening?.[exactBalance], movements?.[exact], closing?.[exactBalance]].map((text) =>
      parseChf(text ?? ''),
    );
    expect(must(amounts[0], 'opening') + must(amounts[1], 'movements')).toBe(amounts[2]);
  });

  test('has no cell that a spreadsheet takes for a formula', async () => {
    const notes = (await opened(format)).map(({ Note: note = '' }) => note);
    // The reader of workbooks trims.
    const trimmed = NASTY_NOTES.map((note) => note.trim()).filter(Boolean);
    if (format === 'xlsx') expect(new Set(notes.filter(Boolean))).toEqual(new Set(trimmed));
    else expect(new Set(notes.filter(Boolean))).toHaveProperty('size', NASTY_NOTES.length);
    if (format === 'xlsx') expect(await formulas()).toEqual([]);
    else expect(notes.filter((note) => /(^|[;\t\r\n])\s*[=+\-@＝＋－＠\t\r\n]/.test(note))).toEqual([]);
  });

  test('says the local time with its offset, and UTC', async () => {
    const times = (await opened(format)).map((line) => [line['Time (Europe/Zurich)'], line['Time (UTC)']]);
    expect(times).toContainEqual(['2026-10-25 02:00:00.000+02:00', '2026-10-25T00:00:00.000Z']);
    expect(times.some(([local]) => local?.startsWith('2026-10-25 02:00:') && local.endsWith('+01:00'))).toBe(
      true,
    );
  });
});

test('numbers of a workbook are numbers', async () => {
  const [, first] = await firstSheet((await fileOf('xlsx')).bytes);
  expect(typeof first?.[EXPORT_TITLES.indexOf('Amount CHF')]).toBe('number');
  expect(typeof first?.[EXPORT_TITLES.length + EXACT_TITLES.indexOf('Amount CHF (exact)')]).toBe('string');
});

test('a file has a name and a type', async () => {
  const { headers } = await fileOf('csv');
  expect(headers['content-disposition']).toMatch(
    /^attachment; filename="rappen-transactions-\d{4}-\d\d-\d\d\.csv"$/,
  );
  expect(headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(fileName('csv', new Date('2026-03-31T22:30:00Z'))).toBe('rappen-transactions-2026-04-01.csv');
});

test('too many at once are refused; one that nobody reads any more makes room', async () => {
  const leaving = new AbortController();
  const request = { mandateId, filter: {}, format: 'csv' } as const;
  const unread = await exports.transactions({ ...request, signal: leaving.signal });
  const half = await exports.transactions({ ...request, signal: new AbortController().signal });
  const third = () => exports.transactions({ ...request, signal: new AbortController().signal });
  await expect(third()).rejects.toMatchObject({ code: 'rate_limited' });
  leaving.abort();
  await expect.poll(() => connections()).toBe(1);
  if (Buffer.isBuffer(half.body) || Buffer.isBuffer(unread.body)) throw new Error('an export is streamed');
  for await (const _piece of half.body) break;
  await expect.poll(() => connections()).toBe(0);
  expect((await fileOf('csv')).bytes.length).toBeGreaterThan(COUNT);
});

test('one that is refused leaves neither a connection nor a place behind', async () => {
  const filter = { from: new Date('2026-11-02T00:00:00Z'), to: new Date('2026-11-01T00:00:00Z') };
  for (let times = 0; times < 3; times++) {
    await expect(fileOf('csv', filter)).rejects.toMatchObject({ code: 'invalid_request' });
  }
  // A backend ends a moment after its client has left.
  await expect.poll(connections).toBe(0);
});

test('bookings that arrive while it is written are not in it, nor in its sums', async () => {
  const other = await insertHistory(owner, rows.slice(0, 1_500));
  const { body } = await exports.transactions({
    mandateId: other.mandateId,
    filter: {},
    format: 'csv',
    signal: new AbortController().signal,
  });
  if (Buffer.isBuffer(body)) throw new Error('an export is streamed');
  const pieces: Buffer[] = [];
  for await (const piece of body) {
    pieces.push(piece);
    if (pieces.length === 2) await owner.pool.query(ONE_MORE, [other.mandateId.slice(4)]);
  }
  const lines = parseCsv(Buffer.concat(pieces).toString('utf8'));
  expect(lines.at(-1)?.slice(0, 1)).toEqual(['total']);
  expect(lines.filter(([record]) => record === 'booking')).toHaveLength(1_500);
  expect(lines.at(-1)?.[EXPORT_TITLES.indexOf('Number')]).toBe('1500');
});

const ONE_MORE = `
  insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at)
  select mandate_id, account_id, seq + 1, gen_random_uuid(), account_id, 1, balance_after + 1, 'adjustment', '2026-10-24'
  from billing_transaction where mandate_id = $1 order by account_id, seq desc limit 1`;

async function connections(): Promise<number> {
  const { rows: found } = await owner.pool.query<{ count: bigint }>(
    "select count(*) as count from pg_stat_activity where datname = current_database() and application_name = 'rappen export'",
  );
  return Number(found[0]?.count);
}

async function formulas(): Promise<unknown[]> {
  const { sheets } = await readXlsx((await fileOf('xlsx')).bytes);
  return sheets
    .flatMap(({ cells }) => [...(cells ?? new Map()).values()])
    .filter((cell) => 'formula' in cell);
}
