import type { Language } from '#kernel/language.ts';
import { type PdfFontName, pdfFont, textWidth } from './pdf-fonts.ts';
import { pdfkit } from './pdf-library.ts';

export interface PdfFacts {
  readonly title: string;
  readonly author: string;
  readonly language: Language;
  /** When the document was issued: it makes the file the same each time. */
  readonly issuedAt: Date;
}

export interface TextLook {
  readonly font?: PdfFontName;
  /** In points; default 9. */
  readonly size?: number;
  readonly color?: string;
  readonly align?: 'left' | 'right' | 'center';
  /** Of the box that it is aligned in. */
  readonly width?: number;
}

export const MM = 72 / 25.4;
/** In points, A4. */
export const PAGE = {
  width: 595.28,
  height: 841.89,
  left: 20 * MM,
  right: 595.28 - 20 * MM,
  bottom: 841.89 - 27 * MM,
};
export const INK = {
  text: '#18202b',
  muted: '#566070',
  line: '#d5dae1',
  tint: '#f2f5f8',
  accent: '#0b6e4f',
} as const;

type Children = (() => void) | PDFKit.PDFStructureElement;
export type StructureType = 'Document' | 'Sect' | 'H1' | 'H2' | 'P' | 'Table' | 'TR' | 'TH' | 'TD';

/**
 * A document of A4 pages that is tagged for readers of screens (structure, language, title), embeds its fonts, and follows PDF/A-2a for the
 * archive. The same calls with the same facts make the same bytes. Coordinates are points from the top left.
 */
export class PdfSheet {
  readonly doc: PDFKit.PDFDocument;
  /** Where the next block begins. */
  y = 0;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #pieces: Buffer[] = [];

  constructor(facts: PdfFacts) {
    const PDFDocument = pdfkit();
    this.doc = new PDFDocument({
      ...{ size: 'A4', margin: 0, autoFirstPage: true, bufferPages: true, font: '' },
      ...{ pdfVersion: '1.7', subset: 'PDF/A-2a', tagged: true, lang: facts.language, displayTitle: true },
      info: {
        ...{ Title: facts.title, Author: facts.author, Creator: 'Rappen', Producer: 'Rappen' },
        ...{ CreationDate: facts.issuedAt, ModDate: facts.issuedAt },
      },
    });
    this.doc.on('data', (piece: Buffer) => this.#pieces.push(piece));
    this.#root = this.doc.struct('Document');
    this.doc.addStructure(this.#root);
  }

  /** Begins a part of the structure; draw its content by `child` and end it when it is done. */
  begin(type: StructureType, parent = this.#root, options: { readonly scope?: 'Column' | 'Row' } = {}) {
    const element = this.doc.struct(type, options as PDFKit.Mixins.StructureElementOptions);
    parent.add(element);
    return element;
  }

  /** Draws something that a reader reads: `draw` is its content. */
  tagged(
    type: StructureType,
    draw: Children,
    parent = this.#root,
    options: { readonly scope?: 'Column' | 'Row' } = {},
  ): void {
    const element = this.begin(type, parent, options);
    element.add(draw);
    element.end();
  }

  /** Draws what is no content: lines, tints, what repeats on each page. */
  untagged(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  /** One line of text that is printable, with its top at `y`. */
  write(text: string, x: number, y: number, look: TextLook = {}): void {
    const { font = 'regular', size = 9, color = INK.text, align = 'left', width = 0 } = look;
    const free = width - (align === 'left' ? 0 : textWidth(text, font, size));
    const at = align === 'left' ? x : x + (align === 'right' ? free : free / 2);
    this.doc
      .font(pdfFont(font) as unknown as PDFKit.Mixins.PDFFontSource, font)
      .fontSize(size)
      .fillColor(color)
      .text(text, at, y, { lineBreak: false });
  }

  line(y: number, { color = INK.line, width = 0.6 }: { color?: string; width?: number } = {}): void {
    this.doc.moveTo(PAGE.left, y).lineTo(PAGE.right, y).lineWidth(width).strokeColor(color).stroke();
  }

  newPage(): void {
    this.doc.addPage();
    this.y = 30 * MM;
  }

  /** Draws on every page, when all of them are there; then the document is ended. */
  async end(eachPage: (page: number, pages: number) => void): Promise<Buffer> {
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.doc.switchToPage(start + page);
      this.doc.markContent('Artifact', { type: 'Pagination' });
      eachPage(page + 1, count);
      this.doc.endMarkedContent();
    }
    this.#root.end();
    const ended = new Promise<void>((resolve, reject) => this.doc.on('end', resolve).on('error', reject));
    this.doc.end();
    await ended;
    return Buffer.concat(this.#pieces);
  }
}
