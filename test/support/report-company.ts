import { findWallet } from '#billing/accounts/account.store.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import { must } from '#kernel/assert.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { addMember, makeMember, type TestMember } from './mandate-factory.ts';
import { bookDatedCalls, type DatedCall } from './pages/dated-calls.ts';
import type { TestDatabase } from './test-database.ts';

/** A mandate that was there for long, with two users, whose reports go to two addresses. */
export interface ReportCompany {
  readonly mandateId: MandateId;
  readonly anna: TestMember;
  readonly beat: TestMember;
}

export const RECIPIENTS = ['chef@muster.example', 'buch@muster.example'] as const;

interface CompanyFacts {
  readonly language?: 'de' | 'en' | 'fr' | 'it';
  readonly recipients?: readonly string[];
  readonly reportEnabled?: boolean;
  readonly userReports?: boolean;
  readonly createdAt?: string;
}

/** What `calls` says of a call, and whose it is. */
export type CompanyCall = Omit<DatedCall, 'userId' | 'model'> & {
  readonly by?: 'anna' | 'beat';
  readonly model?: string;
};

/** Made as long ago as `createdAt` says; the calls are booked by the ledger on their days, after a top-up of CHF 1000. */
export async function reportCompany(
  database: TestDatabase,
  facts: CompanyFacts,
  calls: readonly CompanyCall[] = [],
): Promise<ReportCompany> {
  const { db } = database.openApp(1);
  const anna = await makeMember(db);
  const { mandateId } = anna;
  const beat = await addMember(db, mandateId);
  await openBilling(db, { mandateId, billingModel: 'prepaid_mandate' });
  const owner = database.openOwner(1);
  await owner.pool.query('update mandate set created_at = $2 where mandate_id = $1', [
    uuidOf(mandateId),
    facts.createdAt ?? '2024-01-15T10:00:00Z',
  ]);
  await owner.pool.query(
    `update billing_settings set recipients = $2, language = $3, report_enabled = $4, user_reports = $5 where mandate_id = $1`,
    [
      ...[uuidOf(mandateId), facts.recipients ?? RECIPIENTS, facts.language ?? 'de'],
      ...[facts.reportEnabled ?? true, facts.userReports ?? false],
    ],
  );
  const company = { mandateId, anna, beat };
  if (calls.length > 0) await book(database, company, calls);
  return company;
}

async function book(
  database: TestDatabase,
  { mandateId, anna, beat }: ReportCompany,
  calls: readonly CompanyCall[],
): Promise<void> {
  const { db } = database.openApp(1);
  const walletId = must(await findWallet(db, mandateId, undefined), 'the pool');
  const dated = calls.map(({ by, model, ...call }) => ({
    ...call,
    model: model ?? 'gpt-5',
    userId: (by === 'beat' ? beat : anna).userId,
  }));
  await bookDatedCalls({ database }, { mandateId, walletId }, '1000', dated);
}

/** As if the reports until this month had been planned, and no others: `2026-09`. */
export async function planUntil(database: TestDatabase, month: string): Promise<void> {
  const { pool } = database.openOwner(1);
  await pool.query('delete from billing_report_mail');
  await pool.query('delete from billing_report');
  await pool.query('delete from billing_report_month');
  await pool.query('insert into billing_report_month (month) values ($1)', [month]);
}
