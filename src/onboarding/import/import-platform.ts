import { Socket } from 'node:net';
import pg from 'pg';
import { invalidRequest } from '#kernel/error.ts';
import { faultOfColumns } from './import-column.ts';
import { columnsOf, readCells } from './import-csv.ts';
import type { SourceLines } from './import-line.ts';
import { LINES_AT_ONCE } from './import-line.ts';
import type { ImportMapping } from './import-mapping.ts';
import type { ImportKind } from './import-record.ts';
import type { ImportSource } from './import-staging.ts';

/** The queries of a mapping, and what their rows are; in the order in which they are asked. */
const KIND_OF_QUERY = {
  mandates: 'mandate',
  users: 'user',
  memberships: 'membership',
  roles: 'role',
  usage: 'usage',
} as const satisfies Record<keyof NonNullable<ImportMapping['queries']>, ImportKind>;

export interface Platform {
  readonly sources: readonly ImportSource[];
  close(): Promise<void>;
}

/**
 * The database of a platform, read by the queries of the mapping: all in one read-only transaction, so they see one instant, and
 * each by a cursor. Columns are called like the fields of a record; lines are counted from 1. Throws `invalid_request`. Once it is
 * to stop, a query that runs is given up.
 */
export async function openPlatform(
  url: string,
  { queries = {} }: ImportMapping,
  stop?: AbortSignal,
): Promise<Platform> {
  const asked = Object.entries(KIND_OF_QUERY).flatMap(([name, kind]) => {
    const query = queries[name as keyof typeof queries];
    return query === undefined ? [] : [{ name, kind, query }];
  });
  if (asked.length === 0) throw invalidRequest('mapping', 'a database needs queries');
  const client = await connect(url, stop);
  return {
    sources: asked.map(({ name, kind, query }) => ({
      ...{ name: `query ${name}`, kind },
      lines: () => readQuery(client, name, kind, query),
    })),
    close: () => client.end(),
  };
}

async function connect(url: string, stop: AbortSignal | undefined): Promise<pg.Client> {
  // Every value as the text that PostgreSQL writes: a number of its own may have more digits than ours.
  const types = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig;
  const socket = new Socket();
  const client = new pg.Client({
    ...{ connectionString: url, application_name: 'rappen import', types },
    stream: () => socket,
  });
  client.on('error', () => undefined);
  stop?.addEventListener('abort', () => socket.destroy());
  try {
    await client.connect();
    await client.query("set time zone 'UTC'; set datestyle = 'ISO'");
    // A server before 14 goes on with a query that nobody waits for any more.
    await client.query("set client_connection_check_interval = '5s'").catch(() => undefined);
    await client.query('begin transaction isolation level repeatable read, read only');
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw invalidRequest('source', `the platform's database cannot be read: ${messageOf(error)}`);
  }
}

async function* readQuery(client: pg.Client, name: string, kind: ImportKind, query: string): SourceLines {
  let line = 0;
  try {
    await client.query(`declare platform no scroll cursor for ${query.replace(/;\s*$/, '')}`);
    for (;;) {
      const text = `fetch ${LINES_AT_ONCE} from platform`;
      const { rows, fields } = await client.query<(string | null)[]>({ text, rowMode: 'array' });
      const names = fields.map((field) => field.name);
      const fault = line === 0 ? faultOfColumns(kind, names) : undefined;
      if (fault !== undefined) throw new RangeError(fault);
      if (rows.length === 0) break;
      const columns = columnsOf(names);
      yield rows.map((cells) => ({
        ...{ file: `query ${name}`, line: ++line, kind },
        value: readCells(columns, cells),
      }));
    }
    await client.query('close platform');
  } catch (error) {
    throw invalidRequest(`queries.${name}`, messageOf(error));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'it failed';
}
