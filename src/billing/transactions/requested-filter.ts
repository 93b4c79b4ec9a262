import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import type { Actor } from '#identity/actor.ts';
import { AppError } from '#kernel/error.ts';
import { type AccountId, type ApiKeyId, type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { transactionFilter } from './transaction.contract.ts';
import type { TransactionFilter } from './transaction-filter.ts';
import { readSearch } from './transaction-search.ts';

/** Whose bookings the actor may see: his own, or undefined: all of the mandate. */
export function visibleTo(actor: Actor): UserId | undefined {
  return actor.may('resource.billing.read') ? undefined : actor.userId;
}

/**
 * What was asked for, within what the actor may see. Throws `not_found` for a user, an account or a key that is not of the mandate,
 * or not the actor's where he may see his own only; `invalid_request`.
 */
export async function requestedFilter(
  db: Db,
  actor: Actor,
  { user, account, key, minChf, maxChf, q, ...rest }: Partial<z.output<typeof transactionFilter>>,
): Promise<TransactionFilter> {
  const own = visibleTo(actor);
  if (user && (own ?? user) !== user) throw noSuchUser();
  if (user) await requireUser(db, actor.mandateId, user);
  if (account) await requireAccount(db, actor.mandateId, account, own);
  if (key) await requireKey(db, actor.mandateId, key, own);
  return {
    ...rest,
    userId: user,
    accountId: account,
    apiKeyId: key,
    minAmount: minChf,
    maxAmount: maxChf,
    search: q === undefined ? undefined : readSearch(q),
    visibleTo: own,
  };
}

/** A member, or somebody who was one and has bookings. */
async function requireUser(db: Db, mandateId: MandateId, userId: UserId): Promise<void> {
  const mandate = uuidOf(mandateId);
  const user = uuidOf(userId);
  const { rows } = await sql`
    select where exists (select from membership where mandate_id = ${mandate} and user_id = ${user})
       or exists (select from billing_account where mandate_id = ${mandate} and kind = 'wallet' and user_id = ${user})
       or exists (select from billing_statistic_daily where mandate_id = ${mandate} and user_id = ${user})`.execute(
    db,
  );
  if (rows.length === 0) throw noSuchUser();
}

async function requireAccount(
  db: Db,
  mandateId: MandateId,
  accountId: AccountId,
  own: UserId | undefined,
): Promise<void> {
  const { rows } = await sql`
    select from billing_account
    where mandate_id = ${uuidOf(mandateId)} and id = ${uuidOf(accountId)} and kind = 'wallet'
      ${own ? sql`and (user_id is null or user_id = ${uuidOf(own)})` : sql``}`.execute(db);
  if (rows.length === 0) throw new AppError('not_found', {}, 'There is no such account.');
}

/** Also one that has ended: its calls are there. */
async function requireKey(
  db: Db,
  mandateId: MandateId,
  keyId: ApiKeyId,
  own: UserId | undefined,
): Promise<void> {
  const { rows } = await sql`
    select from api_key where mandate_id = ${uuidOf(mandateId)} and key_id = ${uuidOf(keyId)}
      ${own ? sql`and user_id = ${uuidOf(own)}` : sql``}`.execute(db);
  if (rows.length === 0) throw new AppError('not_found', {}, 'There is no such API key.');
}

function noSuchUser(): AppError {
  return new AppError('not_found', {}, 'There is no such user in this mandate.');
}
