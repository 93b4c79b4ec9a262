import { INK, PAGE, type PdfSheet } from '#pdf/pdf-sheet.ts';
import { printedAmount } from './printed-amount.ts';
import type { StatementFigures } from './statement.contract.ts';
import { movementSum } from './statement-sum.ts';
import type { StatementTexts } from './statement-texts.ts';

const HEIGHT = 54;

/** Opening + movements = closing, as large as it is important. */
export function drawEquation(sheet: PdfSheet, figures: StatementFigures, texts: StatementTexts): void {
  const top = sheet.y;
  const width = (PAGE.right - PAGE.left) / 3;
  sheet.untagged(() =>
    sheet.doc
      .roundedRect(PAGE.left, top, PAGE.right - PAGE.left, HEIGHT, 6)
      .fillColor(INK.tint)
      .fill(),
  );
  const parts = [
    ['', texts.opening, figures.opening.amountChf],
    ['+', texts.movementsOf, movementSum(figures)],
    ['=', texts.closing, figures.closing.amountChf],
  ] as const;
  for (const [index, [sign, name, amount]] of parts.entries()) {
    const x = PAGE.left + index * width + 14;
    sheet.tagged('P', () => {
      if (sign !== '') sheet.write(sign, x - 14 - 4, top + 26, { size: 13, color: INK.muted });
      sheet.write(name, x, top + 11, { size: 8, color: INK.muted });
      const isLast = index === parts.length - 1;
      const look = { size: 14, font: 'semibold', color: isLast ? INK.accent : INK.text } as const;
      sheet.write(printedAmount(amount, 'CHF'), x, top + 25, look);
    });
  }
  sheet.y = top + HEIGHT + 2;
}
