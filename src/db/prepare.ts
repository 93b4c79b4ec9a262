import pg from 'pg';
import { connectionSettings } from './database.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS_DIRECTORY } from './migration-files.ts';
import { prepareQueueSchema } from './queue-schema.ts';
import { ensureAppRole, refusePowerfulAppRole } from './roles.ts';

export interface PreparedDatabase {
  /** To connect as the application's role. A secret. */
  readonly appUrl: string;
  /** Migrations that were applied now. */
  readonly applied: readonly string[];
}

/** The oldest PostgreSQL that Rappen supports. */
const MIN_VERSION = 15;

/**
 * All that a database needs before the application may use it, in this order: a version that we support, the
 * application's role (or `appUrl`, if given), the migrations, the job queue's tables, and the proof that this role
 * cannot rewrite the ledger.
 */
export async function prepareDatabase(
  ownerUrl: string,
  options: { appUrl?: string; migrations?: string | URL } = {},
): Promise<PreparedDatabase> {
  await refuseOldServer(ownerUrl);
  const appUrl = options.appUrl ?? (await ensureAppRole(ownerUrl));
  const { applied } = await migrate(ownerUrl, options.migrations ?? MIGRATIONS_DIRECTORY);
  await prepareQueueSchema(ownerUrl);
  await refusePowerfulAppRole(appUrl);
  return { appUrl, applied };
}

async function refuseOldServer(url: string): Promise<void> {
  const client = new pg.Client(connectionSettings(url));
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version') as version",
    );
    const version = rows[0]?.version ?? '0';
    if (Number.parseInt(version, 10) < MIN_VERSION) {
      throw new Error(`the database is PostgreSQL ${version}; Rappen needs ${MIN_VERSION} or newer`);
    }
  } finally {
    await client.end();
  }
}
