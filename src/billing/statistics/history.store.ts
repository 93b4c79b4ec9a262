import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import type { DayRange, Period, Usage, UsageFilter } from './statistic.ts';

/** Usage of the time before Rappen in one period: `charged` is what the platform of then says it cost; nothing was booked. */
export interface PastUsage extends Usage {
  /** The first day of the period. */
  readonly begin: string;
}

/** One row for each period that has any. It knows neither features nor accounts: filtered by those there is none. */
export async function sumPastUsage(
  db: Db,
  mandateId: MandateId,
  request: DayRange & UsageFilter & { readonly period: Period },
): Promise<PastUsage[]> {
  if (request.feature !== undefined || request.accountId !== undefined) return [];
  const { rows } = await sql<PastUsage>`
    select date_trunc(${request.period}, h.day::timestamp)::date as begin,
           sum(h.calls)::int8 as calls, sum(h.worth)::int8 as charged, sum(h.input_tokens)::int8 as "inputTokens",
           sum(h.cached_tokens)::int8 as "cachedTokens", sum(h.output_tokens)::int8 as "outputTokens"
    from billing_history_daily h
    where h.mandate_id = ${uuidOf(mandateId)} and h.day >= ${request.from}::date and h.day < ${request.to}::date
      ${restriction(request)}
    group by 1 having sum(h.calls) <> 0 or sum(h.worth) <> 0 order by 1`.execute(db);
  return rows;
}

function restriction({ provider, model, userId, visibleTo }: UsageFilter): RawBuilder<unknown> {
  const conditions = [
    provider !== undefined && sql`and h.provider = ${provider}`,
    model !== undefined && sql`and h.model = ${model}`,
    userId && sql`and h.user_id = ${uuidOf(userId)}`,
    visibleTo && sql`and h.user_id = ${uuidOf(visibleTo)}`,
  ];
  return sql.join(
    [sql``, ...conditions.filter((condition) => condition !== undefined && condition !== false)],
    sql` `,
  );
}
