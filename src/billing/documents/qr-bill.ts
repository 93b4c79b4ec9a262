import { SwissQRBill } from 'swissqrbill/pdf';
import type { Language } from '#kernel/language.ts';
import type { NanoChf } from '#kernel/money.ts';
import { registerPaymentFonts } from '#pdf/pdf-fonts.ts';
import { MM, PAGE, type PdfSheet } from '#pdf/pdf-sheet.ts';
import type { BillingAddress } from '../addresses/billing-address.store.ts';
import type { PaymentReference } from '../payments/references/payment-reference.ts';
import { NANO_PER_RAPPEN } from '../statements/apportion.ts';
import type { Issuer } from './issuer.store.ts';
import { printableText } from './printable-text.ts';

/** A payment in francs that a bill asks for. */
export interface AskedPayment {
  readonly issuer: Issuer;
  readonly recipient: BillingAddress;
  /** Where it is paid to, without spaces. */
  readonly iban: string;
  readonly reference: PaymentReference;
  /** Whole Rappen, below a billion francs. */
  readonly amount: NanoChf;
  readonly message: string;
  /** What book-keeping reads (`swicoText`); with the message at most 140 characters. */
  readonly information?: string;
}

/** The bill takes the lower 105 mm of a page (Implementation Guidelines QR-bill 2.3, chapter 3). */
const BILL_HEIGHT = 105 * MM;
const GAP = 6 * MM;

/** Draws the bill at the foot of the last page, or of a new one where it has no room. */
export function drawQrBill(sheet: PdfSheet, asked: AskedPayment, language: Language): void {
  if (sheet.y + GAP > PAGE.height - BILL_HEIGHT) sheet.newPage();
  const code = language.toUpperCase() as Uppercase<Language>;
  const bill = new SwissQRBill(billOf(asked), {
    ...{ language: code, scissors: true, fontName: registerPaymentFonts(sheet.doc) },
  });
  sheet.tagged('P', () => {
    // It takes over the colour of the text before it, and has to be black.
    sheet.doc.fillColor('#000000').strokeColor('#000000');
    bill.attachTo(sheet.doc);
  });
}

function billOf({ issuer, recipient, iban, reference, amount, message, information }: AskedPayment) {
  return {
    creditor: { ...partyOf(issuer), account: iban },
    debtor: partyOf(recipient),
    currency: 'CHF' as const,
    // Exact as a number.
    amount: Number(amount / NANO_PER_RAPPEN) / 100,
    ...{ reference: reference.text, message },
    ...(information === undefined ? {} : { additionalInformation: information }),
  };
}

/** Names and places with the letters that a bill may have. */
function partyOf({ company, street, houseNumber, postcode, town, country }: BillingAddress | Issuer) {
  return {
    name: printableText(company),
    address: printableText(street ?? ''),
    ...(houseNumber === null ? {} : { buildingNumber: houseNumber }),
    ...{ zip: postcode, city: printableText(town), country },
  };
}

/**
 * What the QR code holds, for a code on the screen: Swiss Implementation Guidelines QR-bill 2.3, chapter 4, version 0200, structured
 * addresses. Lines end with a line feed.
 */
export function qrBillText(asked: AskedPayment): string {
  const { issuer, recipient, iban, reference, amount, message, information } = asked;
  const rappen = (amount / NANO_PER_RAPPEN).toString().padStart(3, '0');
  return [
    ...['SPC', '0200', '1', iban],
    ...partyLines(issuer),
    ...Array<string>(7).fill(''),
    ...[`${rappen.slice(0, -2)}.${rappen.slice(-2)}`, 'CHF'],
    ...partyLines(recipient),
    ...[reference.kind, reference.text, message, 'EPD'],
    ...(information === undefined ? [] : [information]),
  ].join('\n');
}

function partyLines(party: BillingAddress | Issuer): string[] {
  const { name, address, buildingNumber = '', zip, city, country } = partyOf(party);
  return ['S', name, address, buildingNumber, zip, city, country];
}
