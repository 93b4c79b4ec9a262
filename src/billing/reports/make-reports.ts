import type { Db, Tx } from '#db/database.ts';
import { withinSavepoint } from '#db/savepoint.ts';
import { transaction } from '#db/transaction.ts';
import { raiseAlarm } from '#kernel/alarm.ts';
import { atOnce } from '#kernel/at-once.ts';
import type { Log } from '#kernel/log.ts';
import { queueMail } from '#mail/outbox.ts';
import {
  claimDueReports,
  markReportFailed,
  markReportSent,
  markReportSkipped,
  newestPlannedMonth,
  planReports,
} from './billing-report.store.ts';
import { type BillingReport, type ReportMail, reportEventKey } from './billing-report.ts';
import { composeReport, type ReportContent, type ReportMaking } from './compose-report.ts';
import { dueMonths, reportMonth } from './report-month.ts';
import { readReportUsage, type SubjectUsage } from './report-usage.service.ts';

export interface ReportDeps {
  readonly db: Db;
  readonly log: Log;
  readonly making: ReportMaking;
  readonly now: () => Date;
}

/** So many in one transaction: a second's work, which a crash makes undone. */
const BATCH = 20;
/** While one of them waits for the database or for a picture that is being compressed, the other computes. Each takes a connection. */
export const REPORTS_AT_ONCE = 2;

/**
 * Plans the reports of months that have ended, and makes all that are due: the first time on the first of the month, later what an
 * outage or a fault has left. Any number of processes may do it at once; each report is made by one. One that fails is put off,
 * and holds up no other. Ends early, between two batches, when the signal is aborted. Answers how many were made.
 */
export async function makeDueReports(deps: ReportDeps, signal: AbortSignal): Promise<number> {
  await planDueMonths(deps);
  const made = await atOnce(REPORTS_AT_ONCE, () => makeBatches(deps, signal));
  return made.reduce((sum, count) => sum + count, 0);
}

async function makeBatches(deps: ReportDeps, signal: AbortSignal): Promise<number> {
  let made = 0;
  while (!signal.aborted) {
    const done = await transaction(deps.db, (tx) => makeBatch(tx, deps));
    if (done === 0) break;
    made += done;
  }
  return made;
}

async function planDueMonths({ db, now }: ReportDeps): Promise<void> {
  for (const label of dueMonths(await newestPlannedMonth(db), now())) {
    await transaction(db, (tx) => planReports(tx, reportMonth(label)));
  }
}

async function makeBatch(tx: Tx, deps: ReportDeps): Promise<number> {
  const claimed = await claimDueReports(tx, BATCH, deps.now());
  const usages = await readTogether(tx, claimed, deps.now());
  for (const report of claimed) {
    await withinSavepoint(tx, () => makeReport(tx, deps, report, usages.get(report))).catch(
      (error: unknown) => putOff(tx, deps, report, error),
    );
  }
  return claimed.length;
}

type Usages = ReadonlyMap<BillingReport, SubjectUsage | undefined>;

/** Of all at once, by month and kind; where that fails, each is read by itself later, so that only the bad one fails. */
async function readTogether(tx: Tx, reports: readonly BillingReport[], now: Date): Promise<Usages> {
  const groups = Map.groupBy(reports, ({ month, userId }) => `${month}/${userId === undefined}`);
  const read = async () => {
    const usages = new Map<BillingReport, SubjectUsage | undefined>();
    for (const group of groups.values()) {
      const found = await readReportUsage(tx, group, group[0]?.month ?? '', now);
      for (const [place, report] of group.entries()) usages.set(report, found[place]);
    }
    return usages;
  };
  return withinSavepoint(tx, read).catch(() => new Map());
}

async function makeReport(
  tx: Tx,
  { making, now }: ReportDeps,
  report: BillingReport,
  read: SubjectUsage | undefined,
): Promise<void> {
  const usage = read ?? (await readReportUsage(tx, [report], report.month, now()))[0];
  if (!usage?.standing.isEnabled) return markReportSkipped(tx, report, 'not_enabled');
  const { recipients } = usage.standing;
  if (recipients.length === 0) return markReportSkipped(tx, report, 'no_recipients');
  const content = await composeReport(tx, making, report, usage, true);
  const mails = await writeReportMails(tx, report, content, recipients);
  if (mails.length === 0) return markReportSkipped(tx, report, 'no_recipients');
  await markReportSent(tx, report, mails);
}

/** To each that has not unsubscribed and can be reached. `again`: names what was asked for by hand; undefined: the first time. */
export async function writeReportMails(
  tx: Tx,
  { mandateId, userId, month }: Pick<BillingReport, 'mandateId' | 'userId' | 'month'>,
  content: ReportContent,
  recipients: readonly string[],
  again?: string,
): Promise<readonly ReportMail[]> {
  const mails: ReportMail[] = [];
  for (const recipient of recipients) {
    const mailId = await queueMail(tx, {
      ...content,
      mandateId,
      to: recipient,
      kind: 'monthly_report',
      holdsSecret: false,
      eventKey: reportEventKey({ mandateId, userId }, month, again),
    });
    if (mailId !== undefined) mails.push({ mailId, recipient });
  }
  return mails;
}

async function putOff(
  tx: Tx,
  { log, now }: ReportDeps,
  report: BillingReport,
  error: unknown,
): Promise<void> {
  const problem = error instanceof Error ? error.message : String(error);
  const state = await markReportFailed(tx, report, problem, now());
  const { mandateId, userId, month } = report;
  const facts = { err: error, mandate: mandateId, user: userId, month, isGivenUp: state === 'failed' };
  raiseAlarm(log, 'report_failed', facts, 'a monthly report could not be made');
}
