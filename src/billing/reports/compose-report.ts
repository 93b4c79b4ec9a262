import type { Tx } from '#db/database.ts';
import type { NewMail } from '#mail/mail.ts';
import type { MailFile } from '#mail/mail-file.ts';
import { dayAfter } from '../balance/pace.ts';
import type { ChartPainter } from './chart/chart-painter.ts';
import { CHART_ID, type ReportFacts, reportChart, reportMail } from './mail/report-mail.ts';
import { REPORT_TEXTS } from './mail/report-texts.ts';
import { readBalanceFigures } from './report-balance.store.ts';
import type { ReportMonth } from './report-month.ts';
import type { SubjectUsage } from './report-usage.service.ts';
import type { ReportSubject } from './report-usage.store.ts';
import { readUsageLines } from './usage-file.store.ts';
import { usageFile } from './usage-file.ts';

export interface ReportMaking {
  readonly painter: ChartPainter;
  /** Where people reach Rappen, without a slash at the end. */
  readonly publicUrl: string;
  /** The statement of the mandate and month as it was issued, a PDF; undefined: there is none, and it may not or cannot be issued. */
  statementFile(subject: ReportSubject, month: ReportMonth, mayIssue: boolean): Promise<MailFile | undefined>;
}

/** A report as it is sent, whoever gets it. */
export type ReportContent = Pick<NewMail, 'subject' | 'text' | 'html' | 'language' | 'canUnsubscribe'> & {
  readonly files: readonly MailFile[];
};

/**
 * Puts a report together: words, picture, usage as a file and, of a mandate, the statement. `isToBeSent`: its statement is issued
 * where it was not; a preview, or a month in which there was no such mandate, has none by itself.
 */
export async function composeReport(
  tx: Tx,
  making: ReportMaking,
  subject: ReportSubject,
  { standing, usage }: SubjectUsage,
  isToBeSent: boolean,
): Promise<ReportContent> {
  const { month } = usage;
  const { detail, lines } = await readUsageLines(tx, subject, month);
  const statement = subject.userId
    ? undefined
    : await making.statementFile(subject, month, isToBeSent && standing.openedOn < month.to);
  const facts: ReportFacts = {
    ...{ standing, usage, detail, hasStatement: statement !== undefined },
    balance: await readBalanceFigures(tx, subject, month),
    pageUrl: pageUrl(making.publicUrl, subject, month),
  };
  const { subject: line, ...content } = reportMail(facts);
  const chart = reportChart(facts);
  const picture = chart && pictureFile(await making.painter.paint(chart));
  const csv: MailFile = {
    name: `${REPORT_TEXTS[standing.language].fileName} ${month.label}.csv`,
    contentType: 'text/csv',
    content: usageFile(lines),
  };
  const files = [picture, statement, csv].filter((file) => file !== undefined);
  return { subject: line, ...content, files };
}

function pictureFile(content: Buffer): MailFile {
  return { name: 'chart.png', contentType: 'image/png', content, contentId: CHART_ID };
}

/** The overview of the month, in this mandate. */
function pageUrl(publicUrl: string, { mandateId }: ReportSubject, month: ReportMonth): string {
  return `${publicUrl}/billing?mandate=${mandateId}&from=${month.from}&to=${dayAfter(month.to, -1)}`;
}
