import { amountText } from '#kernel/money-text.ts';
import { providerName } from '#kernel/provider-name.ts';
import { drawHeading, drawParagraph } from '#pdf/pdf-letter.ts';
import type { PdfSheet } from '#pdf/pdf-sheet.ts';
import { drawTable, type PdfColumn } from '#pdf/pdf-table.ts';
import { printedCount } from '../statements/printed-amount.ts';
import { ratePercent } from '../statements/vat.ts';
import type { InvoiceFigures, InvoiceLine } from './invoice-figures.ts';
import type { InvoiceTexts } from './invoice-texts.ts';

const right = (title: string, width: number): PdfColumn => ({ title, width, align: 'right' });

/** `1'234.50` of nano-CHF as text. */
export function figure(amount: string): string {
  return amountText(BigInt(amount), { decimals: 2 });
}

/** What was supplied, and its sum. */
export function drawSupplies(sheet: PdfSheet, figures: InvoiceFigures, texts: InvoiceTexts): void {
  drawHeading(sheet, texts.invoice.supply);
  const { lines, vat, charged, total } = figures;
  const isOnTop = vat?.basis === 'on_top';
  const vatSum = (vat?.lines ?? []).reduce((sum, line) => sum + BigInt(line.vat), 0n);
  const sums = isOnTop
    ? [
        { cells: [texts.subtotal, '', '', figure(charged)], isStrong: true },
        { cells: [texts.vat, '', '', figure(`${vatSum}`)] },
      ]
    : [];
  drawTable(
    sheet,
    [{ title: texts.item }, right(texts.calls, 56), right(texts.tokens, 80), right(texts.inChf, 76)],
    [
      ...lines.map((line) => ({ cells: lineCells(line, texts) })),
      ...sums,
      { cells: [texts.total, '', '', figure(total)], isStrong: true },
    ],
  );
}

function lineCells(line: InvoiceLine, texts: InvoiceTexts): string[] {
  const { kind, provider = '', model = '', calls = 0, tokens = 0, amount } = line;
  if (kind !== 'usage') return [texts.lines[kind], '', '', figure(amount)];
  const counts = [printedCount(calls), tokens === 0 ? '' : printedCount(tokens)];
  return [`${providerName(provider)}, ${model}`, ...counts, figure(amount)];
}

/** The VAT by rate; where none is owed, that it is not (VAT Act, art. 26 and 27). */
export function drawVat(sheet: PdfSheet, vat: InvoiceFigures['vat'], texts: InvoiceTexts): void {
  if (vat === null) {
    sheet.y += 10;
    drawParagraph(sheet, texts.noVat);
    return;
  }
  drawHeading(sheet, texts.vat);
  drawParagraph(sheet, vat.basis === 'included' ? texts.vatIncluded : texts.vatOnTop);
  sheet.y += 6;
  drawTable(
    sheet,
    [
      { title: texts.rate },
      right(`${texts.net} CHF`, 96),
      right(`${texts.vat} CHF`, 130),
      right(`${texts.gross} CHF`, 96),
    ],
    vat.lines.map(({ ratePpm, net, vat: tax, gross }) => ({
      cells: [`${ratePercent(ratePpm)} %`, figure(net), figure(tax), figure(gross)],
    })),
  );
}
