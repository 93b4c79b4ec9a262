import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import type { MandateStatus } from '#identity/mandates/mandate.ts';
import { must } from '#kernel/assert.ts';
import { idOf } from '#kernel/id.ts';
import type { BillingModel } from '../settings/settings.ts';
import type { OverviewSort } from './mandate-overview.contract.ts';
import type { MandateFigures, MandateState, MonthFigures } from './mandate-overview.ts';

/** Where a page begins: the sort values of the last row before it. */
export interface OverviewPlace {
  readonly number: string;
  readonly text: string;
  readonly mandate: string;
}

export interface OverviewRow {
  readonly figures: MandateFigures;
  readonly place: OverviewPlace;
}

/** The mandates whose name or id contains the text; undefined: all. */
export async function listMandateFigures(
  db: Db,
  query: {
    readonly search: string | undefined;
    readonly sort: OverviewSort;
    readonly after: OverviewPlace | undefined;
    readonly limit: number;
  },
): Promise<OverviewRow[]> {
  const { number, text } = SORT_VALUES[query.sort];
  const fromPlace = query.after
    ? sql`where (sort_number, sort_text, mandate_id) > (${query.after.number}::numeric, ${query.after.text}, ${query.after.mandate}::uuid)`
    : sql``;
  const { rows } = await sql<Row>`
    with ${mandateRows(query.search)},
    sorted as (select r.*, (${number})::numeric as sort_number, ${text} as sort_text from mandate_row r)
    select mandate_id, name, status, billing_model, credit_limit, state, unknown_calls, sort_text, ${sql.join(AS_TEXT)}
    from sorted ${fromPlace}
    order by sorted.sort_number, sorted.sort_text, mandate_id
    limit ${query.limit}`.execute(db);
  return rows.map(readRow);
}

export interface OverviewTotals {
  readonly mandates: number;
  readonly balance: bigint;
  readonly held: bigint;
  readonly available: bigint;
  readonly unknownCalls: number;
  readonly thisMonth: MonthFigures;
  readonly lastMonth: MonthFigures;
}

/** Over all mandates that the search finds. */
export async function sumMandateFigures(db: Db, search: string | undefined): Promise<OverviewTotals> {
  const { rows } = await sql<TotalsRow>`
    with ${mandateRows(search)}
    select count(*) as mandates, coalesce(sum(balance), 0)::text as balance, coalesce(sum(held), 0)::text as held,
           coalesce(sum(available), 0)::text as available, coalesce(sum(unknown_calls), 0)::int4 as unknown_calls,
           ${sql.join(MONTH_COLUMNS.map((name) => sql`coalesce(sum(${sql.ref(name)}), 0)::text as ${sql.ref(name)}`))}
    from mandate_row`.execute(db);
  const row = must(rows[0], 'the totals');
  return {
    mandates: Number(row.mandates),
    balance: BigInt(row.balance),
    held: BigInt(row.held),
    available: BigInt(row.available),
    unknownCalls: row.unknown_calls,
    ...readMonths(row),
  };
}

const MONTH_COLUMNS = ['this', 'last'].flatMap((month) =>
  ['calls', 'charged', 'absorbed', 'cost_usd', 'cost_chf'].map((name) => `${month}_${name}`),
);

const AS_TEXT = [
  ...['balance', 'held', 'available', 'days_left_7', 'days_left_30', 'sort_number'],
  ...MONTH_COLUMNS,
].map((name) => sql`${sql.ref(name)}::text as ${sql.ref(name)}`);

type MonthColumns = {
  readonly [Name in `${'this' | 'last'}_${'calls' | 'charged' | 'absorbed' | 'cost_usd' | 'cost_chf'}`]: string;
};

interface TotalsRow extends MonthColumns {
  readonly mandates: bigint;
  readonly balance: string;
  readonly held: string;
  readonly available: string;
  readonly unknown_calls: number;
}

interface Row extends MonthColumns {
  readonly mandate_id: string;
  readonly name: string;
  readonly status: MandateStatus;
  readonly billing_model: BillingModel | null;
  readonly credit_limit: bigint | null;
  readonly balance: string;
  readonly held: string;
  readonly available: string | null;
  readonly state: MandateState;
  readonly days_left_7: string | null;
  readonly days_left_30: string | null;
  readonly unknown_calls: number;
  readonly sort_number: string;
  readonly sort_text: string;
}

/** `mandate_row`: every mandate that the search finds, with all its figures. `billing_day` keeps this small: a row per mandate and day. */
function mandateRows(search: string | undefined): RawBuilder<unknown> {
  const found =
    search === undefined
      ? sql``
      : sql`where strpos(lower(m.name), lower(${search})) > 0 or strpos('mnd_' || m.mandate_id::text, lower(${search})) > 0`;
  return sql`
    calendar as materialized (
      select today, date_trunc('month', today)::date as this_month, (date_trunc('month', today) - interval '1 month')::date as last_month
      from (select (now() at time zone 'Europe/Zurich')::date as today) d
    ), wallet as (
      -- Only users of prepaid_user spend from wallets of their own; elsewhere what is in one waits to be moved to the pool.
      select a.mandate_id, sum(a.posted) as balance, sum(a.held) as held,
             case when bool_and(a.floor_wanted is not null) then coalesce(sum(greatest(a.posted - a.held - a.floor_wanted, 0))
               filter (where a.user_id is null or s.billing_model = 'prepaid_user'), 0) end as available
      from billing_account a left join billing_settings s on s.mandate_id = a.mandate_id
      where a.kind = 'wallet'
      group by a.mandate_id
    ), spent as (
      select mandate_id, ${monthSums('this', sql`day >= this_month`)}, ${monthSums('last', sql`day >= last_month and day < this_month`)},
             coalesce(sum(charged) filter (where day >= today - 7 and day < today), 0) / 7 as a_day_7,
             coalesce(sum(charged) filter (where day >= today - 30 and day < today), 0) / 30 as a_day_30
      from billing_day cross join calendar
      where day >= least(last_month, today - 30)
      group by mandate_id
    ), unknown as (
      -- Offset 0: a look-up for each of a few rows, however many holds there are.
      select t.mandate_id, count(distinct h.id)::int4 as calls
      from billing_transaction t
      cross join lateral (select b.id, b.state, b.usage_source from billing_hold b
                          where b.mandate_id = t.mandate_id and b.id = coalesce(t.corrects, t.id) offset 0) h
      where t.usage_source = 'unknown' and h.state = 'expired' and h.usage_source = 'unknown'
      group by t.mandate_id
    ), mandate_pace as (
      select m.mandate_id, m.name, m.status, s.billing_model, s.credit_limit,
             coalesce(w.balance, 0) as balance, coalesce(w.held, 0) as held, w.available, coalesce(u.calls, 0) as unknown_calls,
             ${sql.join(MONTH_COLUMNS.map((name) => sql`coalesce(p.${sql.ref(name)}, 0) as ${sql.ref(name)}`))},
             round(w.available / nullif(p.a_day_7, 0), 1) as days_left_7, round(w.available / nullif(p.a_day_30, 0), 1) as days_left_30
      from mandate m
      left join billing_settings s on s.mandate_id = m.mandate_id
      left join wallet w on w.mandate_id = m.mandate_id
      left join spent p on p.mandate_id = m.mandate_id
      left join unknown u on u.mandate_id = m.mandate_id
      ${found}
    ), mandate_row as (
      select *, case when status <> 'active' then status when billing_model is null or billing_model = 'unlimited' then 'ok'
                     when coalesce(available, 0) <= 0 then 'empty'
                     when least(days_left_7, days_left_30) < 7 then 'low' else 'ok' end as state
      from mandate_pace
    )`;
}

function monthSums(month: 'this' | 'last', when: RawBuilder<unknown>): RawBuilder<unknown> {
  const columns = ['calls', 'charged', 'absorbed', 'cost_usd', 'cost_chf'];
  return sql.join(
    columns.map(
      (name) => sql`sum(${sql.ref(name)}) filter (where ${when}) as ${sql.ref(`${month}_${name}`)}`,
    ),
  );
}

const NO_END = sql`999999999`;
const MARGIN = sql`this_charged - this_absorbed - this_cost_chf * 1000000000`;

/** Smallest first; the text breaks ties. */
const SORT_VALUES: Readonly<
  Record<OverviewSort, { number: RawBuilder<unknown>; text: RawBuilder<unknown> }>
> = {
  // Who can spend nothing, then who soon cannot, the next to end first.
  risk: {
    number: sql`case state when 'empty' then 0 when 'low' then 1 when 'ok' then 2 when 'suspended' then 3 else 4 end * 10000000000
                + least(days_left_7, days_left_30, ${NO_END})`,
    text: sql`lower(name)`,
  },
  name: { number: sql`0`, text: sql`lower(name)` },
  balance: { number: sql`balance`, text: sql`lower(name)` },
  available: { number: sql`coalesce(available, 9e30)`, text: sql`lower(name)` },
  daysLeft: { number: sql`least(days_left_7, days_left_30, ${NO_END})`, text: sql`lower(name)` },
  spend: { number: sql`-this_charged`, text: sql`lower(name)` },
  lastSpend: { number: sql`-last_charged`, text: sql`lower(name)` },
  margin: { number: sql`-(${MARGIN})`, text: sql`lower(name)` },
  unknown: { number: sql`-unknown_calls`, text: sql`lower(name)` },
};

function readRow(row: Row): OverviewRow {
  return {
    figures: {
      mandateId: idOf('mnd', row.mandate_id),
      name: row.name,
      status: row.status,
      billingModel: row.billing_model ?? undefined,
      creditLimit: row.credit_limit ?? 0n,
      balance: BigInt(row.balance),
      held: BigInt(row.held),
      available: row.available === null ? undefined : BigInt(row.available),
      state: row.state,
      daysLeft7: row.days_left_7 ?? undefined,
      daysLeft30: row.days_left_30 ?? undefined,
      unknownCalls: row.unknown_calls,
      ...readMonths(row),
    },
    place: { number: row.sort_number, text: row.sort_text, mandate: row.mandate_id },
  };
}

function readMonths(row: MonthColumns): { thisMonth: MonthFigures; lastMonth: MonthFigures } {
  const monthOf = (month: 'this' | 'last'): MonthFigures => ({
    calls: BigInt(row[`${month}_calls`]),
    charged: BigInt(row[`${month}_charged`]),
    absorbed: BigInt(row[`${month}_absorbed`]),
    costUsd: row[`${month}_cost_usd`],
    costChf: row[`${month}_cost_chf`],
  });
  return { thisMonth: monthOf('this'), lastMonth: monthOf('last') };
}
