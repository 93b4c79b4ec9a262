import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { idOf, type MandateId } from '#kernel/id.ts';
import type { ReportState } from './billing-report.ts';

/** How far the reports of a month are, over all mandates. */
export interface ReportRun extends Readonly<Record<ReportState, number>> {
  readonly month: string;
  readonly plannedAt: Date;
}

/** A report that could not be made, as the operator sees it. */
export interface ReportProblem {
  readonly mandateId: MandateId;
  readonly mandateName: string;
  readonly userName: string | undefined;
  readonly month: string;
  readonly state: ReportState;
  readonly attempts: number;
  readonly lastError: string;
  /** Undefined: it is given up. */
  readonly nextAttemptAt: Date | undefined;
}

const MOST_MONTHS = 12;
const MOST_PROBLEMS = 50;

/** The months that were planned, the newest first. */
export async function selectReportRuns(db: Db): Promise<readonly ReportRun[]> {
  const { rows } = await sql<ReportRun>`
    select m.month, m.planned_at as "plannedAt", s.due, s.sent, s.skipped, s.failed
    from (select * from billing_report_month order by month desc limit ${MOST_MONTHS}) m
    cross join lateral (
      select count(*) filter (where r.state = 'due')::int4 as due, count(*) filter (where r.state = 'sent')::int4 as sent,
             count(*) filter (where r.state = 'skipped')::int4 as skipped, count(*) filter (where r.state = 'failed')::int4 as failed
      from billing_report r where r.month = m.month) s
    order by m.month desc`.execute(db);
  return rows;
}

/** The newest month first; at most fifty. */
export async function selectReportProblems(db: Db): Promise<readonly ReportProblem[]> {
  const { rows } = await sql<{
    mandate_id: string;
    name: string;
    user_name: string | null;
    month: string;
    state: ReportState;
    attempts: number;
    last_error: string;
    next_attempt_at: Date;
  }>`
    select r.mandate_id, m.name, u.name as user_name, r.month, r.state, r.attempts, r.last_error, r.next_attempt_at
    from billing_report r
    join mandate m on m.mandate_id = r.mandate_id
    left join app_user u on u.id = r.user_id
    where r.state in ('due', 'failed') and r.last_error is not null
    order by r.month desc, m.name, r.id limit ${MOST_PROBLEMS}`.execute(db);
  return rows.map((row) => ({
    mandateId: idOf('mnd', row.mandate_id),
    mandateName: row.name,
    userName: row.user_name ?? undefined,
    month: row.month,
    state: row.state,
    attempts: row.attempts,
    lastError: row.last_error,
    nextAttemptAt: row.state === 'due' ? row.next_attempt_at : undefined,
  }));
}
