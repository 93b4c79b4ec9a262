import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import { TRANSACTION_TYPES } from '../transactions/transaction-type.contract.ts';
import {
  ENTRY_TYPES,
  type EntryFacts,
  MOST_ENTRIES,
  type TypeSum,
  type UsageSum,
  type WalletFacts,
} from './statement-facts.ts';
import type { StatementMonth } from './statement-month.ts';
import type { VatRate } from './vat.ts';

/** Which mandates, which month, and the days on which another VAT rate begins within it. */
export interface FactsQuery {
  readonly mandateIds: readonly MandateId[];
  readonly month: StatementMonth;
  readonly rateDays: readonly string[];
}

type OfMandate<Row> = Row & { readonly mandateId: MandateId };

/** Every wallet with its balance at both ends of the month: found by halving, not by adding up. */
export async function walletFacts(tx: Tx, query: FactsQuery): Promise<OfMandate<WalletFacts>[]> {
  const { begin, end } = query.month;
  const balanceAt = (seq: string) => sql`coalesce((
    select t.balance_after from billing_transaction t
    where t.mandate_id = w.mandate_id and t.account_id = w.id and t.seq = ends.${sql.raw(seq)}), 0)`;
  const { rows } = await sql<{
    mandate_id: string;
    id: string;
    user_id: string | null;
    opening: bigint;
    closing: bigint;
    rows: bigint;
  }>`
    select w.mandate_id, w.id, w.user_id, ${balanceAt('first')} as opening, ${balanceAt('last')} as closing, ends.last - ends.first as rows
    from unnest(${uuidsOf(query)}::uuid[]) m (id)
    join billing_account w on w.mandate_id = m.id and w.kind = 'wallet'
    cross join lateral (
      select billing_seq_before(w.mandate_id, w.id, ${begin}) as first, billing_seq_before(w.mandate_id, w.id, ${end}) as last) ends
    order by w.mandate_id, w.user_id nulls first`.execute(tx);
  return rows.map(({ mandate_id, id, user_id, ...same }) => ({
    ...same,
    mandateId: idOf('mnd', mandate_id),
    walletId: id,
    userId: user_id === null ? undefined : idOf('usr', user_id),
  }));
}

/** Types but calls, each from the index that has no calls in it. */
export async function typeSums(tx: Tx, query: FactsQuery): Promise<OfMandate<TypeSum>[]> {
  const { begin, end } = query.month;
  const types = TRANSACTION_TYPES.filter((type) => type !== 'usage');
  const { rows } = await sql<OfUuid<TypeSum>>`
    select m.id as mandate_id, s.*
    from unnest(${uuidsOf(query)}::uuid[]) m (id)
    cross join unnest(${types}::text[]) of_type (type)
    cross join lateral (
      select t.account_id as "walletId", of_type.type, ${segmentOf(query, sql`(t.at at time zone 'Europe/Zurich')::date`)} as segment,
             count(*)::int4 as count, sum(t.amount)::int8 as amount
      from billing_transaction t
      where t.mandate_id = m.id and t.type = of_type.type and t.type <> 'usage' and t.at >= ${begin} and t.at < ${end}
      group by 1, 3) s`.execute(tx);
  return rows.map(withMandate);
}

export async function entryFacts(tx: Tx, query: FactsQuery): Promise<OfMandate<EntryFacts>[]> {
  const { begin, end } = query.month;
  const { rows } = await sql<{
    mandate_id: string;
    id: string;
    at: Date;
    type: EntryFacts['type'];
    amount: bigint;
    note: string | null;
    account_id: string;
  }>`
    select m.id as mandate_id, e.id, e.at, e.type, e.amount, e.note, e.account_id
    from unnest(${uuidsOf(query)}::uuid[]) m (id)
    cross join lateral (
      select t.* from unnest(${[...ENTRY_TYPES]}::text[]) of_type (type)
      cross join lateral (
        select t.id, t.at, t.type, t.amount, t.note, t.account_id, t.seq from billing_transaction t
        where t.mandate_id = m.id and t.type = of_type.type and t.type <> 'usage' and t.at >= ${begin} and t.at < ${end}) t
      order by t.at, t.account_id, t.seq limit ${MOST_ENTRIES}) e`.execute(tx);
  return rows.map(({ mandate_id, id, note, account_id, ...same }) => ({
    ...same,
    mandateId: idOf('mnd', mandate_id),
    id: idOf('txn', id),
    note: note ?? undefined,
    walletId: account_id,
  }));
}

/** From the daily statistics, which are written with the bookings. */
export async function usageSums(tx: Tx, query: FactsQuery): Promise<OfMandate<UsageSum>[]> {
  const { firstDay, endDay } = query.month;
  const { rows } = await sql<OfUuid<UsageSum>>`
    select m.id as mandate_id, s.*
    from unnest(${uuidsOf(query)}::uuid[]) m (id)
    cross join lateral (
      select d.account_id as "walletId", d.provider, d.model, ${segmentOf(query, sql`d.day`)} as segment,
             sum(d.calls)::int8 as calls, sum(d.charged)::int8 as charged, sum(d.input_tokens)::int8 as "inputTokens",
             sum(d.cached_tokens)::int8 as "cachedTokens", sum(d.output_tokens)::int8 as "outputTokens"
      from billing_statistic_daily d
      where d.mandate_id = m.id and d.day >= ${firstDay}::date and d.day < ${endDay}::date
      group by 1, 2, 3, 4) s`.execute(tx);
  return rows.map(withMandate);
}

/** Every VAT rate that there is. */
export async function vatRates(db: Db): Promise<readonly VatRate[]> {
  const { rows } = await sql<VatRate>`
    select valid_from::text as "validFrom", rate_ppm as "ratePpm" from vat_rate order by valid_from`.execute(
    db,
  );
  return rows;
}

type OfUuid<Row> = Row & { readonly mandate_id: string };

function withMandate<Row extends { readonly mandate_id: string }>({ mandate_id, ...row }: Row) {
  return { ...row, mandateId: idOf('mnd', mandate_id) };
}

function uuidsOf({ mandateIds }: FactsQuery): string[] {
  return mandateIds.map(uuidOf);
}

/** How many other rates have begun by this day. */
function segmentOf({ rateDays }: FactsQuery, day: ReturnType<typeof sql>) {
  if (rateDays.length === 0) return sql`0`;
  return sql`(select count(*)::int4 from unnest(${[...rateDays]}::date[]) change (day) where change.day <= ${day})`;
}
