import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { type AccountId, idOf, type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

/** When somebody is warned of one wallet; all undefined: as the mandate's settings say. */
export interface OwnThresholds {
  readonly below: NanoChf | undefined;
  readonly percent: number | undefined;
  readonly days: number | undefined;
}

export interface WatchedWallet {
  readonly userId: UserId;
  /** Undefined: without end. */
  readonly left: NanoChf | undefined;
  readonly warnAt: NanoChf | undefined;
  readonly own: OwnThresholds;
}

interface Row {
  readonly user_id: string;
  readonly amount_left: bigint | null;
  readonly warn_at: bigint | null;
  readonly below: bigint | null;
  readonly percent: number | null;
  readonly days: number | null;
}

/** Wallets of users, the newest users first, after that of `after`; or that of one user. */
export async function listWatchedWallets(
  db: Db,
  mandateId: MandateId,
  which: { readonly after?: string | undefined; readonly userId?: UserId; readonly limit: number },
): Promise<readonly WatchedWallet[]> {
  const { after, userId, limit } = which;
  const { rows } = await sql<Row>`
    select a.user_id, a.posted - a.floor_wanted as amount_left, a.warn_at, w.below, w.percent, w.days
    from billing_account a
    left join billing_wallet_warning w on w.mandate_id = a.mandate_id and w.account_id = a.id
    where a.mandate_id = ${uuidOf(mandateId)} and a.kind = 'wallet' and a.user_id is not null
      and ${userId === undefined ? sql`true` : sql`a.user_id = ${uuidOf(userId)}`}
      and ${after === undefined ? sql`true` : sql`a.user_id < ${after}`}
    order by a.user_id desc
    limit ${limit}`.execute(db);
  return rows.map((row) => ({
    userId: idOf('usr', row.user_id),
    left: row.amount_left ?? undefined,
    warnAt: row.warn_at ?? undefined,
    own: {
      below: row.below ?? undefined,
      percent: row.percent ?? undefined,
      days: row.days ?? undefined,
    },
  }));
}

/** From now on; whoever is below already is warned at once. */
export async function setOwnThresholds(
  tx: Tx,
  mandateId: MandateId,
  accountId: AccountId,
  { below, percent, days }: OwnThresholds,
): Promise<void> {
  await sql`
    select ledger_set_wallet_warning(${uuidOf(mandateId)}, ${uuidOf(accountId)}, ${below ?? null}, ${percent ?? null}::int2,
                                     ${days ?? null}::int2)`.execute(tx);
}
