import type { NanoChf } from '#kernel/money.ts';
import type { BillingAddress } from '../../addresses/billing-address.store.ts';
import type { Issuer } from '../../documents/issuer.store.ts';
import type { AskedPayment } from '../../documents/qr-bill.ts';
import { ratePercent } from '../../statements/vat.ts';
import type { PaymentReference } from '../references/payment-reference.ts';
import { swicoText } from '../references/swico-information.ts';

/** All that a request for a top-up shows, as JSON: its PDF follows from this alone. Amounts are decimal texts of nano-CHF. */
export interface TopUpFigures {
  readonly issuer: Issuer;
  readonly recipient: BillingAddress;
  /** Where it is paid to, without spaces. */
  readonly iban: string;
  readonly reference: PaymentReference;
  /** Added to the balance. */
  readonly amount: string;
  /** On top of it; null: none is owed yet, and none may be shown (open credit, Federal Administrative Court A-2587/2020). */
  readonly vat: { readonly ratePpm: number; readonly amount: string } | null;
  readonly payable: string;
  /** In Zurich, `2026-11-27`. */
  readonly day: string;
}

/** Days that a bill says it may take. */
export const DUE_DAYS = 30;
const NANO_PER_RAPPEN = 10_000_000n;
const MILLION = 1_000_000n;

/** VAT on top of an amount in whole Rappen, rounded once to the Rappen, halves up. Nano-CHF. */
export function vatOnTop(amount: NanoChf, ratePpm: number): NanoChf {
  const rappen = amount / NANO_PER_RAPPEN;
  return ((2n * rappen * BigInt(ratePpm) + MILLION) / (2n * MILLION)) * NANO_PER_RAPPEN;
}

/** What the bill asks for. With VAT book-keeping reads its rate; without, there is none to read. */
export function askedPayment(figures: TopUpFigures, number: string): AskedPayment {
  const { issuer, recipient, iban, reference, payable, day, vat } = figures;
  const information = swicoText({
    documentNumber: number,
    documentDay: day,
    ...(issuer.uid === null ? {} : { uid: issuer.uid }),
    ...(vat === null ? {} : { vatDay: day, vatPercent: ratePercent(vat.ratePpm) }),
    dueDays: DUE_DAYS,
  });
  return { issuer, recipient, iban, reference, amount: BigInt(payable), message: number, information };
}
