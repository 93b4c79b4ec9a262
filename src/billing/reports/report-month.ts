import { zurichInstant } from '#kernel/zurich-time.ts';

/** A calendar month of Europe/Zurich. */
export interface ReportMonth {
  /** `2026-10` */
  readonly label: string;
  /** Its first day, `2026-10-01`. */
  readonly from: string;
  /** The first day after it. */
  readonly to: string;
  readonly days: number;
  /** The instants of its begin and end, which is no part of it any more. */
  readonly begin: Date;
  readonly end: Date;
}

/** The months that have reports: of a label that is none, an error is thrown. */
const MONTH_FORM = /^20\d\d-(0[1-9]|1[0-2])$/;

/** On the first day of the next month at 06:15: the time of the recurring job. */
const DUE_SECONDS = 6 * 3_600 + 15 * 60;
/** A Rappen that was off for longer does not write to people about what was long ago. */
const MOST_MONTHS = 12;
const DAY_MS = 86_400_000;

/** Throws a `RangeError` for a label that is no month. */
export function reportMonth(label: string): ReportMonth {
  if (!MONTH_FORM.test(label)) throw new RangeError(`${label} is no month`);
  const from = `${label}-01`;
  const to = `${monthAfter(label, 1)}-01`;
  const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
  return { label, from, to, days, begin: zurichInstant(from, 0), end: zurichInstant(to, 0) };
}

/** So many months later, or before with a negative number: `2026-12`, 1 -> `2027-01`. */
export function monthAfter(label: string, months: number): string {
  const [year = 0, month = 1] = label.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7);
}

/** When the reports of a month are made. */
export function reportTime(label: string): Date {
  return zurichInstant(`${monthAfter(label, 1)}-01`, DUE_SECONDS);
}

/** The months after `planned` whose reports are to be made by now, oldest first; of a longer outage the newest twelve. */
export function dueMonths(planned: string, now: Date): readonly string[] {
  const due: string[] = [];
  for (let month = monthAfter(planned, 1); reportTime(month) <= now; month = monthAfter(month, 1))
    due.push(month);
  return due.slice(-MOST_MONTHS);
}
