import { monthText } from '#kernel/day-text.ts';
import { moneyText } from '#kernel/money-text.ts';
import { drawParagraph } from '#pdf/pdf-letter.ts';
import type { BillingDocument } from '../documents/billing-document.ts';
import {
  drawDocument,
  drawSums,
  type LetterDocument,
  type NamedValue,
} from '../documents/letter-document.ts';
import { drawQrBill } from '../documents/qr-bill.ts';
import { swicoText } from '../payments/references/swico-information.ts';
import { printedDay } from '../statements/printed-amount.ts';
import { ratePercent } from '../statements/vat.ts';
import type {
  CreditNoteFigures,
  InvoiceFigures,
  InvoiceParties,
  ReminderFigures,
} from './invoice-figures.ts';
import { drawSupplies, drawVat, figure } from './invoice-tables.ts';
import { INVOICE_TEXTS, type InvoiceTexts } from './invoice-texts.ts';

type Printed<Figures> = Pick<BillingDocument<Figures>, 'number' | 'issuedAt' | 'figures'>;

/** The invoice with its QR-bill: a pure function of what was issued, as are the others here. */
export function invoicePdf(printed: Printed<InvoiceFigures>): Promise<Buffer> {
  const { figures, number } = printed;
  const { month, dueOn, firstDay, lastDay, issuedOn, language, total, vat } = figures;
  const texts = INVOICE_TEXTS[language];
  const letter = {
    title: texts.invoice.title(monthText(month, language)),
    lead: texts.invoice.lead(money(total), printedDay(dueOn)),
    facts: [
      [texts.number, number],
      [texts.date, printedDay(issuedOn)],
      [texts.period, `${printedDay(firstDay)} – ${printedDay(lastDay)}`],
    ],
    hasBill: true,
  } as const;
  return drawDocument(letterOf(printed, letter), (sheet) => {
    drawSupplies(sheet, figures, texts);
    drawVat(sheet, vat, texts);
    const information = informationOf(figures, number);
    drawQrBill(sheet, { ...figures, amount: BigInt(total), message: number, information }, language);
  });
}

export function creditNotePdf(printed: Printed<CreditNoteFigures>): Promise<Buffer> {
  const { figures, number } = printed;
  const { invoiceNumber, invoiceIssuedOn, issuedOn, reason, amount, vat, due, language } = figures;
  const texts = INVOICE_TEXTS[language];
  const { title, lead, given, left, reason: why } = texts.creditNote;
  const letter = {
    title: title(invoiceNumber),
    lead: lead(invoiceNumber, printedDay(invoiceIssuedOn)),
    facts: [
      [texts.number, number],
      [texts.date, printedDay(issuedOn)],
    ],
    hasBill: false,
  } as const;
  return drawDocument(letterOf(printed, letter), (sheet) => {
    drawSums(sheet, texts, [
      [why, reason],
      [given, figure(amount)],
      [left, figure(due)],
    ]);
    drawVat(sheet, vat, texts);
  });
}

export function reminderPdf(printed: Printed<ReminderFigures>): Promise<Buffer> {
  const { figures, number } = printed;
  const { level, isLast, invoiceNumber, invoiceDueOn, issuedOn, payUntil, language } = figures;
  const texts = INVOICE_TEXTS[language];
  const { lead, pay, last, crossed } = texts.reminder;
  const letter = {
    title: reminderTitle(level, texts),
    lead: lead(invoiceNumber, printedDay(invoiceDueOn)),
    facts: [
      [texts.number, number],
      [texts.date, printedDay(issuedOn)],
    ],
    hasBill: true,
  } as const;
  return drawDocument(letterOf(printed, letter), (sheet) => {
    const optional = [
      [texts.paid, figures.paid],
      [texts.credited, figures.credited],
    ].filter(([, amount]) => amount !== '0');
    drawSums(sheet, texts, [
      [texts.total, figure(figures.total)],
      ...optional.map(([name = '', amount = '0']): NamedValue => [name, figure(`-${amount}`)]),
      [texts.due, figure(figures.due)],
    ]);
    sheet.y += 10;
    drawParagraph(sheet, pay(money(figures.due), printedDay(payUntil)));
    if (isLast) drawParagraph(sheet, last);
    drawParagraph(sheet, crossed);
    // The same reference, so that the payment finds its invoice.
    drawQrBill(sheet, { ...figures, amount: BigInt(figures.due), message: figures.invoiceNumber }, language);
  });
}

/** The title of a level: the last of the texts for every one beyond. */
export function reminderTitle(level: number, { reminder }: InvoiceTexts): string {
  return reminder.titles[level - 1] ?? reminder.titles[2];
}

/** What the letters of an invoice have in common. */
function letterOf(
  { figures, number, issuedAt }: Printed<InvoiceParties>,
  letter: Pick<LetterDocument, 'title' | 'lead' | 'facts' | 'hasBill'>,
): LetterDocument {
  const { language, issuer, recipient } = figures;
  return { ...letter, number, issuedAt, language, issuer, recipient, texts: INVOICE_TEXTS[language] };
}

/** For several rates the information would have to split the amount; then it says none. */
function informationOf(
  { issuer, issuedOn, lastDay, vat, paymentDays }: InvoiceFigures,
  number: string,
): string {
  const rate = vat?.lines.length === 1 ? vat.lines[0]?.ratePpm : undefined;
  return swicoText({
    documentNumber: number,
    documentDay: issuedOn,
    ...(issuer.uid === null ? {} : { uid: issuer.uid }),
    ...(rate === undefined ? {} : { vatDay: lastDay, vatPercent: ratePercent(rate) }),
    dueDays: paymentDays,
  });
}

function money(amount: string): string {
  return moneyText(BigInt(amount), { decimals: 2 });
}
