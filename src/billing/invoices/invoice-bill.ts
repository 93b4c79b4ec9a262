import { SwissQRBill } from 'swissqrbill/pdf';
import type { Data } from 'swissqrbill/types';
import type { Language } from '#kernel/language.ts';
import { MM, PAGE, type PdfSheet } from '#pdf/pdf-sheet.ts';
import { swicoText } from '../payments/references/swico-information.ts';
import { partyOf } from '../payments/requests/qr-bill.ts';
import { NANO_PER_RAPPEN } from '../statements/apportion.ts';
import { ratePercent } from '../statements/vat.ts';
import type { InvoiceFigures, ReminderFigures } from './invoice-figures.ts';

/** The bill takes the lower 105 mm of a page (Implementation Guidelines QR-bill 2.3). */
const BILL_HEIGHT = 105 * MM;
const GAP = 6 * MM;

/** The QR-bill of an invoice, as `swissqrbill` draws it. */
export function billOfInvoice(figures: InvoiceFigures, number: string): Data {
  const { issuer, issuedOn, lastDay, vat, paymentDays } = figures;
  // Of several rates the information would have to split the amount; then it says none.
  const rate = vat?.lines.length === 1 ? vat.lines[0]?.ratePpm : undefined;
  const information = swicoText({
    documentNumber: number,
    documentDay: issuedOn,
    ...(issuer.uid === null ? {} : { uid: issuer.uid }),
    ...(rate === undefined ? {} : { vatDay: lastDay, vatPercent: ratePercent(rate) }),
    dueDays: paymentDays,
  });
  return { ...bill(figures, BigInt(figures.total)), message: number, additionalInformation: information };
}

/** The QR-bill of what is still due: the same reference, so that a payment finds its invoice. */
export function billOfReminder(figures: ReminderFigures): Data {
  return { ...bill(figures, BigInt(figures.due)), message: figures.invoiceNumber };
}

function bill(
  { issuer, recipient, iban, reference }: Pick<InvoiceFigures, 'issuer' | 'recipient' | 'iban' | 'reference'>,
  amount: bigint,
): Data {
  return {
    creditor: { ...partyOf(issuer), account: iban },
    debtor: partyOf(recipient),
    currency: 'CHF',
    // Whole Rappen below a billion: exact as a number.
    amount: Number(amount / NANO_PER_RAPPEN) / 100,
    reference: reference.text,
  };
}

/** Draws the bill at the foot of the last page, or of a new one where it has no room. */
export function drawBill(sheet: PdfSheet, data: Data, language: Language): void {
  if (sheet.y + GAP > PAGE.height - BILL_HEIGHT) sheet.newPage();
  const code = language.toUpperCase() as Uppercase<Language>;
  sheet.tagged('P', () => {
    // It takes over the colour of the text before it, and has to be black.
    sheet.doc.fillColor('#000000').strokeColor('#000000');
    new SwissQRBill(data, { language: code, scissors: true }).attachTo(sheet.doc);
  });
}
