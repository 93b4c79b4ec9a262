import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type AutomationId, idOf, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { ReportMonth } from './report-month.ts';
import type { ReportSubject } from './report-usage.store.ts';

/** What an automation's calls cost in one month. */
export interface SummedAutomation {
  readonly automationId: AutomationId;
  /** Null: it was deleted. */
  readonly name: string | null;
  readonly charged: NanoChf;
  readonly calls: bigint;
}

/**
 * By automation, the dearest first. The days' statistics say which users and models automations had: their rows are found by
 * the index of the calls, so nothing else is read.
 */
export async function sumReportAutomations(
  db: Db,
  { mandateId, userId }: ReportSubject,
  month: ReportMonth,
): Promise<readonly SummedAutomation[]> {
  const mandate = uuidOf(mandateId);
  const { rows } = await sql<Omit<SummedAutomation, 'automationId'> & { readonly id: string }>`
    select t.automation_id as id, max(a.name) as name, -sum(t.amount)::int8 as charged, count(*) filter (where t.type = 'usage') as calls
    from (
      select distinct d.user_id, d.model from billing_statistic_daily d
      where d.mandate_id = ${mandate} and d.feature = 'automation' and d.day >= ${month.from}::date and d.day < ${month.to}::date
        ${userId ? sql`and d.user_id = ${uuidOf(userId)}` : sql``}) k
    join billing_transaction t on t.mandate_id = ${mandate} and t.user_id = k.user_id and t.model_answered = k.model
      and t.feature = 'automation' and t.at >= ${month.begin} and t.at < ${month.end}
    left join automation a on a.mandate_id = t.mandate_id and a.id = t.automation_id
    where t.type in ('usage', 'usage_correction') and t.automation_id is not null
    group by 1 order by 3 desc, 1`.execute(db);
  return rows.map(({ id, ...row }) => ({ ...row, automationId: idOf('aut', id) }));
}
