import type pg from 'pg';
import type { Migration } from './migration-files.ts';

export const HISTORY_TABLE = `
  create table if not exists rappen_migration (
    version    integer primary key,
    name       text not null,
    checksum   text not null,
    applied_at timestamptz not null default clock_timestamp()
  )`;

export interface LandedMigration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

/** By number; none where the table of them is missing. */
export async function landedMigrations(client: pg.Client): Promise<LandedMigration[]> {
  const { rows: tables } = await client.query<{ name: string | null }>(
    "select to_regclass('rappen_migration')::text as name",
  );
  if (tables[0]?.name == null) return [];
  const { rows } = await client.query<LandedMigration>(
    'select version, name, checksum from rappen_migration order by version',
  );
  return rows;
}

/** The files that have not landed yet, after checking that those that have are the same ones, and come first. */
export function pendingMigrations(
  files: readonly Migration[],
  landed: readonly LandedMigration[],
): Migration[] {
  const byVersion = new Map(files.map((file) => [file.version, file]));
  for (const { version, name, checksum } of landed) {
    const file = byVersion.get(version);
    if (!file) {
      throw new Error(
        `the database has migration ${name}, which this program does not know: the database is newer. ` +
          'Start the newer version of Rappen.',
      );
    }
    if (file.checksum !== checksum) {
      throw new Error(
        `migration ${file.name} was changed after it had landed in this database (as ${name}). ` +
          'A landed migration is never edited: restore the file and write a new one.',
      );
    }
  }
  const newest = landed.at(-1)?.version ?? 0;
  const isLanded = new Set(landed.map(({ version }) => version));
  const pending = files.filter(({ version }) => !isLanded.has(version));
  const late = pending.find(({ version }) => version < newest);
  if (late) {
    throw new Error(
      `migration ${late.name} comes before one that has landed already: give it a higher number`,
    );
  }
  return pending;
}
