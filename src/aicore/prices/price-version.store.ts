import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type PriceRow, type RateRow, toPrice, toRate } from './price.store.ts';
import type { ExchangeRate, Price } from './price.ts';

/** A price or a rate with where it comes from. */
export type Version<Of> = Of & {
  readonly source: string;
  readonly createdAt: Date;
  /** It is what holds now. */
  readonly isCurrent: boolean;
};

export interface PriceFilter {
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly onlyCurrent: boolean;
}

/** Where a page begins: the last price of the page before. */
export interface PricePlace {
  readonly provider: string;
  readonly model: string;
  readonly validFromMicros: string;
}

/** By provider and model, of each the newest first. */
export async function listPriceVersions(
  db: Db,
  filter: PriceFilter,
  after: PricePlace | undefined,
  limit: number,
): Promise<Version<Price>[]> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (filter.provider !== undefined) conditions.push(sql`p.provider = ${filter.provider}`);
  if (filter.model !== undefined) conditions.push(sql`p.model = ${filter.model}`);
  if (filter.onlyCurrent) conditions.push(sql`p.is_current`);
  if (after) {
    const { provider, model, validFromMicros } = after;
    conditions.push(sql`((p.provider, p.model) > (${provider}, ${model})
      or (p.provider, p.model) = (${provider}, ${model}) and p.valid_from < ${instantOf(validFromMicros)})`);
  }
  const { rows } = await sql<Selectable<PriceRow> & { is_current: boolean }>`
    select * from (
      select *, price_id = first_value(price_id) over (
        partition by provider, model order by valid_from > now(), valid_from desc) and valid_from <= now() as is_current
      from price) p
    where ${sql.join(conditions, sql` and `)}
    order by p.provider, p.model, p.valid_from desc
    limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...toPrice(row), ...versionOf(row) }));
}

/** The newest first. */
export async function listRateVersions(
  db: Db,
  afterMicros: string | undefined,
  limit: number,
): Promise<Version<ExchangeRate>[]> {
  const fromPlace = afterMicros === undefined ? sql`` : sql`where r.valid_from < ${instantOf(afterMicros)}`;
  const { rows } = await sql<Selectable<RateRow> & { is_current: boolean }>`
    select * from (
      select *, valid_from = max(valid_from) filter (where valid_from <= now()) over () as is_current from exchange_rate) r
    ${fromPlace}
    order by r.valid_from desc
    limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...toRate(row), ...versionOf(row) }));
}

function versionOf(row: {
  readonly source: string;
  readonly created_at: Date;
  readonly is_current: boolean | null;
}) {
  return { source: row.source, createdAt: row.created_at, isCurrent: row.is_current ?? false };
}

function instantOf(micros: string): RawBuilder<unknown> {
  return sql`'epoch'::timestamptz + ${micros}::int8 * interval '1 microsecond'`;
}
