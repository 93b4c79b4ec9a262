import { createCanvas } from '@napi-rs/canvas';
import jsQR from 'jsqr';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A PDF as another program than ours shows it: the words and the code of one of its pages. */
export interface DrawnPdf {
  readonly pages: number;
  readonly text: string;
  readonly language: string;
  /** What a camera reads of it; undefined: nothing. */
  readonly code: string | undefined;
}

/** A code of 46 mm is about 400 pixels then. */
const SCALE = 3;

export async function drawPdf(pdf: Buffer, pageNumber = 1): Promise<DrawnPdf> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  const document = await task.promise;
  const page = await document.getPage(pageNumber);
  const { items } = await page.getTextContent();
  const viewport = page.getViewport({ scale: SCALE });
  const canvas = createCanvas(viewport.width, viewport.height);
  const canvasContext = canvas.getContext('2d');
  await page.render({ canvas: canvas as never, canvasContext: canvasContext as never, viewport }).promise;
  const { data, width, height } = canvasContext.getImageData(0, 0, canvas.width, canvas.height);
  const { info } = (await document.getMetadata()) as { info: { Language?: string } };
  const pages = document.numPages;
  await task.destroy();
  return {
    pages,
    text: items.map((item) => ('str' in item ? item.str : '')).join('\n'),
    language: info.Language ?? '',
    code: readCode(new Uint8ClampedArray(data), width, height),
  };
}

function readCode(pixels: Uint8ClampedArray, width: number, height: number): string | undefined {
  // The package is CommonJS: its function is one level deeper than its types say.
  const read = 'default' in jsQR ? (jsQR.default as unknown as typeof jsQR.default) : jsQR;
  const found = (
    read as unknown as (data: Uint8ClampedArray, w: number, h: number) => { binaryData: number[] } | null
  )(pixels, width, height);
  return found === null ? undefined : Buffer.from(found.binaryData).toString('utf8');
}
