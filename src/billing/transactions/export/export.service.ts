import type { HttpAnswer } from '#http/http-answer.ts';
import { AppError } from '#kernel/error.ts';
import type { MandateId } from '#kernel/id.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import type { TransactionFilter } from '../transaction-filter.ts';
import { csvPieces } from './export-csv.ts';
import { type ExportSource, openExportSource } from './export-source.ts';
import { xlsxPieces } from './export-xlsx.ts';

export type ExportFormat = 'csv' | 'xlsx';

export interface Exports {
  /**
   * A file of all bookings that the filter means, without a limit, written at the reader's pace. Throws `rate_limited` while too
   * many others are being written, `invalid_request`, `database_unavailable`.
   */
  transactions(request: ExportRequest): Promise<HttpAnswer>;
}

export interface ExportRequest {
  readonly mandateId: MandateId;
  readonly filter: TransactionFilter;
  readonly format: ExportFormat;
  /** Aborted when nobody waits for the file any more. */
  readonly signal: AbortSignal;
}

/** Each holds a connection, and an instant that the database must keep the dead rows of. */
const MOST_AT_ONCE = 4;
const MOST_OF_A_MANDATE = 2;
/** A reader that takes longer keeps the dead rows too long: he is cut off. A million rows take well under a minute. */
const MOST_MS = 15 * 60_000;

const FORMATS: Readonly<Record<ExportFormat, Format>> = {
  csv: { type: 'text/csv; charset=utf-8', pieces: (source) => csvPieces(source.pages()) },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pieces: (source) => xlsxPieces(source.pages(), { rowCount: source.count }),
  },
};

interface Format {
  readonly type: string;
  pieces(source: ExportSource): AsyncIterable<Buffer>;
}

export function createExports({ databaseUrl }: { readonly databaseUrl: string }): Exports {
  const running = new Map<MandateId, number>();
  const take = (mandateId: MandateId) => {
    const all = [...running.values()].reduce((sum, count) => sum + count, 0);
    const own = running.get(mandateId) ?? 0;
    if (all >= MOST_AT_ONCE || own >= MOST_OF_A_MANDATE) {
      throw new AppError(
        'rate_limited',
        {},
        'Other exports are being written. Try again when they are done.',
      );
    }
    running.set(mandateId, own + 1);
    return () => {
      const left = (running.get(mandateId) ?? 1) - 1;
      if (left > 0) running.set(mandateId, left);
      else running.delete(mandateId);
    };
  };
  return {
    transactions: async (request) => {
      const giveBack = take(request.mandateId);
      const source = await openExportSource(databaseUrl, request.mandateId, request.filter).catch((error) => {
        giveBack();
        throw error;
      });
      return answerWith(source, request, giveBack);
    },
  };
}

function answerWith(
  source: ExportSource,
  { format, signal }: ExportRequest,
  giveBack: () => void,
): HttpAnswer {
  const { type, pieces } = FORMATS[format];
  const ends = AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)]);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= source.close().finally(giveBack);
    return closing;
  };
  // Also where nobody ever reads: an iterator that was not begun does not end either.
  ends.addEventListener('abort', () => void close(), { once: true });
  if (ends.aborted) void close();
  return {
    status: 200,
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${fileName(format, new Date())}"`,
    },
    body: closedAtEnd(pieces(source), close),
  };
}

/** With the day that it is in Zurich, as in the file. */
export function fileName(format: ExportFormat, at: Date): string {
  return `rappen-transactions-${zurichTime(at).slice(0, 10)}.${format}`;
}

async function* closedAtEnd(
  pieces: AsyncIterable<Buffer>,
  close: () => Promise<void>,
): AsyncGenerator<Buffer> {
  try {
    yield* pieces;
  } finally {
    await close();
  }
}
