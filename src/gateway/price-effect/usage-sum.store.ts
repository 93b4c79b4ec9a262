import { type RawBuilder, sql } from 'kysely';
import { METERS, type Meter } from '#aicore/meters.ts';
import { LONG_PROMPT_METERS } from '#aicore/prices/cost-at-price.ts';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { decimal } from '#kernel/decimal.ts';
import { type Id, idOf, type PriceId } from '#kernel/id.ts';
import type { Stretch } from './last-month.store.ts';
import type { CostSum, UsageSum } from './price-effect.ts';

/** What was used of a provider's models whose prices are these, within a piece of a month. */
export async function sumUsage(
  db: Db,
  piece: readonly Stretch[],
  of: {
    readonly provider: string;
    readonly priceIds: readonly PriceId[];
    /** A prompt of more tokens is long by the new price. */
    readonly longAbove: number | undefined;
  },
): Promise<UsageSum[]> {
  const isOurs = (part: RawBuilder<unknown>) => sql`${part} ->> 'priceId' = any(${of.priceIds}::text[])`;
  const isLong = of.longAbove === undefined ? sql`false` : sql`${PROMPT_TOKENS} > ${of.longAbove}`;
  const rows = await readByKeys<UsageRow>(
    db,
    sql`
    with ${bookedRows(piece, sql`and t.provider = ${of.provider}`)},
    part as (
      select r.*, p.part ->> 'priceId' as price_id, p.part ->> 'tier' as tier, p.part ? 'long' as was_long, p.part -> 'quantities' as q,
             -- A call with several parts of the model is still one call.
             jsonb_array_length(r.usage) = 1 or p.number = (
               select min(o.number) from jsonb_array_elements(r.usage) with ordinality o (part, number) where ${isOurs(sql`o.part`)}) as is_first
      from booked r
      cross join lateral jsonb_array_elements(r.usage) with ordinality p (part, number)
      where ${isOurs(sql`p.part`)}
    )
    select mandate_id, exchange_rate_id, markup_ppm, price_id, tier, was_long, ${isLong} as is_long,
           is_capped or usage -> 0 ? 'statedCostUsd' as is_fixed,
           count(*) filter (where is_first and is_call) as calls, coalesce(-sum(amount) filter (where is_first), 0)::text as charged, count(*) as bookings,
           ${sql.join(METERS.map((meter) => sql`sum(sign * (q ->> ${sql.lit(meter)})::int8)::text as ${sql.ref(meter)}`))}
    from part
    group by 1, 2, 3, 4, 5, 6, 7, 8`,
  );
  return rows.map((row) => ({
    ...readSum(row),
    priceId: row.price_id as Id<'prc'>,
    tier: row.tier ?? undefined,
    wasLong: row.was_long,
    isLong: row.is_long,
    quantities: new Map(
      METERS.flatMap((meter): [Meter, bigint][] => (row[meter] ? [[meter, BigInt(row[meter])]] : [])),
    ),
  }));
}

/** What calls cost at the providers, within a piece of a month. */
export async function sumCosts(db: Db, piece: readonly Stretch[]): Promise<CostSum[]> {
  const rows = await readByKeys<SumRow & { readonly cost_usd: string }>(
    db,
    sql`
    with ${bookedRows(piece, sql``)}
    select mandate_id, exchange_rate_id, markup_ppm, is_capped as is_fixed,
           count(*) filter (where is_call) as calls, coalesce(-sum(amount), 0)::text as charged, count(*) as bookings, sum(sign * cost_usd)::text as cost_usd
    from booked
    group by 1, 2, 3, 4`,
  );
  return rows.map((row) => ({ ...readSum(row), costUsd: decimal(row.cost_usd) }));
}

interface SumRow {
  readonly mandate_id: string;
  readonly exchange_rate_id: string;
  readonly markup_ppm: number;
  readonly is_fixed: boolean;
  readonly calls: bigint;
  readonly charged: string;
  readonly bookings: bigint;
}

type UsageRow = SumRow & {
  readonly price_id: string;
  readonly tier: string | null;
  readonly was_long: boolean;
  readonly is_long: boolean;
} & { readonly [Name in Meter]: string | null };

function readSum(row: SumRow) {
  return {
    mandateId: idOf('mnd', row.mandate_id),
    exchangeRateId: idOf('fxr', row.exchange_rate_id),
    markupPpm: row.markup_ppm,
    isFixed: row.is_fixed,
    calls: row.calls,
    charged: BigInt(row.charged),
    bookings: row.bookings,
  };
}

/**
 * `booked`: the calls of a piece. A correction states its call's whole usage anew, so what was stated before it is taken
 * away (sign -1, no amount).
 */
function bookedRows(piece: readonly Stretch[], condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    stretch as materialized (
      select mandate_id, from_day::timestamp at time zone 'Europe/Zurich' as from_at, to_day::timestamp at time zone 'Europe/Zurich' as to_at
      from unnest(${piece.map(({ mandate }) => mandate)}::uuid[], ${piece.map(({ fromDay }) => fromDay)}::date[],
                  ${piece.map(({ toDay }) => toDay)}::date[]) as s (mandate_id, from_day, to_day)
    ), row_of_call as (
      select t.* from stretch s
      -- Offset 0 keeps it a look-up per stretch, by mandate and time.
      cross join lateral (
        select t.mandate_id, t.seq, t.corrects, t.type, t.amount, t.usage, t.cost_usd, t.exchange_rate_id, t.markup_ppm,
               coalesce(t.remark like '%capped_at_hold%', false) as is_capped
        from billing_transaction t
        where t.mandate_id = s.mandate_id and t.at >= s.from_at and t.at < s.to_at and t.type in ('usage', 'usage_correction') ${condition}
        offset 0) t
    ), booked as (
      select mandate_id, exchange_rate_id, markup_ppm, usage, cost_usd, amount, is_capped, type = 'usage' as is_call, 1 as sign from row_of_call
      union all
      select c.mandate_id, c.exchange_rate_id, c.markup_ppm, e.usage, e.cost_usd, 0, coalesce(e.remark like '%capped_at_hold%', false), false, -1
      from row_of_call c
      cross join lateral (
        select seq, usage, cost_usd, remark from billing_transaction b
        where b.mandate_id = c.mandate_id and b.id = c.corrects and b.type = 'usage'
        union all
        select seq, usage, cost_usd, remark from billing_transaction b
        where b.mandate_id = c.mandate_id and b.corrects = c.corrects and b.type = 'usage_correction' and b.seq < c.seq
        order by seq desc limit 1) e
      where c.type = 'usage_correction'
    )`;
}

const PROMPT_TOKENS = sql`(${sql.join(
  LONG_PROMPT_METERS.map((meter) => sql`coalesce((q ->> ${sql.lit(meter)})::int8, 0)`),
  sql` + `,
)})`;

/** By the keys: a piece is a small part of a long table, whatever the planner makes of a list. */
async function readByKeys<Row>(db: Db, query: RawBuilder<unknown>): Promise<Row[]> {
  return transaction(db, async (tx) => {
    await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                     set_config('enable_mergejoin', 'off', true)`.execute(tx);
    const { rows } = await (query as RawBuilder<Row>).execute(tx);
    return rows;
  });
}
