import { createRequire } from 'node:module';
import type { create } from 'fontkit';
import type PDFDocument from 'pdfkit';

/** A process that draws no document does without them: they are loaded for the first one, by `require`, which does not wait. */
const load = createRequire(import.meta.url);

export function pdfkit(): typeof PDFDocument {
  return load('pdfkit') as typeof PDFDocument;
}

export function fontkit(): { readonly create: typeof create } {
  return load('fontkit') as { readonly create: typeof create };
}
