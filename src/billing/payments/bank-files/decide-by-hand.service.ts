import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { must } from '#kernel/assert.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { lockBilling, requireNotClosed, walletFor } from '../../postings/posting-wallet.ts';
import { findTopUp } from '../../postings/top-up.store.ts';
import { post } from '../../transactions/posting.service.ts';
import { reopenRequest, requestFacts } from '../requests/top-up-request.store.ts';
import { reverseTopUp } from '../reversals/reversal.service.ts';
import type { KeptPayment } from './bank-payment.store.ts';
import { creditKey, creditPayments } from './credit-batch.store.ts';
import { payItsInvoice, returnItsPayment, undoItsPayment } from './decide-invoice-payment.ts';
import { suggestedCredit } from './describe-bank-file.ts';
import type { DecidedBy, DecisionDeed, DecisionOutcome, HandDecision } from './hand-decision.ts';
import { lockPayment, type PaymentPlace, updatePayment } from './kept-payment.store.ts';

/**
 * What a person decides about a payment that waits, or takes back of what was decided. In one transaction with its booking and the entry
 * in the audit log. Answers what a reversal leaves owed. Throws `not_found`, `conflict` if the payment is not in the state for it (somebody
 * was faster), `invalid_request`, and `insufficient_balance` where a credit to undo is spent already.
 */
export async function decideByHand(
  db: Db,
  place: PaymentPlace,
  wish: HandDecision,
  by: DecidedBy,
): Promise<{ readonly owed: NanoChf | undefined }> {
  return transaction(db, async (tx) => {
    const payment = await lockPayment(tx, place);
    if (!payment) throw new AppError('not_found', {}, 'There is no such payment.');
    const from: readonly string[] = wish.decision === 'undo' ? ['credited', 'refused'] : ['waiting'];
    if (!from.includes(payment.state))
      throw new AppError('conflict', { state: payment.state }, 'This payment is decided otherwise by now.');
    const { change, mandateId, facts, owed } = await DEEDS[wish.decision](tx, payment, wish, by);
    await updatePayment(tx, place, change);
    await recordAudit(
      tx,
      { ...by, mandateId },
      {
        action: `bank_payment.${PAST[wish.decision]}`,
        subject: change.transactionId ?? `${place.fileId}/${place.position}`,
        before: { state: payment.state, reason: payment.reason ?? null },
        after: { ...facts, state: change.state, payment: `${place.fileId}/${place.position}` },
        reason: wish.reason,
      },
    );
    return { owed };
  });
}

const PAST = { credit: 'credited', refuse: 'refused', reverse: 'reversed', undo: 'undone' } as const;

const DEEDS: Readonly<Record<HandDecision['decision'], DecisionDeed>> = { credit, refuse, reverse, undo };

async function credit(
  tx: Tx,
  payment: KeptPayment,
  wish: HandDecision,
  by: DecidedBy,
): Promise<DecisionOutcome> {
  if (payment.direction !== 'credit' || payment.isReversal)
    throw new AppError('conflict', {}, 'No money came in with this payment.');
  const paid = await payItsInvoice(tx, payment, wish, by);
  if (paid) return paid;
  const mandateId = wish.mandateId ?? payment.mandateId;
  if (mandateId === undefined)
    throw invalidRequest('body.mandateId', 'is missing: nobody has this reference');
  const isAsked = payment.requestId !== undefined && mandateId === payment.mandateId;
  const request = isAsked
    ? (await requestFacts(tx, [must(payment.requestId, 'a request')])).get(
        must(payment.requestId, 'a request'),
      )
    : undefined;
  const amount = wish.amountChf ?? suggestedCredit(payment, request);
  if (amount === undefined) throw invalidRequest('body.amountChf', 'is missing: no francs came');
  if (payment.currency === 'CHF' && amount > payment.amount)
    throw invalidRequest('body.amountChf', `is more than came: CHF ${formatChf(payment.amount)}`);
  const settings = await lockBilling(tx, mandateId);
  await requireNotClosed(tx, mandateId);
  const walletId = await walletFor(tx, mandateId, undefined, settings);
  // It pays the request, if that is open still; a second payment of it is credit beside it.
  const requestId = request?.state === 'open' ? payment.requestId : undefined;
  const item = { payment, mandateId, walletId, requestId, amount, note: wish.reason };
  const [answer] = await creditPayments(tx, [item], by.userId);
  if (answer?.transactionId === undefined)
    throw new AppError(
      'conflict',
      { code: answer?.code ?? 0 },
      'This payment cannot be credited as things stand now.',
    );
  return {
    change: {
      ...{ state: 'credited', mandateId, requestId, transactionId: answer.transactionId, credited: amount },
      ...{ decidedBy: by.userId, note: wish.reason },
    },
    mandateId,
    facts: { amountChf: formatChf(amount), transactionId: answer.transactionId },
  };
}

async function refuse(
  _tx: Tx,
  payment: KeptPayment,
  wish: HandDecision,
  by: DecidedBy,
): Promise<DecisionOutcome> {
  const { mandateId, requestId } = payment;
  const change = {
    state: 'refused',
    mandateId,
    requestId,
    reason: payment.reason,
    decidedBy: by.userId,
    note: wish.reason,
  } as const;
  return { change, mandateId: mandateId ?? ROOT_MANDATE_ID, facts: {} };
}

async function reverse(
  tx: Tx,
  payment: KeptPayment,
  wish: HandDecision,
  by: DecidedBy,
): Promise<DecisionOutcome> {
  if (!payment.isReversal || payment.currency !== 'CHF')
    throw new AppError('conflict', {}, 'With this payment the bank took no francs back.');
  const returned = await returnItsPayment(tx, payment, wish, by);
  if (returned) return returned;
  const mandateId = wish.mandateId ?? payment.mandateId;
  const facts = payment.requestId && (await requestFacts(tx, [payment.requestId])).get(payment.requestId);
  const topUpId = wish.topUpId ?? (facts ? facts.transactionId : undefined);
  if (mandateId === undefined)
    throw invalidRequest('body.mandateId', 'is missing: nobody has this reference');
  if (topUpId === undefined)
    throw invalidRequest('body.topUpId', 'is missing: the reference leads to no top-up');
  const topUp = await findTopUp(tx, mandateId, topUpId);
  if (!topUp) throw new AppError('not_found', { transaction: topUpId }, 'There is no such top-up.');
  const taken = wish.amountChf ?? reversedCredit(payment, topUp.amount, facts || undefined);
  const reversal = { mandateId, topUpId, amount: taken, note: wish.reason, createdBy: by.userId };
  const { transactionId, owed } = await reverseTopUp(tx, { ...reversal, idempotencyKey: creditKey(payment) });
  return {
    change: {
      ...{
        state: 'reversed',
        reason: payment.reason,
        mandateId,
        requestId: payment.requestId,
        transactionId,
      },
      ...{ credited: -taken, decidedBy: by.userId, note: wish.reason },
    },
    mandateId,
    facts: { amountChf: formatChf(-taken), owedChf: formatChf(owed), topUpId },
    owed,
  };
}

/** What leaves the balance: what had been credited for the money that the bank takes back. */
function reversedCredit(
  { amount }: KeptPayment,
  credited: NanoChf,
  request: { readonly amount: bigint; readonly payable: bigint } | undefined,
): NanoChf {
  if (request && amount === request.payable) return credited;
  return suggestedCredit({ amount, currency: 'CHF', direction: 'credit' }, request) ?? amount;
}

async function undo(
  tx: Tx,
  payment: KeptPayment,
  wish: HandDecision,
  by: DecidedBy,
): Promise<DecisionOutcome> {
  const { mandateId, requestId, transactionId, credited, attempt } = payment;
  const waiting = {
    state: 'waiting',
    reason: 'undone',
    mandateId,
    requestId,
    decidedBy: by.userId,
    note: wish.reason,
  } as const;
  if (payment.state === 'refused')
    return { change: waiting, mandateId: mandateId ?? ROOT_MANDATE_ID, facts: {} };
  const owner = must(mandateId, 'whose credit it is');
  const topUpId = must(transactionId, 'the top-up');
  const amount = must(credited, 'what was credited');
  await lockBilling(tx, owner);
  const topUp = await findTopUp(tx, owner, topUpId);
  if (!topUp) return undoItsPayment(tx, payment, wish, by);
  if (topUp.left < amount)
    throw new AppError(
      'conflict',
      { left_chf: formatChf(topUp.left) },
      'Of this top-up something was paid back already.',
    );
  const correction = await post(tx, {
    ...{
      mandateId: owner,
      walletId: topUp.accountId,
      type: 'adjustment',
      amount: -amount,
      corrects: topUpId,
    },
    ...{ idempotencyKey: `undo/${creditKey(payment)}`, note: wish.reason, createdBy: by.userId },
  });
  if (requestId !== undefined) await reopenRequest(tx, owner, requestId, topUpId);
  return {
    change: { ...waiting, attempt: attempt + 1 },
    mandateId: owner,
    facts: { amountChf: formatChf(-amount), transactionId: correction.transactionId, topUpId },
  };
}
