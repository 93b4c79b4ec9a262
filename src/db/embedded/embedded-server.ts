import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { type Log, silentLog } from '#kernel/log.ts';
import { type Account, type AccountKind, chooseAccount } from './account.ts';
import { ensureCluster, OWNER, writeSettings } from './cluster.ts';
import { giveTo, ownerPassword, type Places, placesFor, prepareDataDirectory } from './data-directory.ts';
import { acquireInstanceLock } from './instance-lock.ts';
import { findPostmaster, type Postmaster, startPostmaster, stopPostmaster } from './postmaster.ts';
import { findPrograms } from './programs.ts';
import { type Endpoint, SOCKET_PORT, serverSettings } from './server-settings.ts';
import { supervise } from './supervisor.ts';

export interface EmbeddedOptions {
  /** Made if it does not exist. Relative to the working directory. */
  readonly dataDir: string;
  readonly log?: Log;
  /** Listen on this port of 127.0.0.1 instead of a Unix socket. */
  readonly port?: number;
  /** Settings of postgresql.conf over Rappen's own, for tests. */
  readonly settings?: Readonly<Record<string, string>>;
  /** How to run as root, for tests; else found out by trying. */
  readonly account?: AccountKind;
  /** Where programs and data go if they cannot stay in the data directory, for tests. */
  readonly outsideDirectory?: string;
}

export interface EmbeddedServer {
  /** Of the owner, for the database `rappen`. A secret. */
  readonly ownerUrl: string;
  /** Of the PostgreSQL process at this moment: another one after a crash. */
  readonly pid: number;
  readonly log: string;
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
    const account = chooseAccount(options.account);
    const places = placesFor(dataDir, account, programs, options.outsideDirectory);
    const server = await bringUp(places, account, options);
    return {
      ownerUrl: server.ownerUrl,
      log: places.log,
      get pid() {
        return server.supervised.pid;
      },
      stop: async () => {
        await server.supervised.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function bringUp(places: Places, account: Account, options: EmbeddedOptions) {
  const password = ownerPassword(places, account);
  await ensureCluster(places, account);
  const endpoint = await chooseEndpoint(places, account, options.port);
  const changed = writeSettings(places, account, serverSettings(endpoint, options.settings ?? {}));
  const port = endpoint.kind === 'loopback' ? endpoint.port : undefined;
  const start = () => startPostmaster(places, account, port);
  const url = (database: string) => urlOf(endpoint, password, database);
  const first = (await takeOver(places, url('postgres'), changed)) ?? (await start());
  const supervised = supervise(first, start, places.log, options.log ?? silentLog);
  try {
    await ensureDatabase(url('postgres'));
  } catch (error) {
    await supervised.stop();
    throw error;
  }
  return { supervised, ownerUrl: url(DATABASE) };
}

const DATABASE = 'rappen';

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

/** A socket's path has at most 107 bytes on Linux and 103 on macOS. */
const MAX_SOCKET_PATH_BYTES = 100;

async function chooseEndpoint(places: Places, account: Account, port: number | undefined): Promise<Endpoint> {
  const directory = places.socketDirectory;
  const path = join(directory, `.s.PGSQL.${SOCKET_PORT}`);
  const socketWorks = process.platform !== 'win32' && Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES;
  if (port !== undefined || !socketWorks) return { kind: 'loopback', port: port ?? (await freePort()) };
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  giveTo(directory, account);
  return { kind: 'socket', directory };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}

/** The host before the slash is for readers like `new URL`; libpq and pg let the parameter win. */
function urlOf(endpoint: Endpoint, password: string, database: string): string {
  const credentials = `postgresql://${OWNER}:${encodeURIComponent(password)}@`;
  return endpoint.kind === 'socket'
    ? `${credentials}localhost/${database}?host=${encodeURIComponent(endpoint.directory)}&port=${SOCKET_PORT}`
    : `${credentials}127.0.0.1:${endpoint.port}/${database}`;
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
