import pg from 'pg';
import { connectionSettings } from './database.ts';
import { readMigrations } from './migration-files.ts';
import { landedMigrations } from './migration-history.ts';
import { QUEUE_SCHEMA_VERSION, queueSchemaVersion } from './queue-schema.ts';

/**
 * `landed` and `pending` are in order. `changed`: its file is not the one that landed. `newer`: this program has no such file.
 * `late`: it has not landed, and one with a higher number has.
 */
type MigrationState = 'landed' | 'pending' | 'changed' | 'newer' | 'late';

export interface MigrationStatus {
  /** By number. */
  readonly migrations: readonly { readonly name: string; readonly state: MigrationState }[];
  /** Versions of the job queue's tables; `landed` is undefined where there are none. */
  readonly jobQueue: { readonly landed: number | undefined; readonly known: number };
}

/** What has landed in a database and what has not. Writes nothing and waits for nobody. */
export async function migrationStatus(ownerUrl: string, directory: string | URL): Promise<MigrationStatus> {
  const files = await readMigrations(directory);
  const client = new pg.Client({ ...connectionSettings(ownerUrl), application_name: 'rappen migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('set default_transaction_read_only = on');
    const landed = new Map((await landedMigrations(client)).map((one) => [one.version, one]));
    const newest = Math.max(0, ...landed.keys());
    const known = files.map(({ version, name, checksum }) => {
      const before = landed.get(version);
      if (before) return { version, name, state: stateOf(before.checksum === checksum, 'changed') };
      return { version, name, state: version < newest ? 'late' : 'pending' } as const;
    });
    const numbers = new Set(files.map(({ version }) => version));
    const newer = [...landed.values()].filter(({ version }) => !numbers.has(version));
    const all = [...known, ...newer.map((one) => ({ ...one, state: 'newer' as const }))];
    return {
      migrations: all.sort((a, b) => a.version - b.version).map(({ name, state }) => ({ name, state })),
      jobQueue: { landed: await queueSchemaVersion(client), known: QUEUE_SCHEMA_VERSION },
    };
  } finally {
    await client.end();
  }
}

function stateOf(isSame: boolean, otherwise: MigrationState): MigrationState {
  return isSame ? 'landed' : otherwise;
}
