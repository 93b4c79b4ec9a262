import { must } from '#kernel/assert.ts';
import { parseChf } from '#kernel/money.ts';
import { amountText } from '#kernel/money-text.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import { drawLetter, drawMargins, drawParagraph } from '#pdf/pdf-letter.ts';
import { PdfSheet } from '#pdf/pdf-sheet.ts';
import { footOf, letterHeadOf } from '../documents/letter-lines.ts';
import { printedDay } from './printed-amount.ts';
import type { StatementFigures } from './statement.contract.ts';
import { drawEquation } from './statement-equation.ts';
import { drawTables } from './statement-tables.ts';
import { STATEMENT_TEXTS } from './statement-texts.ts';

/** A statement to be printed. Without number: a preview of what is not issued. */
export interface PrintedStatement {
  readonly number: string | undefined;
  readonly issuedAt: Date;
  readonly figures: StatementFigures;
}

/** The statement as a PDF: a pure function of what was issued, the same bytes each time. */
export async function statementPdf({ number, issuedAt, figures }: PrintedStatement): Promise<Buffer> {
  const { language, issuer, recipient, firstDay, lastDay } = figures;
  const texts = STATEMENT_TEXTS[language];
  const title = `${texts.title} ${monthTitle(figures)}`;
  const sheet = new PdfSheet({
    title: `${title}${number ? ` · ${number}` : ''}`,
    author: issuer.company,
    language,
    issuedAt,
  });
  const facts: [string, string][] = [
    [texts.number, number ?? texts.preview],
    [texts.date, printedDay(zurichTime(issuedAt).slice(0, 10))],
    [texts.period, `${printedDay(firstDay)} – ${printedDay(lastDay)}`],
  ];
  if (recipient.uid !== null) facts.push([texts.yourUid, recipient.uid]);
  drawLetter(sheet, { from: letterHeadOf(issuer), to: recipient.lines, facts, title, lead: texts.zone });
  drawEquation(sheet, figures, texts);
  drawTables(sheet, figures, texts);
  drawNotes(sheet, figures);
  const subject = [title, number ?? texts.preview, recipient.lines[0]].join(' · ');
  return sheet.end((page, pages) =>
    drawMargins(sheet, { page, subject, foot: footOf(issuer), place: texts.page(page, pages) }),
  );
}

function drawNotes(sheet: PdfSheet, { language, carriedForward }: StatementFigures): void {
  const texts = STATEMENT_TEXTS[language];
  sheet.y += 14;
  const exact = (text: string) => amountText(must(parseChf(text), 'an amount'), { decimals: 9 });
  drawParagraph(sheet, texts.rest(exact(carriedForward.fromChf), exact(carriedForward.toChf)));
  drawParagraph(sheet, texts.exact);
}

/** `November 2026` */
function monthTitle({ language, month }: Pick<StatementFigures, 'language' | 'month'>): string {
  const [year, number] = month.split('-');
  return `${STATEMENT_TEXTS[language].months[Number(number) - 1]} ${year}`;
}
