import pg from 'pg';
import { connectionSettings } from './database.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS_DIRECTORY } from './migration-files.ts';
import { landQueueSchema } from './queue-schema.ts';
import { ensureAppRole, refusePowerfulAppRole } from './roles.ts';
import { refuseUnfitServer } from './unfit-server.ts';

export interface PreparedDatabase {
  /** To connect as the application's role. A secret. */
  readonly appUrl: string;
  /** Migrations that were applied now. */
  readonly applied: readonly string[];
}

/**
 * All that a database needs before the application may use it, in this order: a server that we support, the
 * application's role (or `appUrl`, if given), the migrations and the job queue's tables in one transaction, and the proof
 * that this role cannot rewrite the ledger.
 */
export async function prepareDatabase(
  ownerUrl: string,
  options: { appUrl?: string; migrations?: string | URL } = {},
): Promise<PreparedDatabase> {
  await refuseUnfit(ownerUrl);
  const appUrl = options.appUrl ?? (await ensureAppRole(ownerUrl));
  const { applied } = await migrate(ownerUrl, options.migrations ?? MIGRATIONS_DIRECTORY, {
    andThen: landQueueSchema,
  });
  await refusePowerfulAppRole(appUrl);
  return { appUrl, applied };
}

async function refuseUnfit(url: string): Promise<void> {
  const client = new pg.Client(connectionSettings(url));
  client.on('error', () => undefined);
  await client.connect();
  try {
    await refuseUnfitServer(client);
  } finally {
    await client.end();
  }
}
