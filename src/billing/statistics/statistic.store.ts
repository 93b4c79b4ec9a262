import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { DayRange, Grouping, Period, Usage } from './statistic.ts';

/** The sum of one period and group. */
export interface SummedUsage extends Usage {
  /** The first day of the period. */
  readonly begin: string;
  /** A name or, of users and accounts, a bare uuid; null: not grouped. */
  readonly key: string | null;
  /** Of a model. */
  readonly provider: string | null;
}

/** One row per period and group that has any calls; at most `limit`. */
export async function sumUsage(
  db: Db,
  mandateId: MandateId,
  request: DayRange & {
    readonly period: Period;
    readonly groupBy?: Grouping | undefined;
    readonly userId?: UserId | undefined;
    readonly limit: number;
  },
): Promise<SummedUsage[]> {
  const { groupBy, userId } = request;
  const { rows } = await sql<SummedUsage>`
    select date_trunc(${request.period}, d.day::timestamp)::date as begin,
           ${groupBy ? KEYS[groupBy] : sql`null::text`} as key, ${groupBy === 'model' ? sql`d.provider` : sql`null::text`} as provider,
           sum(d.calls)::int8 as calls, sum(d.charged)::int8 as charged, sum(d.input_tokens)::int8 as "inputTokens",
           sum(d.cached_tokens)::int8 as "cachedTokens", sum(d.output_tokens)::int8 as "outputTokens"
    from billing_statistic_daily d
    where d.mandate_id = ${uuidOf(mandateId)} and d.day >= ${request.from}::date and d.day < ${request.to}::date
      ${userId ? sql`and d.user_id = ${uuidOf(userId)}` : sql``}
    group by 1, 2, 3 order by 1, 2, 3 limit ${request.limit}`.execute(db);
  return rows;
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
