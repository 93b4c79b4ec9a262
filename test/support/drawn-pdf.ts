import { createCanvas } from '@napi-rs/canvas';
import jsQR from 'jsqr';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A PDF as another program than ours shows it: the words and the code of one of its pages. */
export interface DrawnPdf {
  readonly pages: number;
  readonly text: string;
  readonly language: string;
  /** What a camera reads where a QR-bill has its code; undefined: nothing. */
  readonly code: string | undefined;
}

/** A code of 46 mm is about 400 pixels then. */
const SCALE = 3;
const MM = (72 / 25.4) * SCALE;
/** The code and the 5 mm around it that stay white, from the left and from the foot of the page (Implementation Guidelines QR-bill 2.3, chapter 3). */
const CODE = { left: 62 * MM, aboveFoot: 93 * MM, size: 56 * MM };

export async function drawPdf(pdf: Buffer, pageNumber = 1): Promise<DrawnPdf> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  const document = await task.promise;
  const page = await document.getPage(pageNumber);
  const { items } = await page.getTextContent();
  const viewport = page.getViewport({ scale: SCALE });
  const canvas = createCanvas(viewport.width, viewport.height);
  const canvasContext = canvas.getContext('2d');
  await page.render({ canvas: canvas as never, canvasContext: canvasContext as never, viewport }).promise;
  const top = canvas.height - CODE.aboveFoot;
  const { data, width, height } = canvasContext.getImageData(CODE.left, top, CODE.size, CODE.size);
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
