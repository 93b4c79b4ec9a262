import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { connectionSettings, type Db } from '#db/database.ts';

/** One connection of the owner's, for statements and for queries: a transaction of `db` holds for both. */
export interface OwnerSession {
  readonly client: pg.Client;
  readonly db: Db;
  close(): Promise<void>;
}

export async function openOwnerSession(ownerUrl: string): Promise<OwnerSession> {
  const client = new pg.Client({
    ...connectionSettings(ownerUrl),
    application_name: 'rappen sample data',
    lock_timeout: 10_000,
  });
  // A connection that breaks is told by the query that needs it.
  client.on('error', () => undefined);
  await client.connect();
  return {
    client,
    db: new Kysely({ dialect: new PostgresDialect({ pool: onlyOne(client) }) }),
    close: () => client.end(),
  };
}

function onlyOne(client: pg.Client): PostgresPool {
  const lent = {
    query: (sql: string, parameters: readonly unknown[]) => client.query(sql, [...parameters]),
    release: () => undefined,
  };
  return {
    options: {},
    connect: async () => lent as unknown as Awaited<ReturnType<PostgresPool['connect']>>,
    end: async () => undefined,
  };
}
