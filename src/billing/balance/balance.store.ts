import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import { type AccountId, idOf, type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { Spender } from '../accounts/spending.ts';
import type { BillingModel } from '../settings/settings.ts';
import type { WarningThreshold } from './account-state.ts';
import type { LimitUse, SpendingPower, WalletBalance } from './spendable.ts';

interface WalletRow {
  readonly id: string;
  readonly user_id: string | null;
  readonly posted: bigint;
  readonly held: bigint;
  readonly floor: bigint | null;
  readonly warn_at: bigint | null;
  readonly opened_on: string;
}

/** By the database's clock, which also decides the day of a booking. */
export interface ZurichNow {
  readonly at: Date;
  /** `2026-11-27` */
  readonly today: string;
  /** Seconds since midnight. */
  readonly secondsOfDay: number;
}

interface PowerRow extends Omit<WalletRow, 'id'> {
  readonly at: Date;
  readonly today: string;
  readonly seconds: number;
  readonly billing_model: BillingModel;
  readonly id: string | null;
  readonly user_limit: string | null;
  readonly user_monthly: bigint;
  readonly user_posted: bigint;
  readonly user_held: bigint;
  readonly key_limit: string | null;
  readonly key_monthly: bigint;
  readonly key_posted: bigint;
  readonly key_held: bigint;
}

/** What this caller can spend now, all of one moment. Throws `not_found` if the mandate has no billing. */
export async function findSpendingPower(
  db: Db,
  spender: Spender,
): Promise<SpendingPower & { readonly now: ZurichNow }> {
  const mandate = uuidOf(spender.mandateId);
  const user = uuidOf(spender.userId);
  const key = spender.apiKeyId === undefined ? null : uuidOf(spender.apiKeyId);
  const { rows } = await sql<PowerRow>`
    select now() as at, (now() at time zone 'Europe/Zurich')::date as today,
           extract(epoch from (now() at time zone 'Europe/Zurich')::time)::int4 as seconds,
           s.billing_model, w.id, w.user_id, w.posted, w.held, greatest(w.floor, w.floor_wanted) as floor, w.warn_at, (w.opened_at at time zone 'Europe/Zurich')::date as opened_on,
           u.id as user_limit, u.monthly as user_monthly, coalesce(ua.posted, 0) as user_posted, coalesce(ua.held, 0) as user_held,
           k.id as key_limit, k.monthly as key_monthly, coalesce(k.posted, 0) as key_posted, coalesce(k.held, 0) as key_held
    from billing_settings s
    left join billing_account w on w.mandate_id = s.mandate_id and w.id = case
      when s.billing_model = 'prepaid_user'
        then (select a.id from billing_account a where a.mandate_id = ${mandate} and a.kind = 'wallet' and a.user_id = ${user})
      else (select a.id from billing_account a where a.mandate_id = ${mandate} and a.kind = 'wallet' and a.user_id is null) end
    left join billing_limit u on u.mandate_id = s.mandate_id and u.scope = 'user' and u.subject_id = ${user}
    left join billing_account ua on ua.mandate_id = u.mandate_id and ua.id = limit_account_id(u.id, zurich_month(now()))
    left join lateral (
      select l.limit_id as id, l.monthly, coalesce(a.posted, 0) as posted, coalesce(a.held, 0) as held
        from billing_key_limits(s.mandate_id, ${key}) l
        left join billing_account a on a.mandate_id = s.mandate_id and a.id = limit_account_id(l.limit_id, zurich_month(now()))
       order by l.monthly + coalesce(a.posted, 0) - coalesce(a.held, 0)
       limit 1) k on true
    where s.mandate_id = ${mandate}`.execute(db);
  const row = rows[0];
  if (!row) throw new AppError('not_found', { mandate: spender.mandateId });
  return {
    now: { at: row.at, today: row.today, secondsOfDay: row.seconds },
    billingModel: row.billing_model,
    wallet: row.id === null ? undefined : toWallet({ ...row, id: row.id }),
    limits: [
      toLimit('user_limit', row.user_limit, row.user_monthly, row.user_posted, row.user_held),
      toLimit('key_limit', row.key_limit, row.key_monthly, row.key_posted, row.key_held),
    ].filter((limit) => limit !== undefined),
  };
}

/** What was set for the wallet, else for the mandate, else the default. Without a wallet: the mandate's. */
export async function findWarningThreshold(
  db: Db,
  mandateId: MandateId,
  accountId: AccountId | undefined,
): Promise<WarningThreshold> {
  const account = accountId === undefined ? null : uuidOf(accountId);
  const { rows } = await sql<{ below: bigint | null; days: number | null; share: bigint | null }>`
    select t.below, t.days, case when t.percent is not null then billing_newest_credit(a) / 100 * t.percent end as share
    from billing_settings s
    left join billing_account a on a.mandate_id = s.mandate_id and a.id = ${account}
    left join billing_wallet_warning w on w.mandate_id = s.mandate_id and w.account_id = ${account}
    cross join lateral billing_thresholds(w, s) t
    where s.mandate_id = ${uuidOf(mandateId)}`.execute(db);
  const { below, days, share } = must(rows[0], 'the settings');
  return {
    belowNanoChf: below ?? undefined,
    shareNanoChf: share ?? undefined,
    belowDays: days ?? undefined,
  };
}

/** Wallets of the mandate: the pool, then those of users, the newest users first; after the one of `after`. */
export async function listWallets(
  db: Db,
  mandateId: MandateId,
  page: {
    readonly after: UserId | 'pool' | undefined;
    readonly userId?: UserId | undefined;
    readonly limit: number;
  },
): Promise<readonly WalletBalance[]> {
  const { after, userId } = page;
  const from =
    after === undefined
      ? sql`true`
      : after === 'pool'
        ? sql`user_id is not null`
        : sql`user_id < ${uuidOf(after)}`;
  const whose = userId === undefined ? sql`true` : sql`user_id = ${uuidOf(userId)}`;
  const { rows } = await sql<WalletRow>`
    select id, user_id, posted, held, greatest(floor, floor_wanted) as floor, warn_at,
           (opened_at at time zone 'Europe/Zurich')::date as opened_on
    from billing_account
    where mandate_id = ${uuidOf(mandateId)} and kind = 'wallet' and ${from} and ${whose}
    order by user_id desc nulls first
    limit ${page.limit}`.execute(db);
  return rows.map(toWallet);
}

export interface WalletSum {
  readonly wallets: number;
  readonly balance: NanoChf;
  readonly held: NanoChf;
  /** Of all wallets that have a floor. */
  readonly available: NanoChf;
  /** Wallets without a floor. */
  readonly unlimited: number;
}

/** All wallets of the mandate together. */
export async function sumWallets(db: Db, mandateId: MandateId): Promise<WalletSum> {
  const { rows } = await sql<WalletSum>`
    select count(*)::int4 as wallets, coalesce(sum(posted), 0)::int8 as balance, coalesce(sum(held), 0)::int8 as held,
           coalesce(sum(posted - held - greatest(floor, floor_wanted)), 0)::int8 as available,
           count(*) filter (where greatest(floor, floor_wanted) is null)::int4 as unlimited
    from billing_account where mandate_id = ${uuidOf(mandateId)} and kind = 'wallet'`.execute(db);
  return must(rows[0], 'the sum of the wallets');
}

export interface ChargedOnDay {
  readonly account: string;
  readonly day: string;
  readonly charged: NanoChf;
}

/** What was charged to these accounts on each day of `from` to `to` (both included) that had calls. */
export async function chargedPerDay(
  db: Db,
  mandateId: MandateId,
  accountIds: readonly AccountId[],
  from: string,
  to: string,
): Promise<readonly ChargedOnDay[]> {
  const { rows } = await sql<ChargedOnDay>`
    select account_id as account, day, sum(charged)::int8 as charged
    from billing_statistic_daily
    where mandate_id = ${uuidOf(mandateId)} and account_id = any (${accountIds.map(uuidOf)}::uuid[])
      and day between ${from}::date and ${to}::date
    group by account_id, day`.execute(db);
  return rows;
}

function toWallet(row: WalletRow): WalletBalance {
  return {
    accountId: idOf('acc', row.id),
    userId: row.user_id === null ? undefined : idOf('usr', row.user_id),
    balance: row.posted,
    held: row.held,
    floor: row.floor ?? undefined,
    warnAt: row.warn_at ?? undefined,
    openedOn: row.opened_on,
  };
}

function toLimit(
  source: LimitUse['source'],
  id: string | null,
  monthly: bigint,
  posted: bigint,
  held: bigint,
): LimitUse | undefined {
  return id === null ? undefined : { limitId: idOf('lim', id), source, monthly, used: -posted, held };
}
