import { createHash } from 'node:crypto';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { landedMigrations } from '../migration-history.ts';
import { queueSchemaVersion } from '../queue-schema.ts';
import {
  type BackupHeader,
  type BackupTable,
  END_OF_ROWS,
  FORMAT_VERSION,
  tableKey,
} from './backup-format.ts';
import { columnList, listSequences, listTables, qualified } from './table-catalogue.ts';
import { TEXT_SETTINGS } from './text-settings.ts';

export interface BackupSource {
  readonly client: pg.Client;
  /** Of the Rappen that writes it. */
  readonly program: string;
  /** Told with each piece: which table it is of, and the bytes so far, uncompressed. */
  onProgress(table: string, bytes: number): void;
}

/**
 * The uncompressed text of a backup, piece by piece, of one instant: a transaction that reads a snapshot, beside whatever else
 * goes on. Refuses a database without tables of Rappen. The caller ends the connection.
 */
export async function* backupText(source: BackupSource): AsyncGenerator<Buffer> {
  const { client } = source;
  const header = await openSnapshot(source);
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = (piece: Buffer, table = '') => {
    hash.update(piece);
    bytes += piece.length;
    source.onProgress(table, bytes);
    return piece;
  };
  yield counted(line(header));
  const copies = [];
  for (const table of header.tables) {
    const key = tableKey(table);
    yield counted(line({ table: key }), key);
    const copy = client.query(
      copyTo(`copy (select ${columnList(table.columns)} from ${qualified(table)}) to stdout`),
    );
    for await (const piece of copy) yield counted(piece, key);
    yield counted(Buffer.from(END_OF_ROWS), key);
    copies.push([key, copy] as const);
  }
  // The number of rows comes after the last of them; the answer to a later statement comes after that.
  await client.query('commit');
  const rows = Object.fromEntries(copies.map(([key, { rowCount }]) => [key, rowCount]));
  yield line({ rows, sha256: hash.digest('hex') });
}

/** The tables are locked against changes of their shape, as pg_dump does, and against nothing else. */
async function openSnapshot({ client, program }: BackupSource): Promise<BackupHeader> {
  await client.query(TEXT_SETTINGS);
  const seen = await listTables(client);
  if (!seen.some(({ name }) => name === 'rappen_migration')) {
    throw new Error('there is no Rappen in this database: nothing to back up');
  }
  await client.query('begin isolation level repeatable read, read only');
  await client.query(`lock table ${seen.map(qualified).join(', ')} in access share mode`);
  // The snapshot is taken with this statement, however long the locks were waited for.
  const { rows } = await client.query<{ takenAt: string; postgres: string }>(
    `select to_char(statement_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "takenAt",
            current_setting('server_version') as postgres`,
  );
  const tables = await listTables(client);
  refuseOtherTables(seen, tables);
  return {
    format: 'rappen backup',
    version: FORMAT_VERSION,
    takenAt: rows[0]?.takenAt ?? '',
    program,
    postgres: rows[0]?.postgres ?? '',
    migrations: await landedMigrations(client),
    queueSchema: (await queueSchemaVersion(client)) ?? null,
    tables,
    sequences: await listSequences(client),
  };
}

function refuseOtherTables(before: readonly BackupTable[], now: readonly BackupTable[]): void {
  if (before.map(tableKey).join() === now.map(tableKey).join()) return;
  throw new Error('the tables were changed while the backup began: take it again when the update is done');
}

function line(content: object): Buffer {
  return Buffer.from(`${JSON.stringify(content)}\n`);
}
