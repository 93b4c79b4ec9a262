import { Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely';
import pg from 'pg';
import { databaseError, isConnectionLost } from './database-error.ts';

/** No tables of its own: each module adds those that it owns with `db.withTables<{ wallet: WalletTable }>()`. */
export type Db = Kysely<Record<never, never>>;
/** A `Db` inside a transaction; fits wherever a `Db` is asked for. */
export type Tx = Transaction<Record<never, never>>;

export interface DatabaseOptions {
  /** Most connections that this pool opens at once. */
  readonly poolSize: number;
  /** Shown in `pg_stat_activity`, so that an operator sees who holds a lock. */
  readonly applicationName: string;
  readonly timeouts?: Partial<Record<keyof typeof DATABASE_TIMEOUTS, number>>;
}

const DATABASE_TIMEOUTS = {
  /** To get a connection: a free one of the pool, or a new one. */
  connectionTimeoutMs: 5_000,
  /** For a row or table lock. Long enough for a queue at a hot wallet, short enough that a caller learns of a fault. */
  lockTimeoutMs: 5_000,
  statementTimeoutMs: 10_000,
  /** A transaction that somebody forgot must not hold locks for ever. */
  idleInTransactionTimeoutMs: 15_000,
  /** How much later than the server's own timeout we give up by ourselves: the server, or the way to it, is gone. */
  answerGraceMs: 5_000,
} as const satisfies Record<string, number>;

export interface Database {
  /** Errors of connections and of a full or overloaded server come as `AppError('database_unavailable')`. */
  readonly db: Db;
  /** For statements that Kysely is too slow for (the ledger's batches). Its errors are raw: see `databaseError`. */
  readonly pool: pg.Pool;
  /** Waits for the queries in progress. */
  close(): Promise<void>;
}

/** Opens no connection yet: that happens with the first query, and again by itself whenever connections were lost. */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const timeouts = { ...DATABASE_TIMEOUTS, ...options.timeouts };
  const pool = new pg.Pool({
    ...connectionSettings(url),
    application_name: options.applicationName,
    max: options.poolSize,
    connectionTimeoutMillis: timeouts.connectionTimeoutMs,
    lock_timeout: timeouts.lockTimeoutMs,
    statement_timeout: timeouts.statementTimeoutMs,
    idle_in_transaction_session_timeout: timeouts.idleInTransactionTimeoutMs,
    query_timeout: timeouts.statementTimeoutMs + timeouts.answerGraceMs,
    idleTimeoutMillis: 30_000,
  });
  // A connection that breaks while idle, or between two statements of a transaction, is an event; without a listener
  // Node would end the process. Whoever uses the connection next gets the error.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db: Db = new Kysely({ dialect: new PostgresDialect({ pool: translatingPool(pool) }) });
  return {
    db,
    pool,
    close: async () => {
      if (!pool.ended && !pool.ending) await pool.end();
    },
  };
}

/** What every connection of Rappen shares, for `new pg.Client` too: `int8` is a bigint, `date` and `numeric` stay text. */
export function connectionSettings(url: string): pg.ClientConfig {
  return { connectionString: url, keepAlive: true, types: { getTypeParser } };
}

const OWN_PARSERS = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, BigInt],
  // A day is no instant: as a Date it would shift with the time zone of the process.
  [pg.types.builtins.DATE, (text) => text],
]);

// pg's own parsers have one type per format; the map above covers text, which is all that we ask for.
function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === INT8_ARRAY) return (text) => parseInt8Array(text);
  return OWN_PARSERS.get(oid) ?? pg.types.getTypeParser(oid, format ?? 'text');
}

const INT8_ARRAY = 1016;

function parseInt8Array(text: string): (bigint | null)[] {
  const items = text.slice(1, -1);
  return items === '' ? [] : items.split(',').map((item) => (item === 'NULL' ? null : BigInt(item)));
}

type PooledClient = Awaited<ReturnType<PostgresPool['connect']>>;

/** The pool as Kysely sees it: errors are translated, and a connection that failed is not given out again. */
function translatingPool(pool: pg.Pool): PostgresPool {
  const wrapped = new WeakMap<pg.PoolClient, PooledClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect().catch(rethrow);
      const known = wrapped.get(client);
      if (known) return known;
      const wrapper = translatingClient(client);
      wrapped.set(client, wrapper);
      return wrapper;
    },
  };
}

function translatingClient(client: pg.PoolClient): PooledClient {
  let broken = false;
  const query = (sql: string, parameters: readonly unknown[]) =>
    client.query(sql, [...parameters]).catch((error: unknown) => {
      broken ||= isConnectionLost(error);
      return rethrow(error);
    });
  return {
    query: query as unknown as PooledClient['query'],
    release: () => client.release(broken),
  };
}

function rethrow(error: unknown): never {
  throw databaseError(error);
}
