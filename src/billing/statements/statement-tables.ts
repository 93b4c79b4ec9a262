import { providerName } from '#kernel/provider-name.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import { drawHeading, drawParagraph } from '#pdf/pdf-letter.ts';
import type { PdfSheet } from '#pdf/pdf-sheet.ts';
import { drawTable, type PdfColumn, type PdfRow } from '#pdf/pdf-table.ts';
import { printedAmount, printedCount, printedDay } from './printed-amount.ts';
import type { StatementFigures } from './statement.contract.ts';
import type { StatementTexts } from './statement-texts.ts';

/** The parts of a statement that are lists, each if there is anything in it. */
export function drawTables(sheet: PdfSheet, figures: StatementFigures, texts: StatementTexts): void {
  drawMovements(sheet, figures, texts);
  drawUsage(sheet, figures, texts);
  drawEntries(sheet, figures, texts);
  drawWallets(sheet, figures, texts);
  drawVat(sheet, figures, texts);
}

const amountColumn = (title: string, width = 76): PdfColumn => ({ title, width, align: 'right' });
const countColumn = (title: string, width = 56): PdfColumn => ({ title, width, align: 'right' });

function drawMovements(
  sheet: PdfSheet,
  { opening, movements, closing }: StatementFigures,
  texts: StatementTexts,
): void {
  drawHeading(sheet, texts.movements);
  const balance = (name: string, text: string): PdfRow => ({
    cells: [name, '', printedAmount(text)],
    isStrong: true,
  });
  drawTable(
    sheet,
    [{ title: texts.what }, countColumn(texts.count), amountColumn(texts.inChf)],
    [
      balance(texts.opening, opening.amountChf),
      ...movements.map(({ type, count, amountChf }) => ({
        cells: [texts.types[type], printedCount(count), printedAmount(amountChf)],
      })),
      balance(texts.closing, closing.amountChf),
    ],
  );
}

function drawUsage(sheet: PdfSheet, { usage }: StatementFigures, texts: StatementTexts): void {
  drawHeading(sheet, texts.usage);
  if (usage.lines.length === 0) {
    drawParagraph(sheet, texts.noUsage);
    return;
  }
  const cellsOf = (name: string, row: Omit<StatementFigures['usage'], 'lines'>) => [
    name,
    ...[row.calls, row.inputTokens, row.cachedTokens, row.outputTokens].map(printedCount),
    printedAmount(row.amountChf),
  ];
  drawTable(
    sheet,
    [
      { title: texts.model },
      countColumn(texts.calls, 44),
      countColumn(texts.input, 66),
      countColumn(texts.cached, 62),
      countColumn(texts.output, 64),
      amountColumn(texts.inChf, 62),
    ],
    [
      ...usage.lines.map((line) => ({
        cells: cellsOf(modelTitle(line), line),
      })),
      { cells: cellsOf(texts.total, usage), isStrong: true },
    ],
  );
}

/** A provider that is charged for calls and not for a model has `*` for one. */
function modelTitle({ provider, model }: { readonly provider: string; readonly model: string }): string {
  return model === '*' ? providerName(provider) : `${providerName(provider)}, ${model}`;
}

function drawEntries(
  sheet: PdfSheet,
  { entries, moreEntries, wallets }: StatementFigures,
  texts: StatementTexts,
): void {
  if (entries.length === 0) return;
  drawHeading(sheet, texts.entries);
  const hasWallets = wallets !== null;
  const columns: PdfColumn[] = [
    { title: texts.day, width: 54 },
    { title: texts.what },
    ...(hasWallets ? [{ title: texts.wallet, width: 120 }] : []),
    amountColumn(texts.inChf),
  ];
  const rows = entries.map(({ at, type, note, wallet, amountChf }): PdfRow => {
    const name = [texts.types[type], note].filter((part) => part !== null).join(' · ');
    const of = hasWallets ? [wallet ?? texts.pool] : [];
    return {
      cells: [printedDay(zurichTime(new Date(at)).slice(0, 10)), name, ...of, printedAmount(amountChf)],
    };
  });
  const rest = moreEntries && {
    cells: [
      '',
      texts.more(printedCount(moreEntries.count)),
      ...(hasWallets ? [''] : []),
      printedAmount(moreEntries.amountChf),
    ],
  };
  drawTable(sheet, columns, rest ? [...rows, rest] : rows);
}

function drawWallets(sheet: PdfSheet, { wallets }: StatementFigures, texts: StatementTexts): void {
  if (wallets === null) return;
  drawHeading(sheet, texts.wallets);
  drawTable(
    sheet,
    [
      { title: texts.wallet },
      amountColumn(texts.opening),
      amountColumn(texts.received, 100),
      amountColumn(texts.used),
      amountColumn(texts.closing),
    ],
    wallets.map(({ name, openingChf, receivedChf, usedChf, closingChf }) => ({
      cells: [
        name ?? texts.pool,
        ...[openingChf, receivedChf, usedChf, closingChf].map((text) => printedAmount(text)),
      ],
    })),
  );
}

function drawVat(sheet: PdfSheet, { vat }: StatementFigures, texts: StatementTexts): void {
  drawHeading(sheet, texts.vat);
  drawParagraph(sheet, vat === null ? texts.noVat : texts.vatBasis[vat.basis]);
  if (vat === null) return;
  sheet.y += 6;
  const cellsOf = (name: string, row: { netChf: string; vatChf: string; grossChf: string }) => [
    name,
    ...[row.netChf, row.vatChf, row.grossChf].map((text) => printedAmount(text)),
  ];
  const total = vat.lines.length > 1 ? [{ cells: cellsOf(texts.total, vat), isStrong: true }] : [];
  drawTable(
    sheet,
    [
      { title: texts.rate },
      amountColumn(`${texts.net} CHF`),
      amountColumn(`${texts.vat} CHF`, 130),
      amountColumn(`${texts.gross} CHF`),
    ],
    [...vat.lines.map((line) => ({ cells: cellsOf(`${line.ratePercent} %`, line) })), ...total],
  );
}
