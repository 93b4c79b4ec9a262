import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Migration {
  readonly version: number;
  /** The file's name: `0001_identity.sql`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text, hex; line ends do not count, so that a checkout on Windows is the same migration. */
  readonly checksum: string;
}

/** Rappen's own migrations. */
export const MIGRATIONS_DIRECTORY = new URL('../../migrations/', import.meta.url);

const FILE_NAME = /^(\d{4})_[a-z0-9][a-z0-9_-]*\.sql$/;

/** All `NNNN_name.sql` of a directory by number. Refuses other names ending in .sql, and two files with one number. */
export async function readMigrations(directory: string | URL): Promise<Migration[]> {
  const path = directory instanceof URL ? fileURLToPath(directory) : directory;
  const names = (await readdir(path)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    const version = Number(FILE_NAME.exec(name)?.[1]);
    if (!(version > 0)) throw new Error(`migrations/${name}: the name must be like 0001_name.sql`);
    const previous = migrations.at(-1);
    if (previous?.version === version) throw new Error(`${previous.name} and ${name} have the same number`);
    const sql = (await readFile(join(path, name), 'utf8')).replaceAll('\r\n', '\n');
    migrations.push({ version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') });
  }
  return migrations;
}
