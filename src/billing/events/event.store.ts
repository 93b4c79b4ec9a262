import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { TransactionType } from '../transactions/transaction-type.contract.ts';
import { oldestRunningOf } from './event-position.ts';

/** Whose wallets are looked at; all ids are bare uuids. */
export interface WatchedWallets {
  /** Mandates with all their wallets. */
  readonly mandates: readonly string[];
  /** Mandates whose pool alone is looked at. */
  readonly pools: readonly string[];
  /** Users' own wallets. */
  readonly owners: readonly { readonly mandate: string; readonly user: string }[];
}

export interface ChangedWallet {
  readonly mandate: string;
  readonly account: string;
  readonly user: string | null;
  readonly balance: NanoChf;
  readonly held: NanoChf;
  readonly floor: NanoChf | null;
  /** Of its newest row. */
  readonly seq: bigint;
}

/** Rows of one wallet: after `after`, up to `upto`. */
export interface SeqRange {
  readonly mandate: string;
  readonly account: string;
  readonly after: bigint;
  readonly upto: bigint;
}

export interface BookedRow {
  readonly mandate: string;
  readonly account: string;
  readonly seq: bigint;
  readonly id: string;
  readonly type: TransactionType;
  readonly amount: NanoChf;
  readonly balance: NanoChf;
  readonly at: Date;
  readonly user: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly feature: string | null;
}

/** This statement's snapshot, and the number of the next transaction in full: a row keeps only its lower 32 bits. */
export const CLOCK = sql`
  clock as materialized (
    select s.now, pg_snapshot_xmax(s.now)::text::int8 as next from (select pg_current_snapshot() as now) s)`;

/**
 * Whether the transaction that wrote a row was visible in an earlier snapshot. Only of transactions, not of subtransactions (a
 * snapshot does not list them): nothing that writes to the ledger has any.
 */
export function wasVisible(xmin: RawBuilder<unknown>, snapshot: string): RawBuilder<boolean> {
  return sql`pg_visible_in_snapshot(
    (clock.next - ((clock.next - ${xmin}::text::int8) & 4294967295))::text::xid8, ${snapshot}::pg_snapshot)`;
}

/** Cheap, and true for all but what was surely visible: the snapshot's oldest running transaction is the younger one. */
export function mayBeNew(xmin: RawBuilder<unknown>, snapshot: string): RawBuilder<boolean> {
  return sql`age(${xmin}) <= age(${String(oldestRunningOf(snapshot) & 0xffffffffn)}::xid)`;
}

/** The database's snapshot as of now. */
export async function currentSnapshot(db: Db): Promise<string> {
  const { rows } = await sql<{ now: string }>`select pg_current_snapshot()::text as now`.execute(db);
  return rows[0]?.now ?? '';
}

type ChangedRow = { readonly now: string } & (ChangedWallet | { readonly account: null });

/** The wallets that have changed since the snapshot, and the snapshot that says so. By the keys of the wallets. */
export async function changedWallets(
  db: Db,
  since: string,
  { mandates, pools, owners }: WatchedWallets,
): Promise<{ readonly now: string; readonly wallets: readonly ChangedWallet[] }> {
  const columns = sql`a.mandate_id, a.id, a.user_id, a.posted, a.held, greatest(a.floor, a.floor_wanted) as floor, a.seq, a.xmin as x`;
  const { rows } = await sql<ChangedRow>`
    with ${CLOCK}, watched as (
      select ${columns} from billing_account a
      where a.mandate_id = any (${mandates}::uuid[]) and a.kind = 'wallet'
      union all
      select ${columns} from billing_account a
      where a.mandate_id = any (${pools}::uuid[]) and a.kind = 'wallet' and a.user_id is null
      union all
      select ${columns}
      from unnest(${owners.map(({ mandate }) => mandate)}::uuid[], ${owners.map(({ user }) => user)}::uuid[]) o (m, u)
      join billing_account a on a.mandate_id = o.m and a.kind = 'wallet' and a.user_id = o.u)
    select clock.now::text as now, w.mandate_id as mandate, w.id as account, w.user_id as "user", w.posted as balance,
           w.held, w.floor, w.seq
    from clock left join watched w on ${mayBeNew(sql`w.x`, since)} and not ${wasVisible(sql`w.x`, since)}`.execute(
    db,
  );
  return { now: rows[0]?.now ?? since, wallets: rows.filter((row) => row.account !== null) };
}

/**
 * For each wallet the number of its last row that was visible in the snapshot; 0: none. Rows of one wallet are committed in the
 * order of their numbers, so it is found by halving.
 */
export async function seqsAt(
  db: Db,
  snapshot: string,
  wallets: readonly Pick<ChangedWallet, 'mandate' | 'account' | 'seq'>[],
): Promise<ReadonlyMap<string, bigint>> {
  if (wallets.length === 0) return new Map();
  const { rows } = await sql<{ account: string; seq: bigint }>`
    with recursive ${CLOCK}, search (mandate_id, account_id, low, high) as (
      select m, a, 0::int8, s
      from unnest(${wallets.map(({ mandate }) => mandate)}::uuid[], ${wallets.map(({ account }) => account)}::uuid[],
                  ${wallets.map(({ seq }) => seq)}::int8[]) w (m, a, s)
      union all
      select s.mandate_id, s.account_id, case when v.seen then v.seq else s.low end, case when v.seen then s.high else v.seq - 1 end
      from search s cross join clock
      cross join lateral (
        select t.seq, ${wasVisible(sql`t.xmin`, snapshot)} as seen
        from billing_transaction t
        where t.mandate_id = s.mandate_id and t.account_id = s.account_id and t.seq = (s.low + s.high + 1) / 2) v
      where s.low < s.high)
    select account_id as account, low as seq from search where low = high`.execute(db);
  return new Map(rows.map(({ account, seq }) => [account, seq]));
}

/** Rows of the ranges in the order of (account, seq), at most `limit`. With a user only his. */
export async function rowsIn(
  db: Db,
  ranges: readonly SeqRange[],
  { limit, onlyOf }: { readonly limit: number; readonly onlyOf?: string | undefined },
): Promise<readonly BookedRow[]> {
  if (ranges.length === 0) return [];
  const mine = onlyOf === undefined ? sql`true` : sql`t.user_id = ${onlyOf}`;
  const { rows } = await sql<BookedRow>`
    select t.mandate_id as mandate, t.account_id as account, t.seq, t.id, t.type, t.amount, t.balance_after as balance, t.at,
           t.user_id as "user", t.provider, coalesce(t.model_answered, t.model_asked) as model, t.feature
    from unnest(${ranges.map(({ mandate }) => mandate)}::uuid[], ${ranges.map(({ account }) => account)}::uuid[],
                ${ranges.map(({ after }) => after)}::int8[], ${ranges.map(({ upto }) => upto)}::int8[]) r (m, a, after, upto)
    cross join lateral (
      select * from billing_transaction t
      where t.mandate_id = r.m and t.account_id = r.a and t.seq > r.after and t.seq <= r.upto and ${mine}
      order by t.seq limit ${limit}) t
    order by t.account_id, t.seq limit ${limit}`.execute(db);
  return rows;
}
