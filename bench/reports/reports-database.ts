import { readFileSync } from 'node:fs';
import type { Database } from '#db/database.ts';
import { type BenchDatabase, openBenchDatabase } from '../bench-database.ts';
import { say } from '../bench-progress.ts';
import type { Defer } from '../scope.ts';

export interface ReportsDatabase extends BenchDatabase {
  /** The month that is reported: `2026-10`. */
  readonly month: string;
}

/** A database of its own with so many mandates, as on the first of a month; the month before is to be reported. */
export async function openReportsDatabase(mandates: number, defer: Defer): Promise<ReportsDatabase> {
  const { appUrl, owner } = await openBenchDatabase(defer);
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
