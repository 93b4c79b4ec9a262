import type { Language } from '#kernel/language.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { BillingAddress } from '../addresses/billing-address.store.ts';
import type { Issuer } from '../documents/issuer.store.ts';
import type { PaymentReference } from '../payments/references/payment-reference.ts';

/** What was used or put right, as a line of the invoice. Amounts are nano-CHF as text, in whole Rappen. */
export interface InvoiceLine {
  /** `usage`: calls of a model. `absorbed`: what the wallet could not pay, and nobody is asked for. `carried`: of earlier months. */
  readonly kind: 'usage' | 'adjustment' | 'absorbed' | 'carried';
  readonly provider?: string;
  readonly model?: string;
  readonly calls?: number;
  readonly tokens?: number;
  readonly amount: string;
}

/** Of one VAT rate; amounts are nano-CHF as text. */
export interface VatLine {
  readonly ratePpm: number;
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
}

/** What every document of an invoice carries. */
export interface InvoiceParties {
  readonly language: Language;
  readonly issuer: Issuer;
  readonly recipient: BillingAddress;
}

/** All that an invoice shows: its PDF follows from it alone. Amounts are nano-CHF as text. */
export interface InvoiceFigures extends InvoiceParties {
  readonly month: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly paymentDays: number;
  readonly lines: readonly InvoiceLine[];
  /** The sum of the lines: what the wallet was charged. */
  readonly charged: string;
  /** Null: the issuer pays no VAT, and may show none (VAT Act, art. 27). */
  readonly vat: { readonly basis: 'included' | 'on_top'; readonly lines: readonly VatLine[] } | null;
  /** What is to be paid. */
  readonly total: string;
  readonly iban: string;
  readonly reference: PaymentReference;
}

/** All that a credit note shows. Its amounts are what is given back. */
export interface CreditNoteFigures extends InvoiceParties {
  readonly issuedOn: string;
  readonly invoiceNumber: string;
  readonly invoiceIssuedOn: string;
  readonly month: string;
  readonly reason: string;
  readonly amount: string;
  readonly vat: InvoiceFigures['vat'];
  /** What is left to pay of the invoice. */
  readonly due: string;
}

/** All that a reminder shows. */
export interface ReminderFigures extends InvoiceParties {
  readonly level: number;
  readonly isLast: boolean;
  readonly issuedOn: string;
  readonly payUntil: string;
  readonly invoiceNumber: string;
  readonly invoiceIssuedOn: string;
  readonly invoiceDueOn: string;
  readonly month: string;
  readonly total: string;
  readonly paid: string;
  readonly credited: string;
  readonly due: string;
  readonly iban: string;
  readonly reference: PaymentReference;
}

/** What a mandate is owed of a month and does not get back: the next invoice takes it off. By VAT rate, null: without VAT. */
export interface CarriedAmount {
  readonly ratePpm: number | null;
  /** Nano-CHF in whole Rappen; negative: in favour of the mandate. */
  readonly amount: NanoChf;
}
