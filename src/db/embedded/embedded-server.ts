import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Log, silentLog } from '#kernel/log.ts';
import { ensureCluster, writeSettings } from './cluster.ts';
import {
  ownerPassword,
  prepareDataDirectory,
  rememberEndpoint,
  rememberedConnection,
} from './data-directory.ts';
import { chooseEndpoint, endpointUrl } from './endpoint.ts';
import { acquireInstanceLock, DataDirectoryInUse } from './instance-lock.ts';
import { findPlaces, type PlaceOptions, type Places } from './places.ts';
import { findPostmaster, type Postmaster, startPostmaster, stopPostmaster } from './postmaster.ts';
import { findPrograms } from './programs.ts';
import { serverSettings } from './server-settings.ts';
import { type Supervised, supervise } from './supervisor.ts';

/** `account` and `outsideDirectory` are for tests: they are found out by trying, and /var/lib. */
export interface EmbeddedOptions extends PlaceOptions {
  /** Made if it does not exist. Relative to the working directory. */
  readonly dataDir: string;
  readonly log?: Log;
  /** Listen on this port of 127.0.0.1 instead of a Unix socket. */
  readonly port?: number;
  /** Settings of postgresql.conf over Rappen's own, for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedServer {
  /** Of the owner, for the database `rappen`. A secret. */
  readonly ownerUrl: string;
  /** Of the PostgreSQL process at this moment: another one after a crash. */
  readonly pid: number;
  /** Stops the server in order and frees the data directory. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL on a data directory, or takes over the one that a killed Rappen left running. It is
 * started again whenever it dies. Throws `DataDirectoryInUse` if another live process has the directory, else one
 * clear line about what is wrong.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const programs = findPrograms();
  const dataDir = prepareDataDirectory(options.dataDir);
  const lock = await acquireInstanceLock(dataDir);
  try {
    const places = await findPlaces(dataDir, programs, options);
    const { supervised, ownerUrl } = await bringUp(places, options);
    return {
      ownerUrl,
      get pid() {
        return supervised.pid;
      },
      stop: async () => {
        await supervised.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

export interface AttachedServer {
  readonly ownerUrl: string;
  /** False: it was running. */
  readonly isStartedHere: boolean;
  /** Leaves a server that was running alone; stops one that was started for us. */
  close(): Promise<void>;
}

/**
 * For commands: the embedded server of the Rappen that runs on this data directory, or else one for as long as the
 * command takes. Waits up to 15 s for a server that is just starting.
 */
export async function attachOrStart(options: EmbeddedOptions): Promise<AttachedServer> {
  const giveUpAt = Date.now() + ATTACH_TIMEOUT_MS;
  for (;;) {
    try {
      const server = await startEmbedded(options);
      return { ownerUrl: server.ownerUrl, isStartedHere: true, close: () => server.stop() };
    } catch (error) {
      if (!(error instanceof DataDirectoryInUse)) throw error;
      const ownerUrl = await runningServerUrl(options.dataDir);
      if (ownerUrl) return { ownerUrl, isStartedHere: false, close: async () => undefined };
      if (Date.now() > giveUpAt) throw error;
    }
    await sleep(100);
  }
}

const ATTACH_TIMEOUT_MS = 15_000;
const DATABASE = 'rappen';

async function runningServerUrl(dataDir: string): Promise<string | undefined> {
  const known = rememberedConnection(dataDir);
  if (!known) return undefined;
  const url = endpointUrl(known.endpoint, known.password, DATABASE);
  return (await answers(url)) ? url : undefined;
}

async function bringUp(
  places: Places,
  options: EmbeddedOptions,
): Promise<{ supervised: Supervised; ownerUrl: string }> {
  const password = ownerPassword(places.dataDir);
  await ensureCluster(places, password);
  const endpoint = await chooseEndpoint(places.socketDirectory, options.port);
  const changed = writeSettings(places, serverSettings(endpoint, options.settings ?? {}));
  const url = (database: string) => endpointUrl(endpoint, password, database);
  const start = () => startPostmaster(places, endpoint.kind === 'loopback' ? endpoint.port : undefined);
  const first = (await takeOver(places, url('postgres'), changed)) ?? (await start());
  const supervised = supervise(first, start, places.log, options.log ?? silentLog);
  try {
    await ensureDatabase(url('postgres'));
    rememberEndpoint(places.dataDir, endpoint);
  } catch (error) {
    await supervised.stop();
    throw error;
  }
  return { supervised, ownerUrl: url(DATABASE) };
}

/** The left-over server goes on if it has today's settings and answers; otherwise it is stopped in order. */
async function takeOver(places: Places, url: string, changed: boolean): Promise<Postmaster | undefined> {
  const orphan = findPostmaster(places.cluster);
  if (!orphan) return undefined;
  if (!changed && (await answers(url))) return orphan;
  await stopPostmaster(orphan);
  return undefined;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 3_000,
    query_timeout: 3_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
