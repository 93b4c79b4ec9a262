import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { isAfter, NEWEST_FIRST, rowConditions, statisticConditions, unnested } from './matching-rows.ts';
import { PLACED_ROW, type PlacedRow } from './transaction.store.ts';
import type { TransactionPlace } from './transaction-cursor.ts';
import type { ModelOfProvider, PlainFilter } from './transaction-filter.ts';

/* The daily statistics say on which days there are calls of whom, by which model, for what, and how many: exactly. */

/** All calls of one kind on one day (Europe/Zurich): a key of the daily statistics. */
export interface CallDay {
  readonly day: string;
  readonly account_id: string;
  readonly user_id: string;
  readonly feature: string;
  readonly provider: string;
  readonly model: string;
  /** Usage rows; corrections of them are not counted. */
  readonly calls: bigint;
}

/** Newest day first; of days before `before`, if given, and of those that the filter's range touches. */
export async function newestCallDays(
  db: Db,
  filter: PlainFilter,
  before: { readonly day?: string | undefined; readonly place?: TransactionPlace | undefined },
  limit: number,
): Promise<CallDay[]> {
  const { models, ...rest } = filter;
  const days = (more: RawBuilder<unknown>) => sql`
    select d.day, d.account_id, d.user_id, d.feature, d.provider, d.model, d.calls
    from billing_statistic_daily d
    where ${statisticConditions(rest)} and ${daysOf(filter, before)} ${more}
    order by d.day desc limit ${limit}`;
  // Of several models each by its own: then every one is a walk along an index.
  const query = models
    ? sql`select c.* from ${unnested(models)} m (provider, model)
          cross join lateral (${days(sql`and d.provider = m.provider and d.model = m.model`)}) c
          order by c.day desc limit ${limit}`
    : days(sql``);
  return (await sql<CallDay>`${query}`.execute(db)).rows;
}

function daysOf(
  { from, to }: PlainFilter,
  before: Parameters<typeof newestCallDays>[2],
): RawBuilder<unknown> {
  const conditions = [
    before.day === undefined ? undefined : sql`d.day < ${before.day}::date`,
    from && sql`d.day >= (${from}::timestamptz at time zone 'Europe/Zurich')::date`,
    to && sql`d.day <= (${to}::timestamptz at time zone 'Europe/Zurich')::date`,
    before.place &&
      sql`d.day <= (${new Date(Number(before.place.atMicros / 1000n))}::timestamptz at time zone 'Europe/Zurich')::date`,
  ];
  return sql.join([sql`true`, ...conditions.filter((condition) => condition !== undefined)], sql` and `);
}

/** The newest rows of these kinds and days, each looked up by an index that has all of its key but the day's end. */
export async function newestRowsOfCallDays(
  db: Db,
  filter: PlainFilter,
  callDays: readonly CallDay[],
  after: TransactionPlace | undefined,
  limit: number,
): Promise<PlacedRow[]> {
  const column = (name: keyof CallDay) => callDays.map((callDay) => callDay[name]);
  const { rows } = await sql<PlacedRow>`
    select t.* from unnest(${column('account_id')}::uuid[], ${column('user_id')}::uuid[], ${column('feature')}::text[],
                           ${column('provider')}::text[], ${column('model')}::text[], ${column('day')}::date[])
                    c (account_id, user_id, feature, provider, model, day)
    cross join lateral (
      select ${PLACED_ROW} from billing_transaction t
      where ${rowConditions({ ...filter, models: undefined })} and ${isAfter(after)}
        and t.user_id = c.user_id and t.model_answered = c.model and t.feature = c.feature
        and t.provider = c.provider and t.account_id = c.account_id
        and t.at >= (c.day::timestamp at time zone 'Europe/Zurich') and t.at < ((c.day + 1)::timestamp at time zone 'Europe/Zurich')
      ${NEWEST_FIRST} limit ${limit}) t
    ${NEWEST_FIRST} limit ${limit}`.execute(db);
  return rows;
}

/** The first instant of the oldest day in Zurich, and that of the day after the newest. */
export async function boundsOfDays(
  db: Db,
  oldest: string,
  newest: string,
): Promise<{ readonly from: Date; readonly to: Date }> {
  const { rows } = await sql<{ from: Date; to: Date }>`
    select ${oldest}::date::timestamp at time zone 'Europe/Zurich' as from,
           (${newest}::date + 1)::timestamp at time zone 'Europe/Zurich' as to`.execute(db);
  const [bounds] = rows;
  if (!bounds) throw new Error('a query without rows');
  return bounds;
}

/** Every model that was ever charged in the mandate. Hops from one to the next: it does not read all the days. */
export async function listModelsCharged(db: Db, mandateId: MandateId): Promise<ModelOfProvider[]> {
  const mandate = uuidOf(mandateId);
  const { rows } = await sql<ModelOfProvider>`
    with recursive charged as (
      (select provider, model from billing_statistic_daily where mandate_id = ${mandate} order by provider, model limit 1)
      union all
      select next.provider, next.model from charged cross join lateral (
        select d.provider, d.model from billing_statistic_daily d
        where d.mandate_id = ${mandate} and (d.provider, d.model) > (charged.provider, charged.model)
        order by d.provider, d.model limit 1) next)
    select provider, model from charged`.execute(db);
  return rows;
}
