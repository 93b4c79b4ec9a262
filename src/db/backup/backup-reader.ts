import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import {
  type BackupHeader,
  type BackupTable,
  END_OF_ROWS,
  FORMAT_VERSION,
  headerSchema,
  sectionSchema,
  tableKey,
  trailerSchema,
} from './backup-format.ts';

/** A file that is no backup, was cut or was changed. The message names the file. */
export class DamagedBackup extends Error {
  constructor(file: string, reason: string, cause?: unknown) {
    super(`${file} ${reason}: it was not restored`, { cause });
    this.name = 'DamagedBackup';
  }
}

const NEWLINE = Buffer.from('\n');
const END = Buffer.from(`\n${END_OF_ROWS}`);
/** A first line that is longer is none of ours. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

/** Reads a backup from its first byte to its last, once, in pieces: `header`, then `rows` of each table, then `finish`. */
export class BackupReader {
  readonly #file: string;
  readonly #source;
  readonly #pieces: AsyncIterator<Buffer>;
  readonly #hash = createHash('sha256');
  readonly #rows: Record<string, number> = {};
  #rest: Buffer = Buffer.alloc(0);

  constructor(file: string) {
    this.#file = file;
    this.#source = createReadStream(file, { highWaterMark: PIECE_BYTES });
    const text = createGunzip({ chunkSize: PIECE_BYTES });
    // What goes wrong comes to the reader, who waits for the next piece.
    pipeline(this.#source, text, () => undefined);
    this.#pieces = text[Symbol.asyncIterator]();
  }

  /** Bytes of the file that were read so far. */
  get fileBytes(): number {
    return this.#source.bytesRead;
  }

  /** Rows that were read so far, of all tables. */
  get rowCount(): number {
    return Object.values(this.#rows).reduce((sum, count) => sum + count, 0);
  }

  async header(): Promise<BackupHeader> {
    const content = await this.#json();
    const version = isRecord(content) && content.format === 'rappen backup' ? content.version : undefined;
    if (typeof version === 'number' && version !== FORMAT_VERSION) {
      throw new Error(
        `${this.#file} has format ${version}, and this program reads ${FORMAT_VERSION}: take the Rappen that wrote it, or a newer one`,
      );
    }
    return this.#fitting(headerSchema, content, 'is no backup of Rappen');
  }

  /** The rows of the table whose turn it is, in COPY's text format; pieces end anywhere. Read all of them before going on. */
  async *rows(table: BackupTable): AsyncGenerator<Buffer> {
    const key = tableKey(table);
    const section = this.#fitting(sectionSchema, await this.#json(), DAMAGED);
    if (section.table !== key) throw this.#damaged();
    this.#rows[key] = 0;
    // The line end before the first row is the one before the end, where there is no row.
    this.#rest = Buffer.concat([NEWLINE, this.#rest]);
    let isFirst = true;
    for (;;) {
      const end = this.#rest.indexOf(END);
      const isEnd = end >= 0;
      const length = isEnd ? end + 1 : Math.max(0, this.#rest.length - END.length + 1);
      const piece = this.#rest.subarray(isFirst ? 1 : 0, length);
      this.#rest = this.#rest.subarray(isEnd ? length + END_OF_ROWS.length : length);
      if (length > 0) isFirst = false;
      if (piece.length > 0) {
        this.#hash.update(piece);
        this.#rows[key] += countLines(piece);
        yield piece;
      }
      if (isEnd) break;
      if (!(await this.#more())) throw this.#damaged();
    }
    this.#hash.update(END_OF_ROWS);
  }

  /** After the last table: throws unless the file is, to the last bit, what was written. */
  async finish(): Promise<void> {
    const sha256 = this.#hash.copy().digest('hex');
    const trailer = this.#fitting(trailerSchema, await this.#json(), DAMAGED);
    const isAll = JSON.stringify(trailer.rows) === JSON.stringify(this.#rows);
    if (trailer.sha256 !== sha256 || !isAll || this.#rest.length > 0 || (await this.#more())) {
      throw this.#damaged();
    }
  }

  close(): void {
    this.#source.destroy();
  }

  async #json(): Promise<unknown> {
    let end = this.#rest.indexOf(NEWLINE);
    while (end < 0) {
      if (this.#rest.length > MAX_LINE_BYTES || !(await this.#more())) throw this.#damaged();
      end = this.#rest.indexOf(NEWLINE);
    }
    const line = this.#rest.subarray(0, end + 1);
    this.#rest = this.#rest.subarray(end + 1);
    this.#hash.update(line);
    try {
      return JSON.parse(line.toString('utf8'));
    } catch (error) {
      throw this.#damaged(error);
    }
  }

  #fitting<Shape extends z.ZodType>(schema: Shape, content: unknown, reason: string): z.infer<Shape> {
    const { success, data, error } = schema.safeParse(content);
    if (!success) throw new DamagedBackup(this.#file, reason, error);
    return data;
  }

  /** Whether there was another piece. */
  async #more(): Promise<boolean> {
    const next = await this.#pieces.next().catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
        throw this.#damaged(error);
      }
      throw error;
    });
    if (next.done) return false;
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    return true;
  }

  #damaged(cause?: unknown): DamagedBackup {
    return new DamagedBackup(this.#file, DAMAGED, cause);
  }
}

const DAMAGED = 'was cut or changed since it was written, or is no backup of Rappen';

function countLines(piece: Buffer): number {
  let lines = 0;
  for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines++;
  return lines;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
