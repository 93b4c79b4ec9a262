import { createHash } from 'node:crypto';
import type { Db, Tx } from '#db/database.ts';
import { databaseTime } from '#db/database-time.ts';
import { transaction } from '#db/transaction.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { once } from '#identity/idempotency/once.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import type { UserId } from '#kernel/id.ts';
import { shownHtml } from '#mail/mail-frame.ts';
import { fillText, type MarkValues } from '#mail/mail-marks.ts';
import { insertReportMails, lockReport, markReportSent } from './billing-report.store.ts';
import type { BillingReport } from './billing-report.ts';
import { composeReport, type ReportContent, type ReportMaking } from './compose-report.ts';
import { writeReportMails } from './make-reports.ts';
import { reportMonth } from './report-month.ts';
import { readReportUsage } from './report-usage.service.ts';
import type { ReportSubject } from './report-usage.store.ts';

export interface ReportByHandDeps {
  readonly db: Db;
  making(): ReportMaking;
  marks(): MarkValues;
}

interface WantedReport extends ReportSubject {
  readonly month: string;
}

interface Composed {
  readonly content: ReportContent;
  /** Whom it goes to by itself. */
  readonly recipients: readonly string[];
}

/**
 * Sends the report of a month that has ended again, or for the first time: to its recipients, or to the one who asks. The same
 * idempotency key again sends nothing. Throws `not_found`, `invalid_request` for a month that has not ended, `conflict` where nobody
 * is left to send it to.
 */
export function sendReport(
  { db, making }: ReportByHandDeps,
  by: AuditBy & { readonly userId: UserId },
  wanted: WantedReport & { readonly to: 'recipients' | 'me' },
  idempotencyKey: string,
): Promise<{ readonly subject: string; readonly recipients: string[] }> {
  const { mandateId, userId, month, to } = wanted;
  return once(db, { mandateId, idempotencyKey, content: ['report', month, userId, to] }, async (tx) => {
    const report = await lockReport(tx, wanted, month);
    const { content, recipients } = await compose(tx, making(), wanted, to === 'recipients');
    const all = to === 'me' ? await addressOf(tx, by.userId) : recipients;
    const again = createHash('sha256').update(idempotencyKey).digest('hex');
    const mails = await writeReportMails(tx, report, content, all, again);
    if (mails.length === 0) throw nobodyLeft();
    await keep(tx, report, mails, to);
    const written = mails.map(({ recipient }) => recipient);
    await recordAudit(tx, by, {
      action: 'report.sent',
      subject: report.id,
      after: { month, to: written.join(', ') },
    });
    return { subject: content.subject, recipients: written };
  });
}

/** One that somebody has sent to himself is not sent to the others by that. */
function keep(
  tx: Tx,
  report: BillingReport,
  mails: Parameters<typeof markReportSent>[2],
  to: 'recipients' | 'me',
): Promise<void> {
  return to === 'me' ? insertReportMails(tx, report, mails) : markReportSent(tx, report, mails);
}

/** What would be sent, and to whom. Nothing is written. Throws as `sendReport`. */
export async function previewReport(deps: ReportByHandDeps, wanted: WantedReport) {
  const { content, recipients } = await composePreview(deps, wanted);
  const { subject, text, files } = content;
  return {
    ...{ subject, text: fillText(text, deps.marks()), recipients: [...recipients] },
    files: files
      .filter(({ contentId }) => contentId === undefined)
      .map(({ name, content: { length } }) => ({ name, bytes: length })),
  };
}

/** The same as its reader sees it, with its picture. */
export async function previewHtml(deps: ReportByHandDeps, wanted: WantedReport): Promise<string> {
  const { html = '', files } = (await composePreview(deps, wanted)).content;
  return shownHtml(html, { files, marks: deps.marks(), theme: undefined });
}

function composePreview({ db, making }: ReportByHandDeps, wanted: WantedReport): Promise<Composed> {
  return transaction(db, (tx) => compose(tx, making(), wanted, false));
}

async function compose(
  tx: Tx,
  making: ReportMaking,
  wanted: WantedReport,
  isToBeSent: boolean,
): Promise<Composed> {
  const now = await databaseTime(tx);
  if (reportMonth(wanted.month).end > now) throw invalidRequest('body.month', 'has not ended yet');
  const [read] = await readReportUsage(tx, [wanted], wanted.month, now);
  if (!read) throw new AppError('not_found');
  if (wanted.userId && read.standing.recipients.length === 0) throw new AppError('not_found');
  return {
    content: await composeReport(tx, making, wanted, read, isToBeSent),
    recipients: read.standing.recipients,
  };
}

async function addressOf(tx: Tx, userId: UserId): Promise<readonly string[]> {
  const user = (await namesOfUsers(tx, [userId])).get(userId);
  return user ? [user.email] : [];
}

function nobodyLeft(): AppError {
  return new AppError('conflict', {}, 'There is no address for it, or those that there are want no reports.');
}
