import { stat } from 'node:fs/promises';
import pg from 'pg';
import { connectionSettings } from '../database.ts';
import { isConnectionLost } from '../database-error.ts';
import { analyzeNewTables, land, tableNames } from '../migrate.ts';
import { MIGRATIONS_DIRECTORY, readMigrations } from '../migration-files.ts';
import { HISTORY_TABLE, landedMigrations, pendingMigrations } from '../migration-history.ts';
import { landQueueSchema } from '../queue-schema.ts';
import { ensureAppRole } from '../roles.ts';
import { refuseUnfitServer } from '../unfit-server.ts';
import { type BackupLevel, backupLevel } from './backup-level.ts';
import { BackupReader } from './backup-reader.ts';
import { loadTables } from './load-tables.ts';
import { claimTarget, refuseOtherLevel } from './restore-target.ts';
import { TEXT_SETTINGS } from './text-settings.ts';

export interface RestoreRequest {
  /** Of the role that owns the database and is to own the tables; it needs no more. */
  readonly ownerUrl: string;
  /** Of the application's role, where the owner may not make it. */
  readonly appUrl: string | undefined;
  readonly file: string;
  /** Default: Rappen's own. */
  readonly migrations?: string | URL;
  readonly signal: AbortSignal;
  /** `share`: of the file, from 0 to 1. */
  onProgress(step: 'check' | 'load', share: number): void;
}

export interface RestoredBackup {
  readonly takenAt: string;
  /** Of the Rappen that wrote it. */
  readonly program: string;
  readonly tables: number;
  readonly rows: number;
  /** Migrations that the backup did not have yet. */
  readonly applied: readonly string[];
}

/**
 * Brings the data of a backup into an empty database, and the database to this program's migrations: all of it in one
 * transaction, so that it is as empty as before if anything fails or somebody pulls the plug. The file is read whole before the
 * database is touched, and once more while it is loaded; it must be unchanged both times. Throws plain errors that say what to do.
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoredBackup> {
  const files = await readMigrations(request.migrations ?? MIGRATIONS_DIRECTORY);
  const level = backupLevel(await reading(request, 'check', (reader) => reader.header()), files);
  const client = new pg.Client({
    ...connectionSettings(request.ownerUrl),
    application_name: 'rappen restore',
  });
  client.on('error', () => undefined);
  // While a statement runs this cuts the connection, and the server takes all of it back.
  const cut = () => void client.end().catch(() => undefined);
  request.signal.addEventListener('abort', cut);
  try {
    await client.connect();
    await client.query(TEXT_SETTINGS);
    await refuseUnfitServer(client);
    await claimTarget(client);
    await refuseOtherLevel(client, level);
    await reading(request, 'check', readWhole);
    // Roles belong to no database, and the migrations give rights to this one.
    if (request.appUrl === undefined) await ensureAppRole(request.ownerUrl);
    const restored = await reading(request, 'load', (reader) => load(client, reader, level));
    // Cut now, nobody would know whether it was done.
    request.signal.removeEventListener('abort', cut);
    await client.query('commit');
    return restored;
  } finally {
    request.signal.removeEventListener('abort', cut);
    await client.end().catch(() => undefined);
  }
}

async function readWhole(reader: BackupReader): Promise<void> {
  const { tables } = await reader.header();
  for (const table of tables) {
    for await (const _ of reader.rows(table));
  }
  await reader.finish();
}

/** All but the commit. */
async function load(client: pg.Client, reader: BackupReader, level: BackupLevel): Promise<RestoredBackup> {
  const header = await reader.header();
  await client.query('begin');
  await client.query(HISTORY_TABLE);
  for (const migration of pendingMigrations(level.before, await landedMigrations(client))) {
    await land(client, migration);
  }
  await landQueueSchema(client);
  await client.query(WITHOUT_TIMEOUTS);
  await loadTables(client, reader, header);
  const tablesBefore = await tableNames(client);
  for (const migration of level.after) await land(client, migration);
  await analyzeNewTables(client, tablesBefore);
  return {
    takenAt: header.takenAt,
    program: header.program,
    tables: header.tables.length,
    rows: reader.rowCount,
    applied: level.after.map(({ name }) => name),
  };
}

/** The job queue's plan sets its own for the rest of the transaction. */
const WITHOUT_TIMEOUTS = 'set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0';

/** Opens the file for one reading, tells how far it is, and ends it when somebody breaks it off. */
async function reading<Result>(
  { file, signal, onProgress }: RestoreRequest,
  step: 'check' | 'load',
  work: (reader: BackupReader) => Promise<Result>,
): Promise<Result> {
  const { size } = await stat(file);
  const reader = new BackupReader(file);
  const stop = () => reader.close();
  signal.addEventListener('abort', stop);
  const timer = setInterval(() => onProgress(step, reader.fileBytes / size), PROGRESS_EVERY_MS);
  try {
    signal.throwIfAborted();
    return await work(reader);
  } catch (error) {
    if (signal.aborted)
      throw new Error('the restore was broken off; the database is as it was', { cause: error });
    // A migration that it was in names itself.
    const reason = error instanceof Error && error.cause ? error.cause : error;
    if (!isConnectionLost(reason)) throw error;
    throw new Error('the connection to the database was lost: run the restore again', {
      cause: error,
    });
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', stop);
    reader.close();
  }
}

const PROGRESS_EVERY_MS = 500;
