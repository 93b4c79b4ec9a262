import { type RawBuilder, sql } from 'kysely';
import { likePattern } from '#db/like-pattern.ts';
import { uuidOf } from '#kernel/id.ts';
import { instantText, type TransactionPlace } from './transaction-cursor.ts';
import type { ModelOfProvider, PlainFilter } from './transaction-filter.ts';

/* A filter as conditions of SQL. The rows' table is called `t`, that of the daily statistics `d`. */

/** What a row of `billing_transaction t` must fulfil. */
export function rowConditions(filter: PlainFilter): RawBuilder<unknown> {
  const { type, models, userId, feature, accountId, apiKeyId, note, ids } = filter;
  return all([
    sql`t.mandate_id = ${uuidOf(filter.mandateId)}`,
    rangeConditions(filter),
    amountConditions(filter),
    type && sql`t.type = ${type}`,
    // Said explicitly, so that the index of what is no call is found.
    type !== undefined && type !== 'usage' && sql`t.type <> 'usage'`,
    models && sql`(t.provider, t.model_answered) in (select * from ${unnested(models)})`,
    userId && sql`t.user_id = ${uuidOf(userId)}`,
    feature && sql`t.feature = ${feature}`,
    accountId && sql`t.account_id = ${uuidOf(accountId)}`,
    apiKeyId && sql`t.api_key_id = ${uuidOf(apiKeyId)}`,
    note !== undefined && sql`t.note ilike ${likePattern(note)}`,
    ids && sql`t.id = any (${ids}::uuid[])`,
  ]);
}

export function rangeConditions({ from, to }: PlainFilter): RawBuilder<unknown> {
  return all([sql`true`, from && sql`t.at >= ${from}`, to && sql`t.at < ${to}`]);
}

/** Of the amount without its sign. */
export function amountConditions({ minAmount, maxAmount }: PlainFilter): RawBuilder<unknown> {
  return all([
    sql`true`,
    minAmount !== undefined && sql`abs(t.amount) >= ${minAmount}::int8`,
    maxAmount !== undefined && sql`abs(t.amount) <= ${maxAmount}::int8`,
  ]);
}

/** What a row of `billing_statistic_daily d` must fulfil, for its calls to be among those that are meant; less what the statistics do not know: the range of time, keys and amounts. */
export function statisticConditions(filter: PlainFilter): RawBuilder<unknown> {
  const { models, userId, feature, accountId } = filter;
  return all([
    sql`d.mandate_id = ${uuidOf(filter.mandateId)}`,
    models && sql`(d.provider, d.model) in (select * from ${unnested(models)})`,
    userId && sql`d.user_id = ${uuidOf(userId)}`,
    feature && sql`d.feature = ${feature}`,
    accountId && sql`d.account_id = ${uuidOf(accountId)}`,
  ]);
}

/** Rows that come after the place in the order of all lists; any row if there is none. */
export function isAfter(place: TransactionPlace | undefined): RawBuilder<unknown> {
  if (!place) return sql`true`;
  const { atMicros, accountId, seq } = place;
  return sql`(t.at, t.account_id, t.seq) < (${instantText(atMicros)}::timestamptz, ${uuidOf(accountId)}::uuid, ${seq}::int8)`;
}

/** The order of all lists. Times alone are not enough: the rows of one batch have the same. */
export const NEWEST_FIRST = sql`order by t.at desc, t.account_id desc, t.seq desc`;

/** As rows of provider and model. */
export function unnested(models: readonly ModelOfProvider[]): RawBuilder<unknown> {
  const providers = models.map(({ provider }) => provider);
  return sql`unnest(${providers}::text[], ${models.map(({ model }) => model)}::text[])`;
}

function all(conditions: readonly (RawBuilder<unknown> | false | undefined)[]): RawBuilder<unknown> {
  return sql.join(
    conditions.filter((condition) => condition !== undefined && condition !== false),
    sql` and `,
  );
}
