import type { writeXlsxStream } from 'hucre/xlsx';

/** Rows as a workbook, written while they are read. The library is loaded for the first one. */
export async function* xlsxStream(...workbook: Parameters<typeof writeXlsxStream>): AsyncGenerator<Buffer> {
  const library = await import('hucre/xlsx');
  for await (const piece of library.writeXlsxStream(...workbook)) {
    yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
  }
}
