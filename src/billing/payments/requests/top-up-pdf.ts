import { amountText } from '#kernel/money-text.ts';
import { drawParagraph } from '#pdf/pdf-letter.ts';
import type { PdfSheet } from '#pdf/pdf-sheet.ts';
import {
  drawDocument,
  drawSums,
  type LetterDocument,
  type NamedValue,
} from '../../documents/letter-document.ts';
import { drawQrBill } from '../../documents/qr-bill.ts';
import { printedDay } from '../../statements/printed-amount.ts';
import { ratePercent } from '../../statements/vat.ts';
import { askedPayment, DUE_DAYS } from './top-up-figures.ts';
import type { TopUpRequest } from './top-up-request.store.ts';
import { TOP_UP_TEXTS } from './top-up-texts.ts';

type Printed = Pick<TopUpRequest, 'number' | 'language' | 'figures' | 'requestedAt'>;

/** The request as a letter on A4 with the QR-bill at its foot. It follows from the figures alone: the same again has the same bytes. */
export function topUpPdf(request: Printed): Promise<Buffer> {
  const { figures, number, language } = request;
  const texts = TOP_UP_TEXTS[language];
  const letter = letterOf(request, {
    title: texts.title,
    lead: texts.payUntil(printedDay(dayAfter(figures.day, DUE_DAYS))),
    facts: [],
    hasBill: true,
  });
  return drawDocument(letter, (sheet) => {
    drawFigures(sheet, request, texts.total);
    drawParagraph(sheet, texts.howToPay);
    if (figures.vat === null) drawParagraph(sheet, texts.withoutVat);
    drawQrBill(sheet, askedPayment(figures, number), language);
  });
}

/** What somebody gets who has paid: without VAT for open credit. */
export function receiptPdf(request: Printed & Pick<TopUpRequest, 'paidOn'>): Promise<Buffer> {
  const { figures, language, paidOn } = request;
  const texts = TOP_UP_TEXTS[language];
  const letter = letterOf(request, {
    title: texts.receiptTitle,
    lead: texts.thanks,
    facts: paidOn === undefined ? [] : [[texts.paidOn, printedDay(paidOn)]],
    hasBill: false,
  });
  return drawDocument(letter, (sheet) => {
    drawFigures(sheet, request, texts.paid);
    if (figures.vat === null) drawParagraph(sheet, texts.withoutVat);
  });
}

function letterOf(
  { number, language, figures, requestedAt }: Printed,
  { title, lead, facts, hasBill }: Pick<LetterDocument, 'title' | 'lead' | 'facts' | 'hasBill'>,
): LetterDocument {
  const { issuer, recipient, day } = figures;
  const texts = TOP_UP_TEXTS[language];
  return {
    ...{ number, language, issuer, recipient, issuedAt: requestedAt, title, lead },
    ...{ facts: [[texts.number, number], [texts.date, printedDay(day)], ...facts], hasBill, texts },
  };
}

function drawFigures(sheet: PdfSheet, { figures, language }: Printed, total: string): void {
  const { amount, vat, payable } = figures;
  const texts = TOP_UP_TEXTS[language];
  const vatLines: readonly NamedValue[] =
    vat === null ? [] : [[texts.vat(ratePercent(vat.ratePpm)), inFrancs(vat.amount)]];
  drawSums(sheet, texts, [[texts.credit, inFrancs(amount)], ...vatLines, [total, inFrancs(payable)]]);
  sheet.y += 10;
}

function inFrancs(amount: string): string {
  return amountText(BigInt(amount), { decimals: 2 });
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
