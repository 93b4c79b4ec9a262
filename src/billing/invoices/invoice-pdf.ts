import { monthText } from '#kernel/day-text.ts';
import { moneyText } from '#kernel/money-text.ts';
import { drawLetter, drawMargins, drawParagraph } from '#pdf/pdf-letter.ts';
import { INK, MM, PAGE, PdfSheet } from '#pdf/pdf-sheet.ts';
import { drawTable } from '#pdf/pdf-table.ts';
import { wrappedLines } from '#pdf/pdf-text.ts';
import type { BillingDocument } from '../documents/billing-document.ts';
import { footOf, letterHeadOf } from '../documents/letter-lines.ts';
import { printedDay } from '../statements/printed-amount.ts';
import { recipientOf } from '../statements/recipient.ts';
import { billOfInvoice, billOfReminder, drawBill } from './invoice-bill.ts';
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
  return drawDocument(printed, letter, (sheet) => {
    drawSupplies(sheet, figures, texts);
    drawVat(sheet, vat, texts);
    drawBill(sheet, billOfInvoice(figures, number), language);
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
  return drawDocument(printed, letter, (sheet) => {
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
  return drawDocument(printed, letter, (sheet) => {
    const optional = [
      [texts.paid, figures.paid],
      [texts.credited, figures.credited],
    ].filter(([, amount]) => amount !== '0');
    drawSums(sheet, texts, [
      [texts.total, figure(figures.total)],
      ...optional.map(([name = '', amount = '0']): Sum => [name, figure(`-${amount}`)]),
      [texts.due, figure(figures.due)],
    ]);
    sheet.y += 10;
    drawParagraph(sheet, pay(money(figures.due), printedDay(payUntil)));
    if (isLast) drawParagraph(sheet, last);
    drawParagraph(sheet, crossed);
    drawBill(sheet, billOfReminder(figures), language);
  });
}

/** The title of a level: the last of the texts for every one beyond. */
export function reminderTitle(level: number, { reminder }: InvoiceTexts): string {
  return reminder.titles[level - 1] ?? reminder.titles[2];
}

type Sum = readonly [name: string, value: string];

function drawSums(sheet: PdfSheet, texts: InvoiceTexts, sums: readonly Sum[]): void {
  drawTable(
    sheet,
    [{ title: texts.item }, { title: texts.inChf, width: 300, align: 'right' }],
    sums.map(([name, value], index) => ({ cells: [name, value], isStrong: index === sums.length - 1 })),
  );
}

interface Letter {
  readonly title: string;
  readonly lead: string;
  readonly facts: readonly Sum[];
  /** Its last page ends with a QR-bill, where other pages have their foot. */
  readonly hasBill: boolean;
}

function drawDocument(
  { figures, number, issuedAt }: Printed<InvoiceParties>,
  { title, lead, facts, hasBill }: Letter,
  draw: (sheet: PdfSheet) => void,
): Promise<Buffer> {
  const { language, issuer, recipient } = figures;
  const texts = INVOICE_TEXTS[language];
  const to = recipientOf({ name: recipient.company, address: recipient, language }, issuer.country);
  const own: readonly Sum[] = to.uid === null ? [] : [[texts.yourUid, to.uid]];
  const sheet = new PdfSheet({
    ...{ title: `${title} · ${number}`, author: issuer.company, language, issuedAt, hasBill },
  });
  const from = letterHeadOf(issuer);
  drawLetter(sheet, { from, to: to.lines, facts: [...facts, ...own], title, lead });
  draw(sheet);
  const subject = [title, number, recipient.company].join(' · ');
  return sheet.end((page, pages) => {
    const place = texts.page(page, pages);
    if (!hasBill || page < pages) drawMargins(sheet, { page, subject, foot: footOf(issuer), place });
    else if (page > 1) drawPlace(sheet, `${subject} · ${place}`);
  });
}

function drawPlace(sheet: PdfSheet, place: string): void {
  const [line = ''] = wrappedLines(place, {
    ...{ font: 'regular', size: 7.5, width: PAGE.right - PAGE.left, mostLines: 1 },
  });
  sheet.write(line, PAGE.left, 16 * MM, { size: 7.5, color: INK.muted });
}

function money(amount: string): string {
  return moneyText(BigInt(amount), { decimals: 2 });
}
