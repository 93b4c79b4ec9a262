import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import type { DayRange, Grouping, Period, Usage, UsageFilter } from './statistic.ts';

/** The sum of one period and group. */
export interface SummedUsage extends Usage {
  /** The first day of the period. */
  readonly begin: string;
  /** A name or, of users and accounts, a bare uuid; null: not grouped, or the rest. */
  readonly key: string | null;
  /** Of a model. */
  readonly provider: string | null;
  /** All groups together that are not among the dearest of the range. */
  readonly isRest: boolean;
}

/**
 * One row per period and group that has any calls: of the dearest groups of the whole range, and of the rest together. Day by
 * day, so that each is found by its index and lies together, whatever the planner believes.
 */
export async function sumUsage(
  db: Db,
  mandateId: MandateId,
  request: DayRange &
    UsageFilter & {
      readonly period: Period;
      readonly groupBy?: Grouping | undefined;
      readonly mostGroups: number;
    },
): Promise<SummedUsage[]> {
  const { groupBy, mostGroups } = request;
  const { rows } = await sql<SummedUsage>`
    with summed as (
      select date_trunc(${request.period}, days.day)::date as begin, of_day.key, of_day.provider,
             sum(calls) as calls, sum(charged) as charged, sum(input_tokens) as input_tokens,
             sum(cached_tokens) as cached_tokens, sum(output_tokens) as output_tokens
      from generate_series(${request.from}::date::timestamp, ${request.to}::date - interval '1 day', interval '1 day') days (day)
      cross join lateral (
        select ${groupBy ? KEYS[groupBy] : sql`null::text`} as key, ${groupBy === 'model' ? sql`d.provider` : sql`null::text`} as provider,
               sum(d.calls) as calls, sum(d.charged) as charged, sum(d.input_tokens) as input_tokens,
               sum(d.cached_tokens) as cached_tokens, sum(d.output_tokens) as output_tokens
        from billing_statistic_daily d
        where d.mandate_id = ${uuidOf(mandateId)} and d.day = days.day::date ${restriction(request)}
        group by 1, 2) of_day
      group by 1, 2, 3
    ), dearest as (
      select key, provider from summed group by 1, 2 order by sum(charged) desc, 1, 2 limit ${mostGroups}
    )
    select s.begin, dearest.key, dearest.provider, ${groupBy ? sql`dearest.key is null` : sql`false`} as "isRest",
           sum(calls)::int8 as calls, sum(charged)::int8 as charged, sum(input_tokens)::int8 as "inputTokens",
           sum(cached_tokens)::int8 as "cachedTokens", sum(output_tokens)::int8 as "outputTokens"
    from summed s left join dearest on dearest.key = s.key and dearest.provider is not distinct from s.provider
    group by 1, 2, 3, 4 order by 1, 2, 3`.execute(db);
  return rows;
}

function restriction({
  provider,
  model,
  userId,
  feature,
  accountId,
  visibleTo,
}: UsageFilter): RawBuilder<unknown> {
  const conditions = [
    provider !== undefined && sql`and d.provider = ${provider}`,
    model !== undefined && sql`and d.model = ${model}`,
    userId && sql`and d.user_id = ${uuidOf(userId)}`,
    visibleTo && sql`and d.user_id = ${uuidOf(visibleTo)}`,
    feature && sql`and d.feature = ${feature}`,
    accountId && sql`and d.account_id = ${uuidOf(accountId)}`,
  ];
  return sql.join(
    [sql``, ...conditions.filter((condition) => condition !== undefined && condition !== false)],
    sql` `,
  );
}

const KEYS: Readonly<Record<Grouping, RawBuilder<unknown>>> = {
  provider: sql`d.provider`,
  model: sql`d.model`,
  user: sql`d.user_id`,
  feature: sql`d.feature`,
  account: sql`d.account_id`,
};

/** The day that it is in Zurich, by the clock that dates the bookings. */
export async function todayInZurich(db: Db): Promise<string> {
  const { rows } = await sql<{
    today: string;
  }>`select (clock_timestamp() at time zone 'Europe/Zurich')::date as today`.execute(db);
  return must(rows[0], 'the day').today;
}

/** Whose the wallets are; null: the pool. */
export async function ownersOfWallets(
  db: Db,
  mandateId: MandateId,
): Promise<ReadonlyMap<string, string | null>> {
  const { rows } = await sql<{ id: string; user_id: string | null }>`
    select id, user_id from billing_account where mandate_id = ${uuidOf(mandateId)} and kind = 'wallet'`.execute(
    db,
  );
  return new Map(rows.map(({ id, user_id }) => [id, user_id]));
}
