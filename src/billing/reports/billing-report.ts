import type { MailId, ReportId } from '#kernel/id.ts';
import type { REPORT_STATES, SKIP_REASONS } from './report.contract.ts';
import type { ReportSubject } from './report-usage.store.ts';

export type ReportState = (typeof REPORT_STATES)[number];
export type SkipReason = (typeof SKIP_REASONS)[number];

/** A report that is due, made or given up. */
export interface BillingReport extends ReportSubject {
  readonly id: ReportId;
  /** `2026-10` */
  readonly month: string;
  readonly state: ReportState;
  readonly attempts: number;
}

/** A mail that a report became. */
export interface ReportMail {
  readonly mailId: MailId;
  readonly recipient: string;
}

/** So often it is tried; with the waits that is about a day and a half. */
export const MOST_ATTEMPTS = 10;
const FIRST_WAIT_MS = 10 * 60_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;

/** When a report is tried again whose attempt number `attempts` has failed. */
export function nextAttempt(attempts: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1)));
}

/** What happened, for at most one mail to each recipient; `again`: what was asked for by hand. */
export function reportEventKey({ mandateId, userId }: ReportSubject, month: string, again?: string): string {
  return ['report', mandateId, month, userId, again].filter((part) => part !== undefined).join(':');
}
