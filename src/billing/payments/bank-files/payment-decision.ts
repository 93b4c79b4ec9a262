import type { AccountId, InvoiceId, MandateId, TopUpRequestId, TransactionId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { BankPayment } from '../camt/bank-file.ts';

/** Why a payment waits for a person. */
const WAIT_REASONS = [
  'no_reference',
  'unknown_reference',
  'other_amount',
  'already_paid',
  'cancelled',
  'mandate_closed',
  'foreign_currency',
  'does_not_add_up',
  'reversal',
  'undone',
] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

/** Why a payment is none that came in. */
const IGNORE_REASONS = [
  'debit',
  'not_booked',
  'batch_elsewhere',
  'reversed_debit',
  'without_amount',
] as const;
export type IgnoreReason = (typeof IGNORE_REASONS)[number];

/** A request for a top-up, as far as a payment has to do with it. */
export interface PayableRequest {
  readonly mandateId: MandateId;
  readonly requestId: TopUpRequestId;
  readonly state: 'open' | 'paid' | 'cancelled';
  /** Nano-CHF that the balance gets, and that the mandate was asked to pay. */
  readonly amount: NanoChf;
  readonly payable: NanoChf;
  readonly walletId: AccountId;
  readonly isClosed: boolean;
  /** The top-up that it became. */
  readonly transactionId: TransactionId | undefined;
}

/** An invoice that the payment's reference names. */
export interface PayableInvoice {
  readonly mandateId: MandateId;
  readonly id: InvoiceId;
}

export type PaymentDecision =
  | { readonly kind: 'pay'; readonly invoice: PayableInvoice }
  | { readonly kind: 'credit'; readonly request: PayableRequest }
  | { readonly kind: 'wait'; readonly reason: WaitReason; readonly request: PayableRequest | undefined }
  | { readonly kind: 'ignore'; readonly reason: IgnoreReason };

/** What becomes of a payment by itself: credited only if it is just what was asked for, and only once. The rest is for a person. */
export function decidePayment(
  payment: Pick<
    BankPayment,
    'status' | 'direction' | 'isReversal' | 'isUnopenedBatch' | 'amount' | 'currency' | 'reference' | 'addsUp'
  >,
  request: PayableRequest | undefined,
  invoice?: PayableInvoice | undefined,
): PaymentDecision {
  const wait = (reason: WaitReason) => ({ kind: 'wait', reason, request }) as const;
  const ignore = (reason: IgnoreReason) => ({ kind: 'ignore', reason }) as const;
  if (payment.status !== 'BOOK') return ignore('not_booked');
  // The bank takes a credit back as a debit, and a debit as a credit.
  if (payment.isReversal) return payment.direction === 'debit' ? wait('reversal') : ignore('reversed_debit');
  if (payment.direction === 'debit') return ignore('debit');
  if (payment.isUnopenedBatch) return ignore('batch_elsewhere');
  if (payment.amount === 0n) return ignore('without_amount');
  if (payment.currency !== 'CHF') return wait('foreign_currency');
  if (payment.reference === undefined) return wait('no_reference');
  // Of an invoice any part may be paid, and more.
  if (invoice) return payment.addsUp ? { kind: 'pay', invoice } : wait('does_not_add_up');
  if (!request) return wait('unknown_reference');
  if (!payment.addsUp) return wait('does_not_add_up');
  if (request.state === 'paid') return wait('already_paid');
  if (request.isClosed) return wait('mandate_closed');
  if (request.state === 'cancelled') return wait('cancelled');
  return payment.amount === request.payable ? { kind: 'credit', request } : wait('other_amount');
}

/**
 * What a payment is recognised by in every file: the account, the bank's reference, its place among those that share it. A reversal may
 * have the reference of what it reverses. What will be credited from another file, or has no reference, is itself alone.
 */
export function paymentKey(payment: BankPayment, fileSha256: string): string {
  const { iban, bankReference, occurrence, direction, isReversal, position } = payment;
  if (payment.status !== 'BOOK' || payment.isUnopenedBatch || bankReference === '')
    return `file/${fileSha256}/${position}`;
  return `${iban}/${bankReference}/${occurrence}/${direction}${isReversal ? '/reversal' : ''}`;
}
