import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type EmbeddedServer, startEmbedded } from '#db/embedded/embedded-server.ts';
import { stopLeftOver } from '#db/embedded/postmaster.ts';
import { isRunning } from '#db/embedded/process-identity.ts';
import { prepareDatabase } from '#db/prepare.ts';

/** What the test files need to know to clone databases; see database.ts. */
export interface TestCluster {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly template: string;
  /** Names of this run's databases begin with it. */
  readonly prefix: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testCluster: TestCluster;
    /** Of the whole run, removed at its end. */
    runDirectory: string;
  }
}

const DIRECTORY_PREFIX = 'rappen-test-';

/**
 * Runs once before the first file that needs a database: one PostgreSQL for the run - DATABASE_URL if set, whose role
 * must be a superuser, else an embedded one that is thrown away - and one migrated template.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  await removeLeftOvers();
  const directory = mkdtempSync(join(tmpdir(), `${DIRECTORY_PREFIX}${process.pid}-`));
  project.provide('runDirectory', directory);
  const embedded = given ? undefined : await startThrowAway(join(directory, 'cluster'));
  const adminUrl = given ?? embedded?.ownerUrl ?? '';
  const prefix = `rappen_test_${process.pid}_${project.name}_`;
  const template = `${prefix}template`;
  const ownerUrl = withDatabase(adminUrl, template);
  const tearDown = async () => {
    await dropDatabases(adminUrl, prefix, given !== undefined);
    await embedded?.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await administer(adminUrl, [`create database ${template}`]);
    const { appUrl } = await prepareDatabase(ownerUrl);
    // From now on nobody connects to it, so that it can be cloned at any time.
    await administer(adminUrl, [`alter database ${template} with allow_connections false`]);
    project.provide('testCluster', { ownerUrl, appUrl, template, prefix });
    return tearDown;
  } catch (error) {
    await tearDown();
    throw error;
  }
}

/** The URL of another database on the same server. */
export function withDatabase(url: string, database: string): string {
  return url.replace(/^([a-z]+:\/\/[^/]*\/)[^?]*/i, `$1${database}`);
}

export async function administer(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function startThrowAway(dataDir: string): Promise<EmbeddedServer> {
  // Nothing here outlives the run. Tests of durability start servers of their own.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '128MB',
    // Of several files at once, each with some processes of Rappen.
    max_connections: '200',
  };
  return startEmbedded({ dataDir, settings });
}

/** A run that was killed could not stop its server: the next one does. */
async function removeLeftOvers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^rappen-test-(\d+)-/.exec(name)?.[1]);
    if (!(pid > 0) || isRunning(pid)) continue;
    const directory = join(tmpdir(), name);
    for (const place of ['.', 'cluster']) await stopLeftOver(join(directory, place, 'postgres'));
    rmSync(directory, { recursive: true, force: true });
  }
}

async function dropDatabases(adminUrl: string, prefix: string, serverStays: boolean): Promise<void> {
  if (!serverStays) return;
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      'select quote_ident(datname) as name from pg_database where starts_with(datname, $1)',
      [prefix],
    );
    for (const { name } of rows) await client.query(`drop database ${name} with (force)`);
  } finally {
    await client.end();
  }
}
