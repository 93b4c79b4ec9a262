import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll } from 'vitest';
import { type RestoredBackup, type RestoreRequest, restoreBackup } from '#db/backup/restore-backup.ts';
import { type BackupRequest, type WrittenBackup, writeBackup } from '#db/backup/write-backup.ts';
import type { TestDatabase } from './test-database.ts';

const NEVER = new AbortController().signal;

/** A directory for a file's backups, removed at its end. Call it at the top of the file. */
export function backupDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'rappen-backup-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  return directory;
}

export function takeBackup(
  { ownerUrl }: Pick<TestDatabase, 'ownerUrl'>,
  file: string,
  more: Partial<BackupRequest> = {},
): Promise<WrittenBackup> {
  const request = { ownerUrl, file, program: '1.2.3', signal: NEVER, onProgress: () => undefined };
  return writeBackup({ ...request, ...more });
}

export function restoreInto(
  { ownerUrl, appUrl }: Pick<TestDatabase, 'ownerUrl' | 'appUrl'>,
  file: string,
  more: Partial<RestoreRequest> = {},
): Promise<RestoredBackup> {
  return restoreBackup({ ownerUrl, appUrl, file, signal: NEVER, onProgress: () => undefined, ...more });
}

/** Every row of every table of ours as text, sorted; generated columns too. */
export async function contentOf(ownerUrl: string): Promise<Record<string, string[]>> {
  return asking(ownerUrl, async (ask) => {
    const tables = await ask(
      `select quote_ident(tablename) as value from pg_tables where schemaname = 'public' order by 1`,
    );
    const content: Record<string, string[]> = {};
    for (const table of tables) {
      content[table] = await ask(
        `select t::text as value from public.${table} t order by t::text collate "C"`,
      );
    }
    return content;
  });
}

/** What of ours is in a database: tables with their columns, constraints, triggers, and what the application's role may. */
export async function schemaOf(ownerUrl: string): Promise<string[]> {
  return asking(ownerUrl, (ask) =>
    ask(`
      select format('column %s.%s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod)) as value
        from pg_attribute join pg_class c on c.oid = attrelid
       where relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
      union select format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
        from pg_constraint where connamespace = 'public'::regnamespace
      union select format('trigger %s on %s: %s', tgname, tgrelid::regclass, tgenabled) from pg_trigger where not tgisinternal
      union select format('%s may %s on %s.%s', grantee, privilege_type, table_schema, table_name)
        from information_schema.role_table_grants
       where grantee = 'rappen_app' and table_schema in ('public', 'pgboss') and table_name not like 'queue_stats%'
       order by 1`),
  );
}

/** Whether a database has no table at all, as before a first restore. */
export async function isBare(ownerUrl: string): Promise<boolean> {
  const tables = await asking(ownerUrl, (ask) =>
    ask(`select tablename as value from pg_tables where schemaname in ('public', 'pgboss')`),
  );
  return tables.length === 0;
}

async function asking<Result>(
  url: string,
  work: (ask: (sql: string) => Promise<string[]>) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(async (sql) =>
      (await client.query<{ value: string }>(sql)).rows.map(({ value }) => value),
    );
  } finally {
    await client.end();
  }
}
