import { createHash } from 'node:crypto';
import type { AccountId, InvoiceId, MandateId, TopUpRequestId, TransactionId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { BankPayment } from '../camt/bank-file.ts';
import { parseReference } from '../references/payment-reference.ts';

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
  'altered',
  'not_bookable',
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
  /** Nano-CHF that are left to be paid. */
  readonly due: NanoChf;
}

export type PaymentDecision =
  | { readonly kind: 'pay'; readonly invoice: PayableInvoice }
  | { readonly kind: 'credit'; readonly request: PayableRequest }
  | {
      readonly kind: 'wait';
      readonly reason: WaitReason;
      readonly request: PayableRequest | undefined;
      readonly invoice: PayableInvoice | undefined;
    }
  | { readonly kind: 'ignore'; readonly reason: IgnoreReason };

/** What becomes of a payment by itself: credited only if it is just what was asked for, and only once. The rest is for a person. */
export function decidePayment(
  payment: Pick<
    BankPayment,
    'status' | 'direction' | 'isReversal' | 'isUnopenedBatch' | 'amount' | 'currency' | 'reference' | 'addsUp'
  >,
  request: PayableRequest | undefined,
  invoice?: PayableInvoice,
): PaymentDecision {
  const wait = (reason: WaitReason) => ({ kind: 'wait', reason, request, invoice }) as const;
  const ignore = (reason: IgnoreReason) => ({ kind: 'ignore', reason }) as const;
  if (payment.status !== 'BOOK') return ignore('not_booked');
  // The bank takes a credit back as a debit, and a debit as a credit.
  if (payment.isReversal) return payment.direction === 'debit' ? wait('reversal') : ignore('reversed_debit');
  if (payment.direction === 'debit') return ignore('debit');
  if (payment.isUnopenedBatch) return ignore('batch_elsewhere');
  if (payment.amount === 0n) return ignore('without_amount');
  if (payment.currency !== 'CHF') return wait('foreign_currency');
  if (payment.reference === undefined) return wait('no_reference');
  if (!request && !invoice) return wait('unknown_reference');
  if (!payment.addsUp) return wait('does_not_add_up');
  if (invoice) return decideAboutInvoice(payment.amount, invoice);
  if (!request) return wait('unknown_reference');
  if (request.state === 'paid') return wait('already_paid');
  if (request.isClosed) return wait('mandate_closed');
  if (request.state === 'cancelled') return wait('cancelled');
  return payment.amount === request.payable ? { kind: 'credit', request } : wait('other_amount');
}

const NANO_PER_RAPPEN = 10_000_000n;

/** Of an invoice any part may be paid, and more; but one that is paid is hardly paid again. */
function decideAboutInvoice(amount: NanoChf, invoice: PayableInvoice): PaymentDecision {
  const wait = (reason: WaitReason) => ({ kind: 'wait', reason, request: undefined, invoice }) as const;
  if (invoice.due === 0n) return wait('already_paid');
  return amount % NANO_PER_RAPPEN === 0n ? { kind: 'pay', invoice } : wait('other_amount');
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

/** What a payment is compared with that came before with the same key. */
export type SeenPayment = Pick<BankPayment, 'amount' | 'currency' | 'reference'>;

/** False: they have the same key, and are two payments all the same, or one was altered. One file may leave the reference out. */
export function isSamePayment(one: SeenPayment, other: SeenPayment): boolean {
  if (one.amount !== other.amount || one.currency !== other.currency) return false;
  const [first, second] = [plainReference(one.reference), plainReference(other.reference)];
  return first === undefined || second === undefined || first === second;
}

/** The key of a payment that came before otherwise: the same again is known then. */
export function alteredKey(key: string, { amount, currency, reference }: SeenPayment): string {
  const content = [amount, currency, plainReference(reference) ?? ''].join('|');
  return `${key}~${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
}

/** As it is looked up: without spaces. Undefined: none, or its check digits are wrong. */
export function plainReference(reference: string | undefined): string | undefined {
  return reference === undefined ? undefined : parseReference(reference)?.text;
}
