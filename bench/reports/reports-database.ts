import { readFileSync } from 'node:fs';
import { type Database, openDatabase } from '#db/database.ts';
import { startEmbedded } from '#db/embedded/embedded-server.ts';
import { prepareDatabase } from '#db/prepare.ts';
import { decimal } from '#kernel/decimal.ts';
import { bootstrap } from '../../src/onboarding/bootstrap.ts';
import { ensureDemoIssuer } from '../../src/onboarding/demo-issuer.ts';
import { makeBenchDirectory } from '../bench-directory.ts';
import { say } from '../bench-progress.ts';
import type { Defer } from '../scope.ts';

export interface ReportsDatabase {
  /** To connect as the application's role. A secret. */
  readonly appUrl: string;
  readonly owner: Database;
  /** The month that is reported: `2026-10`. */
  readonly month: string;
}

/** A database of its own with so many mandates, as on the first of a month; the month before is to be reported. */
export async function openReportsDatabase(mandates: number, defer: Defer): Promise<ReportsDatabase> {
  const directory = await makeBenchDirectory();
  defer(() => directory.remove());
  const server = await startEmbedded({ dataDir: directory.path });
  defer(() => server.stop());
  const { appUrl } = await prepareDatabase(server.ownerUrl);
  const owner = openDatabase(server.ownerUrl, {
    ...{ poolSize: 1, applicationName: 'rappen bench' },
    timeouts: { statementTimeoutMs: 3_600_000 },
  });
  defer(() => owner.close());
  await bootstrap(owner.db, { chfPerUsd: decimal('0.80'), adminPassword: 'reports-of-a-month' });
  await ensureDemoIssuer(owner.db);
  const month = await fill(owner, mandates);
  return { appUrl, owner, month };
}

async function fill({ pool }: Database, mandates: number): Promise<string> {
  say(`reports: filling a database with ${mandates} mandates`);
  const { rows } = await pool.query<{ first: string; last: string }>(
    `select (date_trunc('month', now() at time zone 'Europe/Zurich') - interval '2 months')::date as first,
            to_char(now() at time zone 'Europe/Zurich' - interval '1 month', 'YYYY-MM') as last`,
  );
  const { first = '', last = '' } = rows[0] ?? {};
  const script = readFileSync(new URL('./fill-mandates.sql', import.meta.url), 'utf8');
  await pool.query(script.replaceAll('$1', String(mandates)).replaceAll('$2', `'${first}'`));
  await pool.query('vacuum (analyze)');
  // As if the last month had just ended.
  await pool.query(
    "update billing_report_month set month = to_char(to_date(month, 'YYYY-MM') - interval '1 month', 'YYYY-MM')",
  );
  return last;
}
