import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '#db/database.ts';
import { startEmbedded } from '#db/embedded/embedded-server.ts';
import { prepareDatabase } from '#db/prepare.ts';
import { say } from '../bench-progress.ts';
import { type Defer, inScope } from '../scope.ts';
import { fillHistory, findHistory, type History } from './history-fill.ts';

/** A database with a long history, its server running with the settings of production. */
export interface HistoryDatabase {
  readonly history: History;
  readonly owner: Database & { readonly url: string };
  /** To connect as the application's role. A secret. */
  readonly appUrl: string;
  /** Undefined: it was there already. */
  readonly fillSeconds: number | undefined;
  /** Of the PostgreSQL process. */
  readonly pid: number;
}

/** Written when a directory is whole. */
const FILLED = 'filled';
/** Nothing of the filling has to survive: a run that is cut begins anew. */
const FILLING = {
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '8GB',
};

/** Opens the database of the directory, which is filled first if that was not done yet, and stays. */
export async function openHistoryDatabase(
  { rows, directory: path }: { readonly rows: number; readonly directory: string },
  defer: Defer,
): Promise<HistoryDatabase> {
  const isFilled = existsSync(join(path, FILLED));
  const fillSeconds = isFilled ? undefined : await fill(path, rows);
  const server = await startEmbedded({ dataDir: path });
  defer(() => server.stop());
  const { appUrl } = await prepareDatabase(server.ownerUrl);
  const owner = openPatient(server.ownerUrl);
  defer(() => owner.close());
  const url = server.ownerUrl;
  return {
    history: await findHistory(owner),
    owner: { ...owner, url },
    appUrl,
    fillSeconds,
    pid: server.pid,
  };
}

/** Answers how many seconds it took. */
function fill(path: string, rows: number): Promise<number> {
  return inScope(async (defer) => {
    say(`history: filling a database with ${rows} calls`);
    const server = await startEmbedded({ dataDir: path, settings: FILLING });
    defer(() => server.stop());
    await prepareDatabase(server.ownerUrl);
    const owner = openPatient(server.ownerUrl);
    defer(() => owner.close());
    const from = performance.now();
    await fillHistory(owner, rows);
    await owner.pool.query('vacuum (analyze)');
    writeFileSync(join(path, FILLED), '');
    return (performance.now() - from) / 1_000;
  });
}

function openPatient(url: string): Database {
  return openDatabase(url, {
    poolSize: 2,
    applicationName: 'rappen bench',
    timeouts: { statementTimeoutMs: 3_600_000 },
  });
}
