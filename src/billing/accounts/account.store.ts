import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { type AccountId, idOf, type MandateId, newId, type UserId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { billing } from '../billing.tables.ts';
import type { Account } from './account.ts';

/** The wallets of a mandate and this month's limit accounts, oldest first. */
export async function listAccounts(db: Db, mandateId: MandateId): Promise<Account[]> {
  const rows = await billing(db)
    .selectFrom('billing_account')
    .select(['id', 'kind', 'user_id', 'posted', 'held', 'floor_wanted'])
    .where('mandate_id', '=', uuidOf(mandateId))
    .where((where) =>
      where.or([
        where('kind', '=', 'wallet'),
        where.and([where('kind', '=', 'limit'), where('month', '=', sql<number>`zurich_month(now())`)]),
      ]),
    )
    .orderBy('kind', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    mandateId,
    id: idOf('acc', row.id),
    kind: row.kind,
    userId: row.user_id === null ? undefined : idOf('usr', row.user_id),
    posted: row.posted,
    held: row.held,
    floor: row.floor_wanted ?? undefined,
  }));
}

/** A user's own wallet, or the pool. */
export async function findWallet(
  db: Db,
  mandateId: MandateId,
  userId: UserId | undefined,
): Promise<AccountId | undefined> {
  const row = await billing(db)
    .selectFrom('billing_account')
    .select('id')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('kind', '=', 'wallet')
    .where('user_id', userId === undefined ? 'is' : '=', userId === undefined ? null : uuidOf(userId))
    .executeTakeFirst();
  return row && idOf('acc', row.id);
}

/** The pools of mandates; of those that have none it is missing. */
export async function findPools(
  db: Db,
  mandates: readonly MandateId[],
): Promise<ReadonlyMap<MandateId, AccountId>> {
  const rows = await billing(db)
    .selectFrom('billing_account')
    .select(['mandate_id', 'id'])
    .where('mandate_id', 'in', mandates.map(uuidOf))
    .where('kind', '=', 'wallet')
    .where('user_id', 'is', null)
    .execute();
  return new Map(rows.map((row) => [idOf('mnd', row.mandate_id), idOf('acc', row.id)]));
}

/** Opens the wallet, and the mandate's house accounts, unless they are open. Floor null: none. */
export async function openWallet(
  db: Db,
  mandateId: MandateId,
  userId: UserId | undefined,
  floor: NanoChf | null,
): Promise<AccountId> {
  const { rows } = await sql<{ id: string }>`
    select ledger_open_wallet(${uuidOf(mandateId)}, ${userId === undefined ? null : uuidOf(userId)},
                              ${uuidOf(newId('acc'))}, ${floor}) as id`.execute(db);
  return idOf('acc', must(rows[0], 'the opened wallet').id);
}
