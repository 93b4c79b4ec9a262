import { createWriteStream } from 'node:fs';
import { lstat, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { connectionSettings } from '../database.ts';
import { type BackupSource, backupText } from './backup-source.ts';

export interface BackupRequest extends Omit<BackupSource, 'client'> {
  /** Of the owner of the tables. */
  readonly ownerUrl: string;
  /** Must not exist. */
  readonly file: string;
  /** Breaks it off: nothing is left behind. */
  readonly signal: AbortSignal;
}

export interface WrittenBackup {
  /** Uncompressed, and of the file. */
  readonly bytes: number;
  readonly fileBytes: number;
}

/** Measured: docs/adr/0030-backup.md. */
const GZIP_LEVEL = 3;
const PIECE_BYTES = 256 * 1024;

/**
 * Writes all data of a database to a new file, readable by its owner only, beside the running Rappen. The file appears under its
 * name when it is whole and on the disk; until then it is `FILE.part`. Throws plain errors.
 */
export async function writeBackup(request: BackupRequest): Promise<WrittenBackup> {
  const { file, signal } = request;
  const part = `${file}.part`;
  await refuseExisting(file);
  const client = new pg.Client({
    ...connectionSettings(request.ownerUrl),
    application_name: 'rappen backup',
  });
  client.on('error', () => undefined);
  // A statement that waits for a lock would be waited for.
  const cut = () => void client.end().catch(() => undefined);
  signal.addEventListener('abort', cut);
  try {
    await client.connect();
    let bytes = 0;
    const onProgress = (table: string, so: number) => {
      bytes = so;
      request.onProgress(table, so);
    };
    await writePart(part, backupText({ ...request, client, onProgress }), { file, signal });
    await syncDirectory(dirname(file));
    return { bytes, fileBytes: (await stat(file)).size };
  } finally {
    signal.removeEventListener('abort', cut);
    await client.end().catch(() => undefined);
  }
}

/** Then it gets its name. Removes the file again if that is not to be; one that was there already is not touched. */
async function writePart(
  part: string,
  text: AsyncIterable<Buffer>,
  { file, signal }: Pick<BackupRequest, 'file' | 'signal'>,
): Promise<void> {
  const handle = await open(part, 'wx', 0o600).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
    throw new Error(`${part} exists: another backup writes it, or one was killed; then remove it`);
  });
  try {
    const output = createWriteStream(part, { fd: handle, flush: true, highWaterMark: 4 * PIECE_BYTES });
    await pipeline(text, createGzip({ level: GZIP_LEVEL, chunkSize: PIECE_BYTES }), output, { signal });
    await refuseExisting(file);
    await rename(part, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    if (signal.aborted) throw new Error('the backup was broken off; nothing is left of it', { cause: error });
    if (!['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'].some((code) => hasCode(error, code))) throw error;
    throw new Error(`${file} could not be written, and nothing is left of it: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

async function refuseExisting(file: string): Promise<void> {
  const isThere = await lstat(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new Error(`${file} exists already: a backup overwrites nothing`);
}

/** The new name is on the disk too. Not every system can: then it comes there by itself a little later. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
