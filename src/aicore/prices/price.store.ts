import { type Generated, type Selectable, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { decimal, formatDecimal } from '#kernel/decimal.ts';
import { type ExchangeRateId, idOf, newId, type PriceId, uuidOf } from '#kernel/id.ts';
import type { Meter } from '../meters.ts';
import type { ExchangeRate, MeterPrices, Price, TierPrice } from './price.ts';
import { createPriceBook, type PriceBook } from './price-book.ts';
import type { ListedPrice } from './price-list.ts';

/** Everything that was ever a price or a rate; a few hundred rows. */
export async function readPriceBook(db: Db): Promise<PriceBook> {
  const prices = await priceTables(db).selectFrom('price').selectAll().execute();
  const rates = await priceTables(db).selectFrom('exchange_rate').selectAll().execute();
  return createPriceBook(prices.map(toPrice), rates.map(toRate));
}

/** Adds a price; undefined if there is one already for this model and date (which stays as it is). */
export async function insertPrice(db: Db, price: ListedPrice): Promise<PriceId | undefined> {
  const id = newId('prc');
  const inserted = await priceTables(db)
    .insertInto('price')
    .values({
      price_id: uuidOf(id),
      provider: price.provider,
      model: price.model,
      valid_from: price.validFrom,
      source: price.source,
      ...amountColumns(price),
    })
    .onConflict((conflict) => conflict.columns(['provider', 'model', 'valid_from']).doNothing())
    .returning('price_id')
    .executeTakeFirst();
  return inserted ? id : undefined;
}

/** Adds a rate; undefined if there is one already for this instant. `chfPerUsd` is decimal text. */
export async function insertExchangeRate(
  db: Db,
  rate: { readonly validFrom: Date; readonly chfPerUsd: string; readonly source: string },
): Promise<ExchangeRateId | undefined> {
  const id = newId('fxr');
  const inserted = await priceTables(db)
    .insertInto('exchange_rate')
    .values({
      exchange_rate_id: uuidOf(id),
      valid_from: rate.validFrom,
      chf_per_usd: rate.chfPerUsd,
      source: rate.source,
    })
    .onConflict((conflict) => conflict.column('valid_from').doNothing())
    .returning('exchange_rate_id')
    .executeTakeFirst();
  return inserted ? id : undefined;
}

/** Whether two prices charge the same for everything. */
export function haveSameAmounts(a: AmountsOf, b: AmountsOf): boolean {
  return amountsText(a) === amountsText(b);
}

export type AmountsOf = Pick<Price, 'perMillion' | 'longPrompt' | 'tiers'>;

export interface PriceRow {
  price_id: string;
  provider: string;
  model: string;
  valid_from: Date;
  per_million: Record<string, string>;
  /** `int8`; a number of tokens, far below 2^53. */
  long_prompt_above: bigint | null;
  long_per_million: Record<string, string> | null;
  tiers: Record<string, { factor: string } | { perMillion: Record<string, string> }>;
  source: string;
  created_at: Generated<Date>;
}

export interface RateRow {
  exchange_rate_id: string;
  valid_from: Date;
  chf_per_usd: string;
  source: string;
  created_at: Generated<Date>;
}

function priceTables(db: Db) {
  return db.withTables<{ price: PriceRow; exchange_rate: RateRow }>();
}

export function toPrice(row: Omit<Selectable<PriceRow>, 'created_at'>): Price {
  return {
    id: idOf('prc', row.price_id),
    provider: row.provider,
    model: row.model,
    validFrom: row.valid_from,
    perMillion: readAmounts(row.per_million),
    ...(row.long_prompt_above !== null && row.long_per_million !== null
      ? {
          longPrompt: {
            abovePromptTokens: Number(row.long_prompt_above),
            perMillion: readAmounts(row.long_per_million),
          },
        }
      : {}),
    tiers: Object.fromEntries(
      Object.entries(row.tiers).map(([name, tier]): [string, TierPrice] => [
        name,
        'factor' in tier
          ? { kind: 'factor', factor: decimal(tier.factor) }
          : { kind: 'prices', perMillion: readAmounts(tier.perMillion) },
      ]),
    ),
  };
}

export function toRate(row: Omit<Selectable<RateRow>, 'created_at'>): ExchangeRate {
  return {
    id: idOf('fxr', row.exchange_rate_id),
    validFrom: row.valid_from,
    chfPerUsd: decimal(row.chf_per_usd),
  };
}

function readAmounts(stored: Readonly<Record<string, string>>): MeterPrices {
  return Object.fromEntries(
    Object.entries(stored).map(([meter, amount]) => [meter as Meter, BigInt(amount)]),
  );
}

function amountColumns(price: AmountsOf) {
  const { perMillion, longPrompt, tiers } = amountJson(price);
  return {
    per_million: jsonb<Record<string, string>>(perMillion),
    long_prompt_above: longPrompt ? BigInt(longPrompt.abovePromptTokens) : null,
    long_per_million: longPrompt ? jsonb<Record<string, string>>(longPrompt.perMillion) : null,
    tiers: jsonb<PriceRow['tiers']>(tiers),
  };
}

function jsonb<T>(value: unknown) {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}

function amountJson({ perMillion, longPrompt, tiers }: AmountsOf) {
  return {
    perMillion: asText(perMillion),
    longPrompt: longPrompt && { ...longPrompt, perMillion: asText(longPrompt.perMillion) },
    tiers: Object.fromEntries(
      Object.entries(tiers).map(([name, tier]) => [
        name,
        tier.kind === 'factor'
          ? { factor: formatDecimal(tier.factor) }
          : { perMillion: asText(tier.perMillion) },
      ]),
    ),
  };
}

function asText(amounts: MeterPrices): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).map(([meter, amount]) => [meter, amount.toString()]));
}

/** The amounts as text, the same for equal amounts. */
export function amountsText(amounts: AmountsOf): string {
  return canonical(amountJson(amounts));
}

/** JSON with sorted fields, so that equal content is equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}
