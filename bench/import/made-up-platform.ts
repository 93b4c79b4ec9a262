import { createWriteStream, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { startEmbedded } from '#db/embedded/embedded-server.ts';
import { makeBenchDirectory } from '../bench-directory.ts';
import { say } from '../bench-progress.ts';
import type { Defer } from '../scope.ts';

/** The same platform as files and as a database, and the mapping of both. */
export interface ImportPlatform {
  readonly files: string;
  readonly fileMegabytes: number;
  /** A secret. */
  readonly databaseUrl: string;
  readonly mapping: string;
}

const QUERIES = {
  mandates: 'select id, name, credit_chf as "openingBalance" from tenant',
  users: 'select id, mail as email, full_name as name from person',
  memberships: 'select tenant_id as mandate, person_id as "user", role_name as role from person_tenant_role',
  roles:
    "select tenant_id as mandate, name as role, array_to_string(models_of, '|') as providers from tenant_role",
  usage:
    'select id, tenant_id as mandate, person_id as "user", to_char(called_at at time zone \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS"Z"\') as at, vendor as provider, model, tokens_in as "inputTokens", tokens_cached as "cachedTokens", tokens_out as "outputTokens", price_usd as "costUsd" from ai_call',
} as const;
const MAPPING = {
  roles: { owner: 'mandate_admin', member: 'user' },
  chfPerUsd: { '2026-01-01': '0.80' },
  queries: QUERIES,
};

/** A platform with so many mandates, on a server of its own. */
export async function openImportPlatform(mandates: number, defer: Defer): Promise<ImportPlatform> {
  const directory = await makeBenchDirectory();
  defer(() => directory.remove());
  const server = await startEmbedded({ dataDir: directory.path });
  defer(() => server.stop());
  const files = join(directory.path, 'files');
  const mapping = join(directory.path, 'mapping.json');
  mkdirSync(files);
  writeFileSync(mapping, JSON.stringify(MAPPING));
  const client = new pg.Client({ connectionString: server.ownerUrl });
  await client.connect();
  try {
    say(`import: filling a platform of ${mandates} mandates`);
    const script = readFileSync(new URL('./fill-platform.sql', import.meta.url), 'utf8');
    await client.query(script.replaceAll('$1', String(mandates)));
    for (const [name, query] of Object.entries(QUERIES)) {
      const rows = client.query(copyTo(`copy (${query}) to stdout (format csv, header)`));
      await pipeline(rows, createWriteStream(join(files, `${name}.csv`)));
    }
  } finally {
    await client.end();
  }
  const bytes = Object.keys(QUERIES).map((name) => statSync(join(files, `${name}.csv`)).size);
  const fileMegabytes = bytes.reduce((sum, one) => sum + one, 0) / 1e6;
  return { files, fileMegabytes, databaseUrl: server.ownerUrl, mapping };
}
