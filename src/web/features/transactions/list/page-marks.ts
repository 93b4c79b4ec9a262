/**
 * Where the pages of a list lie that is read from the top, page by page, and of which only a few pages are kept: each
 * page leaves its cursor and its place behind, so that it can be read again. A ledger only grows at its top, so a page
 * that begins at a cursor is always the same.
 */
export interface PageMark {
  /** Undefined: the first page. */
  readonly cursor: string | undefined;
  /** The first line of the page among all lines, rows and headings of groups together. */
  readonly lineStart: number;
  readonly lineCount: number;
  readonly rowStart: number;
  /** The group before the page's first row; undefined: none. */
  readonly groupBefore: string | undefined;
}

export interface Marks {
  readonly pages: readonly PageMark[];
  readonly lineCount: number;
  readonly rowCount: number;
  readonly lastGroup: string | undefined;
  /** Where the page after the known ones begins; undefined before the first page and after the last. */
  readonly nextCursor: string | undefined;
  readonly isComplete: boolean;
}

export const NO_MARKS: Marks = {
  pages: [],
  lineCount: 0,
  rowCount: 0,
  lastGroup: undefined,
  nextCursor: undefined,
  isComplete: false,
};

/** A line of the list: a booking, or the heading of the group that begins there. */
export type Line<Row> =
  | { readonly kind: 'row'; readonly row: Row; readonly rowIndex: number }
  | { readonly kind: 'group'; readonly group: string };

/** The group of a row; undefined: it is in none, and stands without a heading. */
export type GroupOf<Row> = (row: Row) => string | undefined;

/** The lines of a page; a heading stands before each row whose group is not that of the row before. */
export function linesOf<Row>(
  rows: readonly Row[],
  groupOf: GroupOf<Row> | undefined,
  { groupBefore, rowStart }: Pick<PageMark, 'groupBefore' | 'rowStart'>,
): readonly Line<Row>[] {
  let last = groupBefore;
  return rows.flatMap((row, index): Line<Row>[] => {
    const line: Line<Row> = { kind: 'row', row, rowIndex: rowStart + index };
    const group = groupOf?.(row);
    const begins = group !== last;
    last = group;
    return begins && group !== undefined ? [{ kind: 'group', group }, line] : [line];
  });
}

/** With the page that follows the known ones. */
export function withNextPage<Row>(
  marks: Marks,
  page: { readonly rows: readonly Row[]; readonly nextCursor?: string | undefined },
  groupOf: GroupOf<Row> | undefined,
): Marks {
  const place = { groupBefore: marks.lastGroup, rowStart: marks.rowCount };
  const lines = linesOf(page.rows, groupOf, place);
  const mark = { ...place, cursor: marks.nextCursor, lineStart: marks.lineCount, lineCount: lines.length };
  const last = page.rows.at(-1);
  return {
    pages: [...marks.pages, mark],
    lineCount: marks.lineCount + lines.length,
    rowCount: marks.rowCount + page.rows.length,
    lastGroup: last === undefined ? marks.lastGroup : groupOf?.(last),
    nextCursor: page.nextCursor,
    isComplete: page.nextCursor === undefined,
  };
}

/** The page in which a line lies; the number of known pages for a line after all of them. */
export function pageOfLine(marks: Marks, line: number): number {
  let low = 0;
  let high = marks.pages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const page = marks.pages[middle];
    if (page && page.lineStart + page.lineCount <= line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The pages to keep: those in which the lines lie, that of the line that has the focus, and the first, which would not be the
 * same if it were read again.
 */
export function pagesToKeep(
  marks: Marks,
  firstLine: number,
  lastLine: number,
  focusedLine = 0,
): readonly number[] {
  const from = pageOfLine(marks, Math.max(0, firstLine));
  const to = Math.min(pageOfLine(marks, lastLine), marks.isComplete ? marks.pages.length - 1 : Infinity);
  const pages = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  const focused = Math.min(pageOfLine(marks, focusedLine), Math.max(0, marks.pages.length - 1));
  return [...new Set([0, focused, ...pages])].toSorted((one, other) => one - other);
}

/** The known pages just before and behind one. */
export function pagesBeside({ pages }: Marks, page: number): readonly PageMark[] {
  return [pages[page - 1], pages[page + 1]].filter((mark) => mark !== undefined);
}
