import pg from 'pg';
import { connectionSettings } from '#db/database.ts';
import { isConnectionLost } from '#db/database-error.ts';
import { type AttachedServer, attachOrStart } from '#db/embedded/embedded-server.ts';

export interface JoinedServer {
  readonly ownerUrl: string;
  close(): Promise<void>;
}

/** Any number will do, as long as all commands take the same. */
const COMMANDS_LOCK = 7_265_702;
const ATTEMPTS = 20;

/**
 * The embedded server of the Rappen that runs, or one for the time of the command. Commands that run at once share the
 * server that the first of them started: each holds a lock in it, and the first stops it when it alone is left.
 */
export async function joinEmbeddedServer(dataDir: string): Promise<JoinedServer> {
  for (let attempt = 1; ; attempt++) {
    const server = await attachOrStart({ dataDir });
    try {
      return await join(server);
    } catch (error) {
      await server.close();
      // It was being stopped. Nothing is done yet, so begin again.
      if (!isConnectionLost(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function join(server: AttachedServer): Promise<JoinedServer> {
  const client = new pg.Client({
    ...connectionSettings(server.ownerUrl),
    application_name: 'rappen command',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock_shared($1)', [COMMANDS_LOCK]);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return {
    ownerUrl: server.ownerUrl,
    close: async () => {
      if (server.isStartedHere) await waitUntilAlone(client);
      await server.close();
      await client.end().catch(() => undefined);
    },
  };
}

/** Who asks for the lock after us waits for it, and loses the connection when the server stops. */
async function waitUntilAlone(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_unlock_shared($1)', [COMMANDS_LOCK]);
  await client.query('select pg_advisory_lock($1)', [COMMANDS_LOCK]);
}
