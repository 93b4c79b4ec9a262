import { openDatabase } from '#db/database.ts';
import { prepareDatabase } from '#db/prepare.ts';
import type { CommandServices } from './command-services.ts';
import { type JoinedServer, joinEmbeddedServer } from './join-embedded-server.ts';

export interface OpenServices extends CommandServices {
  close(): Promise<void>;
}

/** Where the data are; the configuration fits. */
export interface DataPlace {
  readonly databaseUrl: string | undefined;
  readonly databaseAppUrl: string | undefined;
  readonly dataDirectory: string;
}

/** The database of `DATABASE_URL`; else the running embedded server, or one that is started until `close`. */
export async function openServices(place: DataPlace & { readonly markupPpm: number }): Promise<OpenServices> {
  const { databaseAppUrl, markupPpm } = place;
  const server = await openServer(place);
  try {
    const { appUrl } = await prepareDatabase(
      server.ownerUrl,
      databaseAppUrl === undefined ? {} : { appUrl: databaseAppUrl },
    );
    return { ...useDatabase(appUrl, server.close), defaultMarkupPpm: markupPpm };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Where its owner reaches it; nothing in it is looked at yet. */
export async function openServer({ databaseUrl, dataDirectory }: DataPlace): Promise<JoinedServer> {
  if (databaseUrl === undefined) return joinEmbeddedServer(dataDirectory);
  return { ownerUrl: databaseUrl, close: async () => undefined };
}

function useDatabase(
  appUrl: string,
  closeServer: () => Promise<void>,
): Omit<OpenServices, 'defaultMarkupPpm'> {
  // An import has its turn on one and books on two.
  const { db, pool, close } = openDatabase(appUrl, { poolSize: 3, applicationName: 'rappen command' });
  return {
    db,
    pool,
    close: async () => {
      await close();
      await closeServer();
    },
  };
}
