import type { z } from 'zod';
import type { Db, Tx } from '#db/database.ts';
import { type AuditBy, type AuditFacts, recordAudit } from '#identity/audit/audit.ts';
import { once } from '#identity/idempotency/once.ts';
import { requireMember } from '#identity/users/user.service.ts';
import { must } from '#kernel/assert.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import type { AccountId, MandateId, TransactionId, UserId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { type Posting, post } from '../transactions/posting.service.ts';
import { findTransaction } from '../transactions/transaction.store.ts';
import type { postingAnswer } from './operator-posting.contract.ts';
import { describeWallet, lockBilling, requireNotClosed, walletFor } from './posting-wallet.ts';
import { findTopUp } from './top-up.store.ts';

export type PostingAnswer = z.input<typeof postingAnswer>;

/** Who asks for a booking in which mandate, once. */
export interface PostingRequest {
  readonly by: AuditBy & { readonly userId: UserId };
  readonly mandateId: MandateId;
  readonly idempotencyKey: string;
  readonly isPreview: boolean;
  /** Nano-CHF, more than 0; only an adjustment may be negative. */
  readonly amount: NanoChf;
  readonly reason: string;
}

/** Money from outside into a wallet. A closed mandate gets none (`conflict`), nor does a user who has left (`not_found`). */
export function creditWallet(
  db: Db,
  request: PostingRequest & { readonly userId?: UserId | undefined },
): Promise<PostingAnswer> {
  return onceBooked(db, request, 'top_up', [request.userId], async (tx) => {
    const settings = await lockBilling(tx, request.mandateId);
    await requireNotClosed(tx, request.mandateId);
    const walletId = await walletFor(tx, request.mandateId, request.userId, settings);
    if (request.userId !== undefined) await requireMember(tx, request.mandateId, request.userId);
    return { walletId };
  });
}

/** An invoice of a postpaid mandate that was paid; a closed one still pays what it owes. `conflict` for other billing models. */
export function bookPayment(db: Db, request: PostingRequest): Promise<PostingAnswer> {
  return onceBooked(db, request, 'payment', [], async (tx) => {
    const settings = await lockBilling(tx, request.mandateId);
    if (settings.billingModel === 'postpaid')
      return { walletId: await walletFor(tx, request.mandateId, undefined, settings) };
    const details = { billing_model: settings.billingModel };
    throw new AppError(
      'conflict',
      details,
      'Only a postpaid mandate pays invoices; the others have top-ups.',
    );
  });
}

/** Puts a balance right, in the wallet of the booking that it corrects, or in the one that is named. */
export function adjustWallet(
  db: Db,
  request: PostingRequest & {
    readonly userId?: UserId | undefined;
    readonly corrects?: TransactionId | undefined;
  },
): Promise<PostingAnswer> {
  const { mandateId, userId, corrects } = request;
  return onceBooked(db, request, 'adjustment', [userId, corrects], async (tx) => {
    const settings = await lockBilling(tx, mandateId);
    if (corrects === undefined) return { walletId: await walletFor(tx, mandateId, userId, settings) };
    const wrong = await findTransaction(tx, mandateId, corrects);
    if (!wrong) throw new AppError('not_found', { transaction: corrects }, 'There is no such booking.');
    if (userId !== undefined && (await walletFor(tx, mandateId, userId, settings)) !== wrong.accountId)
      throw invalidRequest('body.userId', 'the booking to correct is in another wallet');
    return { walletId: wrong.accountId, corrects };
  });
}

/** Pays a top-up back: at most what is left of it, and what is in its wallet; a credit limit pays nothing out. */
export function refundTopUp(
  db: Db,
  request: PostingRequest & { readonly topUpId: TransactionId },
): Promise<PostingAnswer> {
  const { mandateId, topUpId, amount } = request;
  return onceBooked(db, { ...request, amount: -amount }, 'refund', [topUpId], async (tx) => {
    await lockBilling(tx, mandateId);
    const topUp = await findTopUp(tx, mandateId, topUpId);
    if (!topUp) throw new AppError('not_found', { transaction: topUpId }, 'There is no such top-up.');
    return { walletId: topUp.accountId, corrects: topUpId };
  });
}

type PostingType = PostingAnswer['type'];

interface BookingPlace {
  readonly walletId: AccountId;
  readonly corrects?: TransactionId;
  /** What the wallet gets, if that is not the amount of the request. */
  readonly amount?: NanoChf;
  /** Done in the same transaction. */
  readonly booked?: (transactionId: TransactionId) => Promise<void>;
}

/** Books, writes the audit entry in the same transaction, and answers; a repeat only answers. */
export function onceBooked(
  db: Db,
  request: PostingRequest,
  type: PostingType,
  content: readonly (string | undefined)[],
  place: (tx: Tx) => Promise<BookingPlace>,
): Promise<PostingAnswer> {
  return once(db, { ...request, content: [type, request.amount, ...content] }, async (tx) => {
    const { booked, amount = request.amount, ...where } = await place(tx);
    const posting = { ...postingOf(request), type, amount, ...where };
    const { transactionId, balance, isNew } = await post(tx, posting).catch(nameField);
    const wallet = await describeWallet(tx, request.mandateId, posting.walletId, {
      amount,
      balanceAfter: balance,
    });
    await booked?.(transactionId);
    const topUpId = type === 'top_up' ? transactionId : type === 'refund' ? posting.corrects : undefined;
    const answer = {
      booked: true,
      transactionId,
      type,
      amountChf: formatChf(amount),
      ...wallet,
      ...(topUpId === undefined ? {} : { topUp: await leftOf(tx, request.mandateId, topUpId) }),
    };
    if (isNew) await recordPosting(tx, request, transactionId, posting, wallet);
    return request.isPreview ? asPreview(answer, type) : answer;
  });
}

/** What every booking that somebody asks for has in common. */
function postingOf({ mandateId, idempotencyKey, reason, by }: PostingRequest) {
  return { mandateId, idempotencyKey, note: reason, createdBy: by.userId };
}

const ACTIONS = {
  top_up: 'credit.topped_up',
  payment: 'credit.paid',
  adjustment: 'credit.adjusted',
  refund: 'credit.refunded',
} as const satisfies Record<PostingType, string>;

async function recordPosting(
  tx: Tx,
  { by, reason }: PostingRequest,
  transactionId: TransactionId,
  posting: Pick<Posting, 'amount' | 'corrects'> & { readonly type: PostingType },
  wallet: Awaited<ReturnType<typeof describeWallet>>,
): Promise<void> {
  const { accountId, userId } = wallet;
  const after: AuditFacts = {
    balanceChf: wallet.balanceAfterChf,
    amountChf: formatChf(posting.amount),
    accountId,
    ...(userId === undefined ? {} : { userId }),
    ...(posting.corrects === undefined ? {} : { corrects: posting.corrects }),
  };
  const before = { balanceChf: wallet.balanceBeforeChf };
  await recordAudit(tx, by, { action: ACTIONS[posting.type], subject: transactionId, before, after, reason });
}

async function leftOf(tx: Tx, mandateId: MandateId, topUpId: TransactionId) {
  const { id, amount, left } = must(await findTopUp(tx, mandateId, topUpId), 'the top-up');
  return { transactionId: id, amountChf: formatChf(amount), leftChf: formatChf(left) };
}

/** Ids that were made for it are gone with it. */
function asPreview(answer: PostingAnswer, type: PostingType): PostingAnswer {
  const { transactionId: _gone, accountId: _closed, topUp, ...shown } = answer;
  const left = type === 'top_up' && topUp ? { amountChf: topUp.amountChf, leftChf: topUp.leftChf } : topUp;
  return { ...shown, booked: false, ...(left ? { topUp: left } : {}) };
}

/** The ledger knows an amount; who asked, a field of his request. */
export function nameField(error: unknown): never {
  if (error instanceof AppError && error.code === 'invalid_request' && error.details.path === 'amount') {
    throw new AppError('invalid_request', { ...error.details, path: 'body.amountChf' }, error.message);
  }
  throw error;
}
