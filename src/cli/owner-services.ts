import { join, resolve } from 'node:path';
import type { WriteStream } from 'node:tty';
import { hasDatabase } from '#db/embedded/data-directory.ts';
import { listenForBreakOff } from './break-off.ts';
import type { OwnerServices } from './command-services.ts';
import { type DataPlace, openServer } from './open-services.ts';

export interface OpenOwnerServices extends OwnerServices {
  close(): Promise<void>;
}

/**
 * The database of `DATABASE_URL`, or the embedded one as the other commands find it, unprepared. From now on a signal ends the
 * command in order: it takes back what it has done, and stops a server that was started for it. A second one ends it at once.
 * Throws where there is no embedded database yet, unless it `mayBegin` one.
 */
export async function openOwnerServices(
  place: DataPlace & { readonly sessionSecret: string | undefined },
  terminal: Pick<WriteStream, 'isTTY' | 'write'>,
  mayBegin: boolean,
): Promise<OpenOwnerServices> {
  if (!mayBegin && place.databaseUrl === undefined && !hasDatabase(place.dataDirectory)) {
    throw new Error(
      `there is no database in ${resolve(place.dataDirectory)}: set DATA_DIR or DATABASE_URL to where it is`,
    );
  }
  const breakOff = listenForBreakOff();
  const server = await openServer(place);
  let shown = false;
  const show = (text: string) => {
    if (terminal.isTTY) terminal.write(`\r\x1b[K${text}`);
    shown = text !== '';
  };
  return {
    ownerUrl: server.ownerUrl,
    appUrl: place.databaseAppUrl,
    signal: breakOff.signal,
    secretPlace:
      place.sessionSecret === undefined ? join(place.dataDirectory, 'session-secret') : 'SESSION_SECRET',
    progress: show,
    close: async () => {
      if (shown) show('');
      await server.close();
      breakOff.end();
    },
  };
}
