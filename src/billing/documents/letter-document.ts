import type { Language } from '#kernel/language.ts';
import { drawLetter, drawMargins } from '#pdf/pdf-letter.ts';
import { INK, MM, PAGE, PdfSheet } from '#pdf/pdf-sheet.ts';
import { drawTable } from '#pdf/pdf-table.ts';
import { wrappedLines } from '#pdf/pdf-text.ts';
import type { BillingAddress } from '../addresses/billing-address.store.ts';
import { recipientOf } from '../statements/recipient.ts';
import type { Issuer } from './issuer.store.ts';
import { footOf, letterHeadOf } from './letter-lines.ts';

/** A name and what stands beside it. */
export type NamedValue = readonly [name: string, value: string];

export interface LetterDocument {
  readonly number: string;
  readonly language: Language;
  readonly issuer: Issuer;
  readonly recipient: BillingAddress;
  readonly issuedAt: Date;
  readonly title: string;
  readonly lead: string;
  readonly facts: readonly NamedValue[];
  /** Its last page ends with a QR-bill, where other pages have their foot. */
  readonly hasBill: boolean;
  readonly texts: {
    readonly page: (page: number, pages: number) => string;
    readonly yourUid: string;
  };
}

/** A letter of the operator to a customer as a PDF: `draw` is what stands between its head and its foot. */
export function drawDocument(letter: LetterDocument, draw: (sheet: PdfSheet) => void): Promise<Buffer> {
  const { number, language, issuer, recipient, issuedAt, title, lead, facts, hasBill, texts } = letter;
  const to = recipientOf({ name: recipient.company, address: recipient, language }, issuer.country);
  const own: readonly NamedValue[] = to.uid === null ? [] : [[texts.yourUid, to.uid]];
  const sheet = new PdfSheet({ title: `${title} · ${number}`, author: issuer.company, language, issuedAt });
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

/** At the head of a page whose foot is a bill. */
function drawPlace(sheet: PdfSheet, place: string): void {
  const [line = ''] = wrappedLines(place, {
    ...{ font: 'regular', size: 7.5, width: PAGE.right - PAGE.left, mostLines: 1 },
  });
  sheet.write(line, PAGE.left, 16 * MM, { size: 7.5, color: INK.muted });
}

/** Names and amounts below each other, the last one as what they come to. */
export function drawSums(
  sheet: PdfSheet,
  { item, inChf }: { readonly item: string; readonly inChf: string },
  sums: readonly NamedValue[],
): void {
  drawTable(
    sheet,
    [{ title: item }, { title: inChf, width: 300, align: 'right' }],
    sums.map(([name, value], index) => ({ cells: [name, value], isStrong: index === sums.length - 1 })),
  );
}
