import readXlsxFile from 'read-excel-file/node';
import { expect, test } from 'vitest';
import { EXPORT_TITLES, type ExportLine } from './export-columns.ts';
import { xlsxPieces } from './export-xlsx.ts';

async function* pages(count: number): AsyncGenerator<ExportLine[]> {
  for (let index = 0; index < count; index++) {
    const amount = -1n - 10n ** 9n * BigInt(index);
    yield [
      EXPORT_TITLES.map((title) =>
        title === 'Amount CHF' ? ({ kind: 'amount', amount } as const) : undefined,
      ),
    ];
  }
}

async function sheetsOf(count: number, options: { rowCount: bigint; rowsPerSheet?: number }) {
  const pieces = await Array.fromAsync(xlsxPieces(pages(count), options));
  return readXlsxFile(Buffer.concat(pieces));
}

test('what does not fit into one sheet goes on in the next, under the same titles', async () => {
  const sheets = await sheetsOf(25, { rowCount: 25n, rowsPerSheet: 11 });
  expect(sheets.map(({ data }) => data.length)).toEqual([11, 11, 6]);
  expect(sheets.every(({ data }) => data[0]?.[0] === 'Record')).toBe(true);
});

test('an amount is there as a number, and to its last digit as text', async () => {
  const [sheet] = await sheetsOf(3, { rowCount: 3n });
  expect(sheet?.data[3]?.[EXPORT_TITLES.indexOf('Amount CHF')]).toBe(-2.000000001);
  expect(sheet?.data[3]?.[EXPORT_TITLES.length]).toBe('-2.000000001');
});

test('no bookings are a sheet with titles', async () => {
  const [sheet] = await sheetsOf(0, { rowCount: 0n });
  expect(sheet?.data).toHaveLength(1);
});
