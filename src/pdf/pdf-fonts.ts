import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Font, GlyphRun } from 'fontkit';
import { fontkit } from './pdf-library.ts';

/**
 * All are embedded, as subsets. Inter has Latin with all its accents, Greek and Cyrillic, and figures of one width. The payment part of a QR-bill
 * may have Arial, Frutiger, Helvetica or Liberation Sans alone (Implementation Guidelines QR-bill 2.3, chapter 3.4). Liberation Sans 2
 * was made of Arimo, which is what npm has, under the Open Font License.
 */
export type PdfFontName = 'regular' | 'semibold' | 'payment' | 'payment-bold';

const FILES: Readonly<Record<PdfFontName, string>> = {
  regular: '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
  semibold: '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
  payment: '@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf',
  'payment-bold': '@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf',
};
/** No contextual forms: they take most of the time. */
const FEATURES = { calt: false };
/** Figures of one width, so that columns line up; not in texts, where they are too wide beside letters. */
const FIGURES = { ...FEATURES, tnum: true };
const IS_FIGURE = /^[\d'.%\u2212\s]+$/;
/** Of each font: a hundred documents have most words in common, but each amount for itself. */
const MOST_KEPT_RUNS = 2_000;

const fonts = new Map<PdfFontName, Font>();

/**
 * A font that is read once for all documents, and remembers the shape of each word: reading and shaping take three quarters of the time of a
 * document otherwise. Throws where the package is not installed.
 */
export function pdfFont(name: PdfFontName): Font {
  const known = fonts.get(name);
  if (known) return known;
  const file = createRequire(import.meta.url).resolve(FILES[name]);
  const font = rememberingRuns(fontkit().create(readFileSync(file)) as Font);
  fonts.set(name, font);
  return font;
}

/** Lets `swissqrbill` draw with the fonts of the payment part. Answers what it has to call them; it adds `-Bold` by itself. */
export function registerPaymentFonts(doc: PDFKit.PDFDocument): 'Liberation Sans' {
  const family = 'Liberation Sans';
  doc.registerFont(family, pdfFont('payment') as unknown as PDFKit.Mixins.PDFFontSource);
  doc.registerFont(`${family}-Bold`, pdfFont('payment-bold') as unknown as PDFKit.Mixins.PDFFontSource);
  return family;
}

function rememberingRuns(font: Font): Font {
  const runs = new Map<string, GlyphRun>();
  const layout = (text: string): GlyphRun => {
    let run = runs.get(text);
    if (!run) {
      run = font.layout(text, IS_FIGURE.test(text) ? FIGURES : FEATURES);
      if (runs.size >= MOST_KEPT_RUNS) runs.clear();
      runs.set(text, run);
    }
    // pdfkit scales the positions in place, and takes the width for their sum then.
    const positions = run.positions.map((position) => ({ ...position }));
    return {
      ...{ glyphs: run.glyphs, positions },
      get advanceWidth() {
        return positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
      },
    } as unknown as GlyphRun;
  };
  return Object.create(font, { layout: { value: layout } }) as Font;
}

/** In points, as pdfkit draws it: word by word, each with the space behind it. So a line is measured by words that are known. */
export function textWidth(text: string, font: PdfFontName, size: number): number {
  const { layout, unitsPerEm } = pdfFont(font);
  const width = text.split(BEHIND_SPACE).reduce((sum, word) => sum + layout(word).advanceWidth, 0);
  return (width / unitsPerEm) * size;
}

const BEHIND_SPACE = /(?<=[ \t])/;
