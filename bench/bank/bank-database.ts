import { readFileSync } from 'node:fs';
import { makeReference } from '#billing/payments/references/payment-reference.ts';
import type { Database } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { idOf, type UserId } from '#kernel/id.ts';
import { type BenchDatabase, openBenchDatabase } from '../bench-database.ts';
import { say } from '../bench-progress.ts';
import type { Defer } from '../scope.ts';

/** The account of the demo's letter head that payments with a QR reference come to. */
export const BANK_ACCOUNT = 'CH4431999123000889012';

export interface BankDatabase extends BenchDatabase {
  /** Who uploads. */
  readonly operator: UserId;
  /** Without spaces; one for each payment. */
  readonly topUps: readonly string[];
  readonly invoices: readonly string[];
}

/** A database of its own in which so many top-ups were asked for, and as many invoices issued, by a tenth as many mandates. */
export async function openBankDatabase(payments: number, defer: Defer): Promise<BankDatabase> {
  const { appUrl, owner } = await openBenchDatabase(defer);
  const references = (from: bigint) =>
    Array.from({ length: payments }, (_, index) => makeReference(BANK_ACCOUNT, from + BigInt(index)).text);
  const asked = { topUps: references(10_000_000_000n), invoices: references(20_000_000_000n) };
  await fill(owner, asked);
  const { rows } = await owner.pool.query<{ id: string }>('select id from app_user limit 1');
  return { appUrl, owner, operator: idOf('usr', must(rows[0], 'the operator').id), ...asked };
}

async function fill(
  { pool }: Database,
  { topUps, invoices }: Pick<BankDatabase, 'topUps' | 'invoices'>,
): Promise<void> {
  say(`bank: filling a database with ${topUps.length} top-ups that were asked for, and as many invoices`);
  await pool.query('create temp table asked_reference (n int4, top_up text, invoice text)');
  await pool.query(
    'insert into asked_reference select n, t, i from unnest($1::text[], $2::text[]) with ordinality u (t, i, n)',
    [topUps, invoices],
  );
  const script = readFileSync(new URL('./fill-payers.sql', import.meta.url), 'utf8');
  await pool.query(script.replaceAll('$1', String(Math.ceil(topUps.length / 10))));
  await pool.query('vacuum (analyze)');
}
