import pg from 'pg';
import { QUEUE_SCHEMA } from '../queue-schema.ts';
import type { BackupSequence, BackupTable } from './backup-format.ts';

/**
 * What is backed up of the job queue, in the order of its foreign keys. Left out: who runs (`instance`), measurements and
 * warnings (`queue_stats`, `warning`), and the queue's own work on its tables (`bam`), which are of the database that was.
 */
export const QUEUE_TABLES = [
  'version',
  'queue',
  'schedule',
  'subscription',
  'job',
  'job_dependency',
] as const;

/** All tables of ours but unlogged ones, and those of the job queue that matter. Partitions are part of their table. */
export async function listTables(client: pg.Client): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable>(TABLES, [QUEUE_SCHEMA, QUEUE_TABLES]);
  return rows;
}

/** All sequences of ours, those of identity columns too. */
export async function listSequences(client: pg.Client): Promise<BackupSequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' order by 1`,
  );
  const sequences: BackupSequence[] = [];
  for (const { name } of rows) {
    const { rows: states } = await client.query<{ value: string; isCalled: boolean }>(
      `select last_value::text as value, is_called as "isCalled" from ${qualified({ schema: 'public', name })}`,
    );
    sequences.push(...states.map((state) => ({ schema: 'public', name, ...state })));
  }
  return sequences;
}

/** `public."user"`, for SQL. */
export function qualified({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
}

/** `a, "b"`: the columns for SQL. */
export function columnList(columns: readonly { readonly name: string }[]): string {
  return columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
}

const TABLES = `
  select n.nspname as schema, c.relname as name,
         coalesce((select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod))
                                    order by a.attnum)
                     from pg_attribute a
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''),
                  '[]') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
     and (n.nspname = 'public' or n.nspname = $1 and c.relname = any ($2))
   order by n.nspname desc, array_position($2, c.relname::text), c.relname`;
