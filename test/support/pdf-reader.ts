import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A PDF as another program than ours reads it. */
export interface ReadPdf {
  /** The text of each page, line by line. */
  readonly pages: readonly string[];
  readonly title: string;
  readonly language: string;
  readonly isTagged: boolean;
  /** The roles of the structure in the order of reading: `H1`, `Table`, `TR`. */
  readonly roles: readonly string[];
  /** All fonts of the file, and how many of them are embedded. */
  readonly fonts: { readonly used: number; readonly embedded: number };
}

export async function readPdf(pdf: Buffer): Promise<ReadPdf> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const pages: string[] = [];
  const roles: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { text, structure } = await readPage(document, number);
    pages.push(text);
    collectRoles(structure, roles);
  }
  const { info } = (await document.getMetadata()) as { info: { Title?: string; Language?: string } };
  // A map, whatever its type says.
  const marks = (await document.getMarkInfo()) as unknown as ReadonlyMap<string, boolean> | null;
  const raw = pdf.toString('latin1');
  const count = (pattern: RegExp) => raw.match(pattern)?.length ?? 0;
  await document.loadingTask.destroy();
  return {
    ...{ pages, roles, title: info.Title ?? '', language: info.Language ?? '' },
    isTagged: marks?.get('Marked') === true,
    fonts: { used: count(/\/Type \/FontDescriptor/g), embedded: count(/\/FontFile2 /g) },
  };
}

interface StructureNode {
  readonly role?: string;
  readonly children?: readonly StructureNode[];
}

async function readPage(document: PDFDocumentProxy, number: number) {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  const lines = new Map<number, { readonly x: number; readonly text: string }[]>();
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue;
    const [, , , , x = 0, y = 0] = item.transform as number[];
    const line = lines.get(Math.round(y)) ?? [];
    lines.set(Math.round(y), [...line, { x, text: item.str }]);
  }
  const text = [...lines]
    .toSorted(([a], [b]) => b - a)
    .map(([, line]) =>
      line
        .toSorted((a, b) => a.x - b.x)
        .map((part) => part.text)
        .join(' '),
    )
    .join('\n');
  return { text, structure: (await page.getStructTree()) as StructureNode | null };
}

function collectRoles(node: StructureNode | null, roles: string[]): void {
  if (node?.role) roles.push(node.role);
  for (const child of node?.children ?? []) collectRoles(child, roles);
}
