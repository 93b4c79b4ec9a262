import pg from 'pg';
import { inject } from 'vitest';
import { issueDueStatements } from '#billing/statements/due-statements.ts';
import { openDatabase } from '#db/database.ts';
import { decimal } from '#kernel/decimal.ts';
import { silentLog } from '#kernel/log.ts';
import { bootstrap } from '../../../src/onboarding/bootstrap.ts';
import { ensureSampleData } from '../../../src/onboarding/demo/sample-data.ts';
import { withDatabase } from '../database-cluster.ts';
import { fillInIssuer } from '../statement-history.ts';
import { createTestDatabase, type TestDatabase } from '../test-database.ts';

const DAYS = 60;
const MARKUP_PPM = 500_000;

/**
 * A database with the sample data of demo mode, of the last 60 days, for one file. The first file of a run that asks
 * makes them (about ten seconds), all get copies.
 */
export async function createSampleDatabase(): Promise<TestDatabase> {
  return createTestDatabase({ template: await ensureTemplate() });
}

/** Two workers may ask at once: one fills, the other waits for the lock. */
async function ensureTemplate(): Promise<string> {
  const { prefix, template, ownerUrl, appUrl } = inject('testCluster');
  const name = `${prefix}sample`;
  const filling = `${name}_filling`;
  const client = new pg.Client({ connectionString: withDatabase(ownerUrl, 'postgres') });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 1) return name;
    await client.query(`drop database if exists ${filling}`);
    await client.query(`create database ${filling} template ${template}`);
    await fill(withDatabase(ownerUrl, filling), withDatabase(appUrl, filling));
    await client.query(`alter database ${filling} rename to ${name}`);
    return name;
  } finally {
    await client.end();
  }
}

async function fill(ownerUrl: string, appUrl: string): Promise<void> {
  const database = openDatabase(appUrl, { poolSize: 2, applicationName: 'rappen test' });
  try {
    await bootstrap(database.db, { chfPerUsd: decimal('0.80') });
    await fillInIssuer(database);
    await makeSampleData(database.db, ownerUrl);
    const { signal } = new AbortController();
    await issueDueStatements({ db: database.db, log: silentLog, signal });
  } finally {
    await database.close();
  }
}

/** Also takes them up again, where a start without demo mode has ended them. */
export function makeSampleData(db: Parameters<typeof ensureSampleData>[0], ownerUrl: string): Promise<void> {
  return ensureSampleData(db, {
    ownerUrl,
    isWanted: true,
    defaultMarkupPpm: MARKUP_PPM,
    span: { days: DAYS, until: new Date() },
    say: () => undefined,
  });
}
