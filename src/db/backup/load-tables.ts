import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { BackupHeader, BackupSequence, BackupTable } from './backup-format.ts';
import { tableKey } from './backup-format.ts';
import type { BackupReader } from './backup-reader.ts';
import { columnList, listTables, qualified } from './table-catalogue.ts';

interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/**
 * Loads all rows of a backup into tables of its level, in the caller's transaction, as the tables' owner: no triggers of ours run,
 * and foreign keys are made anew after the rows, which proves them.
 */
export async function loadTables(
  client: pg.Client,
  reader: BackupReader,
  header: BackupHeader,
): Promise<void> {
  const ours = (await listTables(client)).filter(({ schema }) => schema === 'public');
  refuseOtherShape(ours, header);
  const foreignKeys = await listForeignKeys(client);
  for (const { table, name } of foreignKeys) {
    await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`);
  }
  for (const table of ours) await client.query(`alter table ${qualified(table)} disable trigger user`);
  await client.query(`truncate ${ours.map(qualified).join(', ')}`);
  for (const table of header.tables) {
    if (table.schema === 'public') await loadTable(client, reader, table);
    else await loadQueueTable(client, reader, table);
  }
  await reader.finish();
  for (const table of ours) await client.query(`alter table ${qualified(table)} enable trigger user`);
  for (const { table, name, definition } of foreignKeys) {
    await client.query(`alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`);
  }
  for (const sequence of header.sequences) await setSequence(client, sequence);
  for (const table of ours) await client.query(`analyze ${qualified(table)}`);
}

async function loadTable(client: pg.Client, reader: BackupReader, table: BackupTable): Promise<void> {
  await copyRows(client, reader, table, qualified(table));
}

/**
 * The job queue's tables are always those of today, so columns that are there no more are left out, and new ones take their
 * defaults. Its rows are few: its foreign keys and checks stay in force.
 */
async function loadQueueTable(client: pg.Client, reader: BackupReader, table: BackupTable): Promise<void> {
  const today = (await listTables(client)).find((one) => tableKey(one) === tableKey(table));
  if (!today) throw new Error(`the backup has a table ${tableKey(table)}, which this program does not know`);
  const columns = table.columns.map(({ name, type }) => `${pg.escapeIdentifier(name)} ${type}`);
  await client.query(`create temporary table restored_rows (${columns.join(', ')}) on commit drop`);
  await copyRows(client, reader, table, 'restored_rows');
  const common = columnList(
    table.columns.filter(({ name }) => today.columns.some((column) => column.name === name)),
  );
  const isVersion = table.name === 'version';
  // Its one row is there; what it says of the tables stays, and what it says of times is the backup's.
  if (isVersion)
    await client.query(`update restored_rows set version = (select version from ${qualified(table)})`);
  await client.query(`delete from ${qualified(table)}`);
  await client.query(`insert into ${qualified(table)} (${common}) select ${common} from restored_rows`);
  await client.query('drop table restored_rows');
}

async function copyRows(
  client: pg.Client,
  reader: BackupReader,
  table: BackupTable,
  target: string,
): Promise<void> {
  const text = `copy ${target} (${columnList(table.columns)}) from stdin`;
  await pipeline(reader.rows(table), client.query(copyFrom(text)));
}

async function listForeignKeys(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
       from pg_constraint
      where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0
      order by conrelid::regclass::text, conname`,
  );
  return rows;
}

async function setSequence(
  client: pg.Client,
  { schema, name, value, isCalled }: BackupSequence,
): Promise<void> {
  await client.query('select setval($1::regclass, $2::bigint, $3)', [
    qualified({ schema, name }),
    value,
    isCalled,
  ]);
}

/** A table or a column that only one side has would be lost without a word. */
function refuseOtherShape(ours: readonly BackupTable[], { tables }: BackupHeader): void {
  const theirs = tables.filter(({ schema }) => schema === 'public');
  const here = new Map(ours.map((table) => [table.name, shapeOf(table)]));
  const there = new Map(theirs.map((table) => [table.name, shapeOf(table)]));
  for (const name of new Set([...here.keys(), ...there.keys()])) {
    if (here.get(name) === there.get(name)) continue;
    throw new Error(
      `the table ${name} has another shape in the backup than in this database, or only one of them has it: ` +
        'restore into an empty database, and take tables that are not of Rappen out of the one that was backed up',
    );
  }
}

function shapeOf({ columns }: BackupTable): string {
  return JSON.stringify(columns.map(({ name, type }) => `${name} ${type}`).sort());
}
