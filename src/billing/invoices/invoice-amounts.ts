import { assert } from '#kernel/assert.ts';
import type { NanoChf } from '#kernel/money.ts';

/** An invoice as far as its money goes, all in nano-CHF. */
export interface InvoiceAmounts {
  /** What is to be paid. */
  readonly total: NanoChf;
  /** What the wallet was charged for it: less than the total where VAT comes on top. */
  readonly walletTotal: NanoChf;
  readonly paid: NanoChf;
  readonly credited: NanoChf;
}

export type InvoiceState = 'open' | 'partly_paid' | 'paid' | 'overdue' | 'cancelled';

/** What is left to be paid; never negative. */
export function dueOf({ total, paid, credited }: InvoiceAmounts): NanoChf {
  return larger(total - credited - paid, 0n);
}

/** What was paid beyond what was owed. It stays in the wallet. */
export function overpaidOf({ total, paid, credited }: InvoiceAmounts): NanoChf {
  return larger(paid - (total - credited), 0n);
}

/** How it stands on a day in Zurich (`2026-12-31`). On its due day it is still in time. */
export function stateOf(amounts: InvoiceAmounts, dueOn: string, today: string): InvoiceState {
  if (amounts.credited === amounts.total) return 'cancelled';
  if (dueOf(amounts) === 0n) return 'paid';
  if (today > dueOn) return 'overdue';
  return amounts.paid > 0n ? 'partly_paid' : 'open';
}

/** What a payment of so much frees in the wallet. Many parts free exactly what one payment of their sum does. */
export function freedByPayment(invoice: InvoiceAmounts, amount: NanoChf): NanoChf {
  return freed(invoice, invoice.paid + amount) - freed(invoice, invoice.paid);
}

/** What leaves the wallet when the bank takes so much back of what was paid: the same as if it had never come. */
export function takenByReturn(invoice: InvoiceAmounts, amount: NanoChf): NanoChf {
  assert(amount > 0n && amount <= invoice.paid, 'no more is taken back than was paid');
  return freed(invoice, invoice.paid) - freed(invoice, invoice.paid - amount);
}

/** What a credit note of so much, at most what is not credited yet, gives back to the wallet. */
export function freedByCredit(invoice: InvoiceAmounts, amount: NanoChf): NanoChf {
  const { credited, total } = invoice;
  assert(amount > 0n && credited + amount <= total, 'no more is credited than was invoiced');
  return freed(invoice, credited + amount) - freed(invoice, credited);
}

/**
 * The part of an amount that belongs to a credit of so much, after what was credited before: the parts of credits that add up to the total add up
 * to the whole amount. Rounded to the nearest unit of the amount, halves up.
 */
export function creditedPart(
  whole: bigint,
  invoice: Pick<InvoiceAmounts, 'total' | 'credited'>,
  amount: NanoChf,
): bigint {
  const upTo = (credited: bigint) => floorOf(2n * whole * credited + invoice.total, 2n * invoice.total);
  return upTo(invoice.credited + amount) - upTo(invoice.credited);
}

/** Of the first `part` of the total; what is beyond it is the customer's money as it came. */
function freed({ total, walletTotal }: InvoiceAmounts, part: NanoChf): NanoChf {
  return part >= total ? walletTotal + (part - total) : (walletTotal * part) / total;
}

/** Also of what is negative: a rate of the VAT may owe something back. */
function floorOf(dividend: bigint, divisor: bigint): bigint {
  const whole = dividend / divisor;
  return dividend < 0n && dividend % divisor !== 0n ? whole - 1n : whole;
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
