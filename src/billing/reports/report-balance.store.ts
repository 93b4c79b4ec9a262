import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { TRANSACTION_TYPES, type TransactionType } from '../transactions/transaction-type.contract.ts';
import type { ReportMonth } from './report-month.ts';
import type { ReportSubject } from './report-usage.store.ts';

/** How a balance came about in a month: `opening + broughtOver + topUps - usage + other = closing`. */
export interface BalanceFigures {
  readonly opening: NanoChf;
  /** Of another platform, by an import: no money that came in, and below zero where money was owed there. */
  readonly broughtOver: NanoChf;
  /** Top-ups and payments. */
  readonly topUps: NanoChf;
  /** What calls cost, corrections included. */
  readonly usage: NanoChf;
  /** Adjustments, refunds, reversals, transfers, and what no balance paid. */
  readonly other: NanoChf;
  readonly closing: NanoChf;
  /** What was booked of each type but usage, signed; types without bookings are not in it. */
  readonly byType: ReadonlyMap<TransactionType, NanoChf>;
}

const MONEY_IN: readonly TransactionType[] = ['top_up', 'payment'];

/**
 * Of all wallets of the mandate, or of the user's own one; undefined: he has none, and spends from the pool. The ends are found by
 * the numbers of the rows, all that is no call by its own index, and the calls are what is left: so no call is read.
 */
export async function readBalanceFigures(
  db: Db,
  { mandateId, userId }: ReportSubject,
  { begin, end }: Pick<ReportMonth, 'begin' | 'end'>,
): Promise<BalanceFigures | undefined> {
  const mandate = uuidOf(mandateId);
  const balanceAt = (seq: 'first' | 'last') => sql`coalesce(sum((
    select t.balance_after from billing_transaction t
    where t.mandate_id = ${mandate} and t.account_id = w.id and t.seq = ends.${sql.raw(seq)})), 0)::int8`;
  const { rows } = await sql<{
    wallets: bigint;
    opening: bigint;
    closing: bigint;
    /** Amounts as text. */
    others: Readonly<Partial<Record<TransactionType, string>>> | null;
  }>`
    with w as materialized (
      select a.id from billing_account a where a.mandate_id = ${mandate} and a.kind = 'wallet'
        ${userId ? sql`and a.user_id = ${uuidOf(userId)}` : sql``}),
    ends as (
      select w.id, billing_seq_before(${mandate}, w.id, ${begin}) as first, billing_seq_before(${mandate}, w.id, ${end}) as last from w),
    others as (
      select t.type, sum(t.amount) as amount
      from unnest(array['top_up', 'usage_correction', 'absorbed', 'adjustment', 'refund', 'reversal', 'opening', 'transfer', 'payment']) of_type (type)
      join billing_transaction t on t.mandate_id = ${mandate} and t.type = of_type.type and t.type <> 'usage' and t.at >= ${begin} and t.at < ${end}
      where ${userId ? sql`t.account_id in (select w.id from w)` : sql`true`}
      group by 1)
    select (select count(*) from w) as wallets,
           (select ${balanceAt('first')} from w join ends on ends.id = w.id) as opening,
           (select ${balanceAt('last')} from w join ends on ends.id = w.id) as closing,
           (select jsonb_object_agg(type, amount::text) from others) as others`.execute(db);
  const row = must(rows[0], 'the balance');
  if (row.wallets === 0n) return undefined;
  const { opening, closing, others } = row;
  const byType = new Map(
    TRANSACTION_TYPES.flatMap((type) => (others?.[type] ? [[type, BigInt(others[type])] as const] : [])),
  );
  const broughtOver = byType.get('opening') ?? 0n;
  let [topUps, other] = [0n, 0n];
  for (const [type, amount] of byType) {
    if (MONEY_IN.includes(type)) topUps += amount;
    else if (type !== 'usage_correction' && type !== 'opening') other += amount;
  }
  const usage = opening + broughtOver + topUps + other - closing;
  return { opening, broughtOver, topUps, usage, other, closing, byType };
}
