import type { ReportsResult } from '../reports/reports-bench.ts';
import type { Goal } from './goal.ts';
import { megabytes, ms, whole } from './numbers.ts';

/** For 10,000 mandates within ten minutes. */
const MOST_MS_EACH = 60;
const MOST_MEGABYTES = 500;

export function reportsGoals(result: ReportsResult): Goal[] {
  const each = msEach(result);
  return [
    {
      what: 'month-end: statement, PDF, chart, report and mail of a mandate',
      goal: `at most ${MOST_MS_EACH} ms (10,000 mandates in ten minutes)`,
      reached: ms(each),
      isMet: each <= MOST_MS_EACH,
    },
    {
      what: 'month-end: memory of the process',
      goal: `below ${megabytes(MOST_MEGABYTES)}`,
      reached: megabytes(result.mostMegabytes),
      isMet: result.mostMegabytes < MOST_MEGABYTES,
    },
  ];
}

export function reportsSection(result: ReportsResult): string[] {
  const { reports, statementSeconds, reportSeconds, kilobytesOfMail } = result;
  return [
    '## The first of a month',
    `${whole(reports)} mandates with three users and about 270 calls a month. Their statements, with PDFs, took ${statementSeconds.toFixed(1)} s ` +
      `(${ms((statementSeconds * 1_000) / reports)} each); their reports, with pictures, files and queued mails, ${reportSeconds.toFixed(1)} s ` +
      `(${ms((reportSeconds * 1_000) / reports)} each), one after the other in one process. The files of a mail have ${whole(kilobytesOfMail)} kB.`,
  ];
}

function msEach({ reports, statementSeconds, reportSeconds }: ReportsResult): number {
  return ((statementSeconds + reportSeconds) * 1_000) / reports;
}
