import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import {
  type AccountId,
  idOf,
  type MandateId,
  newId,
  type TransactionId,
  type UserId,
  uuidOf,
} from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { findWallet, openWallet } from '../accounts/account.store.ts';
import { findSettings } from '../settings/settings.store.ts';
import { floorOf } from '../settings/settings.ts';

/** Money that moves without a call. */
export interface Posting {
  readonly mandateId: MandateId;
  readonly walletId: AccountId;
  readonly type: 'top_up' | 'payment' | 'opening' | 'adjustment' | 'refund' | 'transfer';
  /** Nano-CHF, from the wallet's view: what leaves it is negative. A refund and a transfer are negative. */
  readonly amount: NanoChf;
  /** Made by the caller, one per mandate: the same again has one effect and one answer. */
  readonly idempotencyKey: string;
  readonly note?: string | undefined;
  readonly createdBy?: UserId | undefined;
  /** A refund names its top-up; an adjustment may name the row that it puts right. */
  readonly corrects?: TransactionId;
  /** Where a transfer goes. */
  readonly toWalletId?: AccountId;
}

export interface Posted {
  readonly transactionId: TransactionId;
  readonly balance: NanoChf;
  /** False: the same was booked before, and this is the answer of that time. */
  readonly isNew: boolean;
}

/**
 * Credits a wallet: the user's own (opened if need be), or the mandate's pool. Throws `not_found`, `invalid_request`,
 * and `idempotency_conflict` if the key was used with other content.
 */
export async function topUp(
  db: Db,
  credit: {
    readonly mandateId: MandateId;
    readonly userId?: UserId | undefined;
    readonly amount: NanoChf;
    readonly idempotencyKey: string;
    readonly note?: string | undefined;
    readonly createdBy?: UserId | undefined;
  },
): Promise<Posted> {
  if (credit.amount <= 0n)
    throw new AppError('invalid_request', { path: 'amount' }, 'a top-up is more than 0');
  const settings = await findSettings(db, credit.mandateId);
  if (!settings) throw new AppError('not_found', { mandate: credit.mandateId });
  if (credit.userId !== undefined && settings.billingModel !== 'prepaid_user') {
    throw new AppError(
      'invalid_request',
      { path: 'userId' },
      'only in the billing model prepaid_user do users have wallets',
    );
  }
  const walletId =
    (await findWallet(db, credit.mandateId, credit.userId)) ??
    (await openWallet(db, credit.mandateId, credit.userId, floorOf(settings)));
  return post(db, { ...credit, walletId, type: 'top_up' });
}

/** Books one posting. Throws `idempotency_conflict`, `not_found`, `insufficient_balance`, `invalid_request`. */
export async function post(db: Db, posting: Posting): Promise<Posted> {
  return must((await postAll(db, [posting]))[0], 'what was posted');
}

/**
 * Books postings one after the other, in one statement; answers in their order. Who locks the wallets of several mandates names them in the order
 * of the mandates' ids, or two could wait for each other. Throws as `post`, and then none is booked.
 */
export async function postAll(db: Db, postings: readonly Posting[]): Promise<readonly Posted[]> {
  if (postings.length === 0) return [];
  const column = <Value>(of: (posting: Posting) => Value) => postings.map(of);
  const uuidOrNull = (id: Parameters<typeof uuidOf>[0] | undefined) => (id === undefined ? null : uuidOf(id));
  const { rows } = await sql<Answer>`
    select p.* from unnest(
      ${column(({ mandateId }) => uuidOf(mandateId))}::uuid[], ${column(({ walletId }) => uuidOf(walletId))}::uuid[],
      ${column(({ type }) => type)}::text[], ${column(({ amount }) => `${amount}`)}::int8[],
      ${column(() => uuidOf(newId('txn')))}::uuid[], ${column(({ idempotencyKey }) => idempotencyKey)}::text[],
      ${column(contentHash)}::uuid[], ${column(({ note }) => note ?? null)}::text[],
      ${column(({ createdBy }) => uuidOrNull(createdBy))}::uuid[], ${column(({ corrects }) => uuidOrNull(corrects))}::uuid[],
      ${column(({ toWalletId }) => uuidOrNull(toWalletId))}::uuid[], ${column(() => uuidOf(newId('txn')))}::uuid[]
    ) with ordinality u (mandate, wallet, type, amount, id, key, hash, note, created_by, corrects, to_wallet, to_id, n)
    cross join lateral ledger_post(u.mandate, u.wallet, u.type, u.amount, u.id, u.key, u.hash, u.note, u.created_by, u.corrects,
      u.to_wallet, u.to_id) p
    order by u.n`
    .execute(db)
    .catch(refuseOverflow);
  return postings.map((posting, index) =>
    readAnswer(posting, must(rows[index], 'the answer of ledger_post')),
  );
}

function readAnswer({ walletId, amount }: Posting, answer: Answer): Posted {
  switch (answer.code) {
    case 1:
    case 2:
      return {
        transactionId: idOf('txn', answer.transaction),
        balance: answer.balance,
        isNew: answer.code === 1,
      };
    case 3:
      throw new AppError('idempotency_conflict', { transaction_id: idOf('txn', answer.transaction) });
    case 4:
      throw new AppError('not_found', { account: walletId });
    case 5:
      throw new AppError(
        'insufficient_balance',
        { available_chf: formatChf(answer.available), required_chf: formatChf(-amount) },
        'There is less in the wallet than this booking takes from it.',
      );
    case 7:
      throw new AppError('conflict', { mandate_status: 'closed' }, 'This mandate is closed.');
    default:
      throw new AppError(
        'invalid_request',
        { path: 'amount', available_chf: formatChf(answer.available) },
        'a refund is at most what is left of the top-up that it names',
      );
  }
}

/** `int8` ends at 9.2 billion francs. */
function refuseOverflow(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '22003') {
    throw new AppError(
      'invalid_request',
      { path: 'amount' },
      'the amount is beyond what an account can hold',
    );
  }
  throw error;
}

interface Answer {
  readonly code: number;
  readonly transaction: string;
  readonly balance: bigint;
  readonly available: bigint;
}

/** What makes two postings the same. Not the note: a repeat may word it otherwise. */
function contentHash(posting: Posting): string {
  const { walletId, type, amount, corrects, toWalletId } = posting;
  const content = [walletId, type, amount, corrects ?? '', toWalletId ?? ''].join('|');
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}
