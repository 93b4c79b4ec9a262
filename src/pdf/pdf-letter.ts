import { textWidth } from './pdf-fonts.ts';
import { INK, MM, PAGE, type PdfSheet } from './pdf-sheet.ts';
import { printable, wrappedLines } from './pdf-text.ts';

/** Whoever writes: the lines of the letter head, and what stands at the foot of each page. */
export interface LetterHead {
  readonly company: string;
  readonly lines: readonly string[];
}

export interface LetterFacts {
  readonly from: LetterHead;
  /** In the window of the envelope. */
  readonly to: readonly string[];
  /** Number, date: a name and a value each. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly title: string;
  readonly lead: string;
}

/** The window of a Swiss envelope (SN 010130, window on the right): 118 mm from the left edge, from 50 mm on, 75 mm wide. Five long lines end above the title. */
const WINDOW = { x: 118 * MM, y: 50 * MM, width: 75 * MM, line: 13 };
const TITLE_Y = 100 * MM;

/** The first page of a letter: head, address, facts and title. Leaves `y` below the lead. */
export function drawLetter(sheet: PdfSheet, { from, to, facts, title, lead }: LetterFacts): void {
  sheet.tagged('P', () => drawHead(sheet, from));
  sheet.tagged('P', () => {
    const lines = to.flatMap((line) =>
      wrappedLines(line, { font: 'regular', size: 10, width: WINDOW.width, mostLines: 2 }),
    );
    for (const [index, line] of lines.entries()) {
      sheet.write(line, WINDOW.x, WINDOW.y + index * WINDOW.line, { size: 10 });
    }
  });
  sheet.tagged('P', () => drawFacts(sheet, facts));
  sheet.tagged('H1', () =>
    sheet.write(printable(title, 'semibold'), PAGE.left, TITLE_Y, { font: 'semibold', size: 19 }),
  );
  sheet.tagged('P', () =>
    sheet.write(printable(lead, 'regular'), PAGE.left, TITLE_Y + 26, { color: INK.muted }),
  );
  sheet.y = TITLE_Y + 50;
}

function drawHead(sheet: PdfSheet, { company, lines }: LetterHead): void {
  const width = 95 * MM;
  const names = wrappedLines(company, { font: 'semibold', size: 13, width, mostLines: 2 });
  for (const [index, name] of names.entries()) {
    sheet.write(name, PAGE.left, 17 * MM + index * 16, { font: 'semibold', size: 13, color: INK.accent });
  }
  const below = 17 * MM + names.length * 16 + 3;
  for (const [index, line] of lines.entries()) {
    const [fitting = ''] = wrappedLines(line, { font: 'regular', size: 8, width, mostLines: 1 });
    sheet.write(fitting, PAGE.left, below + index * 10.5, { size: 8, color: INK.muted });
  }
}

function drawFacts(sheet: PdfSheet, facts: LetterFacts['facts']): void {
  const top = 50 * MM + 26;
  const widest = Math.max(...facts.map(([name]) => textWidth(printable(name, 'regular'), 'regular', 8.5)));
  const values = PAGE.left + Math.max(24 * MM, widest + 8);
  for (const [index, [name, value]] of facts.entries()) {
    const y = top + index * 13;
    sheet.write(printable(name, 'regular'), PAGE.left, y, { size: 8.5, color: INK.muted });
    sheet.write(printable(value, 'regular'), values, y, { size: 8.5 });
  }
}

/** The heading of a part, with room for what follows on the same page. */
export function drawHeading(sheet: PdfSheet, text: string): void {
  const room = 80;
  if (sheet.y + room > PAGE.bottom) sheet.newPage();
  else sheet.y += 16;
  sheet.tagged('H2', () =>
    sheet.write(printable(text, 'semibold'), PAGE.left, sheet.y, { font: 'semibold', size: 11 }),
  );
  sheet.y += 20;
}

/** A paragraph of any length. */
export function drawParagraph(sheet: PdfSheet, text: string): void {
  const lines = wrappedLines(text, {
    font: 'regular',
    size: 8,
    width: PAGE.right - PAGE.left,
    mostLines: 20,
  });
  if (sheet.y + lines.length * 11 > PAGE.bottom) sheet.newPage();
  sheet.tagged('P', () => {
    for (const [index, line] of lines.entries()) {
      sheet.write(line, PAGE.left, sheet.y + index * 11, { size: 8, color: INK.muted });
    }
  });
  sheet.y += lines.length * 11 + 3;
}

/** What stands at the foot of a page; and from the second page on, at its head, what it belongs to. */
export function drawMargins(
  sheet: PdfSheet,
  {
    page,
    foot,
    place,
    subject,
  }: { readonly page: number; readonly foot: string; readonly place: string; readonly subject: string },
): void {
  const size = 7.5;
  const y = PAGE.height - 17 * MM;
  const width = PAGE.right - PAGE.left;
  sheet.line(y - 6);
  const [line = ''] = wrappedLines(foot, { font: 'regular', size, width: width - 32 * MM, mostLines: 1 });
  sheet.write(line, PAGE.left, y, { size, color: INK.muted });
  sheet.write(place, PAGE.left, y, { size, color: INK.muted, align: 'right', width });
  if (page === 1) return;
  const [about = ''] = wrappedLines(subject, { font: 'regular', size, width, mostLines: 1 });
  sheet.write(about, PAGE.left, 16 * MM, { size, color: INK.muted });
  sheet.line(16 * MM + 13);
}
