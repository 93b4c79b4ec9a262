import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { hasAmount } from './amount-rows.store.ts';
import { rowConditions, statisticConditions } from './matching-rows.ts';
import { rarePartOf, sumAmong } from './rare-rows.store.ts';
import {
  isAboutAmounts,
  isOnlyAbout,
  type PlainFilter,
  type TransactionFilter,
} from './transaction-filter.ts';
import { addUp, type CountAndSum, NOTHING } from './transaction-totals.ts';
import { TRANSACTION_TYPES } from './transaction-type.contract.ts';

export interface WalletMovements {
  readonly opening: NanoChf;
  readonly closing: NanoChf;
  readonly count: bigint;
}

/** Of the wallets that the filter names, or of all; of those only what its `visibleTo` spends or has spent from. */
export async function sumWallets(
  tx: Tx,
  { mandateId, from, to, accountId, visibleTo }: TransactionFilter & Pick<PlainFilter, 'mandateId'>,
): Promise<WalletMovements> {
  const mandate = uuidOf(mandateId);
  const before = (instant: Date | undefined, otherwise: RawBuilder<unknown>) =>
    instant ? sql`billing_seq_before(w.mandate_id, w.id, ${instant})` : otherwise;
  const balanceAt = (seq: string) => sql`coalesce((
    select t.balance_after from billing_transaction t
    where t.mandate_id = w.mandate_id and t.account_id = w.id and t.seq = ends.${sql.raw(seq)}), 0)`;
  const { rows } = await sql<WalletMovements>`
    select coalesce(sum(${balanceAt('first')}), 0)::int8 as opening, coalesce(sum(${balanceAt('last')}), 0)::int8 as closing,
           coalesce(sum(ends.last - ends.first), 0)::int8 as count
    from billing_account w
    cross join lateral (select ${before(from, sql`0::int8`)} as first, ${before(to, sql`w.seq`)} as last) ends
    where w.mandate_id = ${mandate} and w.kind = 'wallet'
      ${accountId ? sql`and w.id = ${uuidOf(accountId)}` : sql``}
      ${visibleTo ? isOf(uuidOf(visibleTo)) : sql``}`.execute(tx);
  return must(rows[0], 'the sums');
}

/** A user's own wallet; the pool where users spend from it. */
function isOf(user: string): RawBuilder<unknown> {
  return sql`and (w.user_id = ${user} or w.user_id is null and not exists (
    select from billing_settings s where s.mandate_id = w.mandate_id and s.billing_model = 'prepaid_user'))`;
}

/**
 * Exactly the rows that the filter means. Whole days (Europe/Zurich) of calls come from the daily statistics, what is no call
 * from its own index, and only the days that the range cuts are read row by row. Keys and amounts are not in the statistics.
 */
export async function sumMatching(tx: Tx, filter: PlainFilter): Promise<CountAndSum> {
  const { type, note, ids, apiKeyId } = filter;
  if (ids || note !== undefined || (type !== undefined && type !== 'usage')) {
    return sumRows(tx, filter, note !== undefined ? sql`t.type <> 'usage'` : ANY);
  }
  if (apiKeyId || isAboutAmounts(filter)) return sumUncounted(tx, filter);
  const days = await wholeDays(tx, filter);
  const { from, to, ...rest } = filter;
  if (!days.hasAny)
    return sumCutDay(tx, rest, sql`${from ? at('>=', from) : ANY} and ${to ? at('<', to) : ANY}`);
  return addUp([
    from ? await sumCutDay(tx, rest, sql`${at('>=', from)} and ${at('<', days.from)}`) : NOTHING,
    await sumWholeDays(tx, rest, days),
    to ? await sumCutDay(tx, rest, sql`${at('>=', days.to)} and ${at('<', to)}`) : NOTHING,
  ]);
}

const ANY = sql`true`;
/** All rows have to be read, by whichever part of the filter: so more are few than for a page. */
const RARE = 200_000;

function at(comparison: '<' | '>=', instant: Date | string): RawBuilder<unknown> {
  return sql`t.at ${sql.raw(comparison)} ${instant}::timestamptz`;
}

/** Of a key, of amounts: by themselves they are read from their index alone. */
async function sumUncounted(tx: Tx, filter: PlainFilter): Promise<CountAndSum> {
  if (isOnlyAbout(['apiKeyId'], filter)) return sumRows(tx, filter, ANY);
  if (isOnlyAbout(['minAmount', 'maxAmount'], filter)) return sumRows(tx, filter, hasAmount(filter));
  const rare = await rarePartOf(tx, filter, RARE);
  return rare ? sumAmong(tx, rare, filter) : sumRows(tx, filter, ANY);
}

async function sumRows(tx: Tx, filter: PlainFilter, more: RawBuilder<unknown>): Promise<CountAndSum> {
  const { rows } = await sql<CountAndSum>`
    select count(*) as count, coalesce(sum(t.amount), 0)::int8 as sum
    from billing_transaction t where ${rowConditions(filter)} and ${more}`.execute(tx);
  return must(rows[0], 'the sum');
}

/** Of less than a day. The range alone is looked up: whatever the planner believes of the rest, no more rows are read. */
async function sumCutDay(tx: Tx, filter: PlainFilter, range: RawBuilder<unknown>): Promise<CountAndSum> {
  const { rows } = await sql<CountAndSum>`
    with t as materialized (
      select ${SUMMED_COLUMNS} from billing_transaction t where t.mandate_id = ${uuidOf(filter.mandateId)} and ${range})
    select count(*) as count, coalesce(sum(t.amount), 0)::int8 as sum from t where ${rowConditions(filter)}`.execute(
    tx,
  );
  return must(rows[0], 'the sum');
}

/** Named one by one, so that there is no shorter way than their own index. */
const OTHER_TYPES = TRANSACTION_TYPES.filter((type) => type !== 'usage');

/** All that `rowConditions` may ask for. */
const SUMMED_COLUMNS = sql`t.mandate_id, t.id, t.account_id, t.type, t.at, t.amount, t.provider, t.model_answered, t.user_id, t.feature, t.note`;

/** Texts, since one end may be infinite. */
interface WholeDays {
  readonly firstDay: string;
  /** The first that does not count. */
  readonly endDay: string;
  readonly from: string;
  readonly to: string;
  readonly hasAny: boolean;
}

async function wholeDays(tx: Tx, { from, to }: PlainFilter): Promise<WholeDays> {
  const { rows } = await sql<WholeDays>`
    select first_day::text as "firstDay", end_day::text as "endDay", first_day < end_day as "hasAny",
           (first_day::timestamp at time zone 'Europe/Zurich')::text as "from", (end_day::timestamp at time zone 'Europe/Zurich')::text as "to"
    from (select coalesce((${from ?? null}::timestamptz at time zone 'Europe/Zurich' + interval '1 day' - interval '1 microsecond')::date, '-infinity') as first_day,
                 coalesce((${to ?? null}::timestamptz at time zone 'Europe/Zurich')::date, 'infinity') as end_day) days`.execute(
    tx,
  );
  return must(rows[0], 'the days');
}

/** Corrections count in the statistics' money, not in their calls; what was absorbed and postings count in neither. */
async function sumWholeDays(tx: Tx, filter: PlainFilter, days: WholeDays): Promise<CountAndSum> {
  const calls = await sql<CountAndSum>`
    select coalesce(sum(d.calls), 0)::int8 as count, coalesce(-sum(d.charged), 0)::int8 as sum
    from billing_statistic_daily d
    where ${statisticConditions(filter)} and d.day >= ${days.firstDay}::date and d.day < ${days.endDay}::date`.execute(
    tx,
  );
  const others = await sql<{ count: bigint; sum: bigint; corrected: bigint }>`
    with t as materialized (
      select t.* from unnest(${OTHER_TYPES}::text[]) of_type (type)
      cross join lateral (
        select ${SUMMED_COLUMNS} from billing_transaction t
        where t.mandate_id = ${uuidOf(filter.mandateId)} and t.type = of_type.type and t.type <> 'usage'
          and ${at('>=', days.from)} and ${at('<', days.to)}) t)
    select count(*) as count, coalesce(sum(t.amount), 0)::int8 as sum,
           coalesce(sum(t.amount) filter (where t.type = 'usage_correction'), 0)::int8 as corrected
    from t where ${rowConditions({ ...filter, type: undefined })}`.execute(tx);
  const call = must(calls.rows[0], 'the calls');
  const other = must(others.rows[0], 'the others');
  const usage = { count: call.count, sum: call.sum - other.corrected };
  return filter.type === 'usage' ? usage : addUp([usage, { count: other.count, sum: other.sum }]);
}
