import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { idOf, type MandateId, type ReportId, uuidOf } from '#kernel/id.ts';
import type { BillingReport, ReportMail, ReportState, SkipReason } from './billing-report.ts';
import { MOST_ATTEMPTS, nextAttempt } from './billing-report.ts';
import type { ReportSubject } from './report-usage.store.ts';

interface Row {
  readonly mandate_id: string;
  readonly id: string;
  readonly month: string;
  readonly user_id: string | null;
  readonly state: ReportState;
  readonly attempts: number;
}

/** At most so many that are due by now, locked: other processes pass them over until the transaction ends. */
export async function claimDueReports(tx: Tx, most: number, now: Date): Promise<readonly BillingReport[]> {
  const { rows } = await sql<Row>`
    select mandate_id, id, month, user_id, state, attempts from billing_report
    where state = 'due' and next_attempt_at <= ${now}
    order by next_attempt_at, month, mandate_id, id
    limit ${most}
    for no key update skip locked`.execute(tx);
  return rows.map(reportOf);
}

/** The report of this mandate (or user) and month, locked; where there was none there is one now, which is not sent by itself. */
export async function lockReport(
  tx: Tx,
  { mandateId, userId }: ReportSubject,
  month: string,
): Promise<BillingReport> {
  const [mandate, user] = [uuidOf(mandateId), userId ? uuidOf(userId) : null];
  await sql`
    insert into billing_report (mandate_id, id, month, user_id, state, reason, made_at)
    values (${mandate}, ${REPORT_UUID(mandate, month, user)}, ${month}, ${user}, 'skipped', 'by_hand', clock_timestamp()) on conflict do nothing`.execute(
    tx,
  );
  const { rows } = await sql<Row>`
    select mandate_id, id, month, user_id, state, attempts from billing_report
    where mandate_id = ${mandate} and month = ${month} and user_id is not distinct from ${user}::uuid
    for no key update`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('the report is there');
  return reportOf(row);
}

/** One and the same, whoever plans it. */
const REPORT_UUID = (mandate: unknown, month: unknown, user: unknown) =>
  sql`md5(${mandate}::text || '/report/' || ${month}::text || '/' || coalesce(${user}::text, ''))::uuid`;

/** Written as mails, in the same transaction. A report that was sent stays so, also if it is sent again. */
export async function markReportSent(
  tx: Tx,
  report: BillingReport,
  mails: readonly ReportMail[],
): Promise<void> {
  await insertReportMails(tx, report, mails);
  await sql`
    update billing_report set state = 'sent', reason = null, last_error = null, attempts = attempts + 1, made_at = coalesce(made_at, clock_timestamp())
    where ${isReport(report)}`.execute(tx);
}

export async function insertReportMails(
  tx: Tx,
  { mandateId, id }: BillingReport,
  mails: readonly ReportMail[],
): Promise<void> {
  if (mails.length === 0) return;
  await sql`
    insert into billing_report_mail (mandate_id, report_id, mail_id, recipient)
    select ${uuidOf(mandateId)}, ${uuidOf(id)}, m.id, m.recipient
    from unnest(${mails.map(({ mailId }) => uuidOf(mailId))}::uuid[], ${mails.map(({ recipient }) => recipient)}::text[]) m (id, recipient)`.execute(
    tx,
  );
}

export async function markReportSkipped(tx: Tx, report: BillingReport, reason: SkipReason): Promise<void> {
  await sql`
    update billing_report set state = 'skipped', reason = ${reason}, last_error = null, attempts = attempts + 1, made_at = clock_timestamp()
    where ${isReport(report)}`.execute(tx);
}

/** It is tried again later, or given up. Answers which. */
export async function markReportFailed(
  tx: Tx,
  report: BillingReport,
  problem: string,
  now: Date,
): Promise<'due' | 'failed'> {
  const attempts = report.attempts + 1;
  const state = attempts >= MOST_ATTEMPTS ? 'failed' : 'due';
  await sql`
    update billing_report set state = ${state}, attempts = ${attempts}, last_error = ${problem.slice(0, 1_000)}, next_attempt_at = ${nextAttempt(attempts, now)}
    where ${isReport(report)}`.execute(tx);
  return state;
}

function isReport({ mandateId, id }: { readonly mandateId: MandateId; readonly id: ReportId }) {
  return sql`mandate_id = ${uuidOf(mandateId)} and id = ${uuidOf(id)}`;
}

function reportOf(row: Row): BillingReport {
  return {
    id: idOf('rpt', row.id),
    mandateId: idOf('mnd', row.mandate_id),
    userId: row.user_id === null ? undefined : idOf('usr', row.user_id),
    month: row.month,
    state: row.state,
    attempts: row.attempts,
  };
}

/** The newest month that was planned. */
export async function newestPlannedMonth(db: Db): Promise<string> {
  const { rows } = await sql<{ month: string }>`
    select month from billing_report_month order by month desc limit 1`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('the migration has planned a month');
  return row.month;
}

/** One that somebody has sent to himself before the month was planned was sent to nobody else. */
const IS_DUE_ALL_THE_SAME = sql`
  on conflict (mandate_id, month, user_id) do update set state = 'due', reason = null, made_at = null
  where billing_report.state = 'skipped' and billing_report.reason = 'by_hand'`;

/**
 * Says of every mandate, and of every user of those that want so, that the report of the month is due: once over all processes.
 * A mandate that was made later gets none, one that is suspended or closed only if something was booked.
 */
export async function planReports(
  tx: Tx,
  {
    label,
    from,
    to,
    begin,
    end,
  }: {
    readonly label: string;
    readonly from: string;
    readonly to: string;
    readonly begin: Date;
    readonly end: Date;
  },
): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into billing_report_month (month) values (${label}) on conflict do nothing`.execute(tx);
  if (numAffectedRows === 0n) return;
  await sql`
    insert into billing_report (mandate_id, id, month)
    select m.mandate_id, ${REPORT_UUID(sql.ref('m.mandate_id'), label, null)}, ${label}
    from mandate m join billing_settings b on b.mandate_id = m.mandate_id
    where m.created_at < ${end}
      and (m.status = 'active' or exists (
        select from billing_transaction t where t.mandate_id = m.mandate_id and t.at >= ${begin} and t.at < ${end}))
    ${IS_DUE_ALL_THE_SAME}`.execute(tx);
  await sql`
    insert into billing_report (mandate_id, id, month, user_id)
    select b.mandate_id, ${REPORT_UUID(sql.ref('b.mandate_id'), label, sql.ref('d.user_id'))}, ${label}, d.user_id
    from billing_settings b
    cross join lateral (
      select distinct e.user_id from billing_statistic_daily e
      where e.mandate_id = b.mandate_id and e.day >= ${from}::date and e.day < ${to}::date) d
    where b.user_reports and b.report_enabled
    ${IS_DUE_ALL_THE_SAME}`.execute(tx);
}
