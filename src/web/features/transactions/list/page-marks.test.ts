import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Line,
  linesOf,
  type Marks,
  NO_MARKS,
  pageOfLine,
  pagesBeside,
  pagesToKeep,
  withNextPage,
} from './page-marks.ts';

const group = (row: number) => `g${Math.floor(row / 7)}`;

function read(rows: readonly number[], size: number, groupOf?: (row: number) => string | undefined): Marks {
  let marks = NO_MARKS;
  for (let start = 0; start === 0 || start < rows.length; start += size) {
    const nextCursor = start + size < rows.length ? `c${start + size}` : undefined;
    marks = withNextPage(marks, { rows: rows.slice(start, start + size), nextCursor }, groupOf);
  }
  return marks;
}

/** What a screen would show of any page, read again by its mark. */
function again(rows: readonly number[], size: number, marks: Marks, page: number): readonly Line<number>[] {
  const mark = marks.pages[page];
  if (!mark) return [];
  const start = mark.cursor === undefined ? 0 : Number(mark.cursor.slice(1));
  return linesOf(rows.slice(start, start + size), group, mark);
}

test('pages that are read again have the lines of the whole list, in their places', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 30 }), (count, size) => {
      const rows = Array.from({ length: count }, (_, index) => index);
      const marks = read(rows, size, group);
      const whole = linesOf(rows, group, { groupBefore: undefined, rowStart: 0 });
      expect(marks).toMatchObject({ lineCount: whole.length, rowCount: count, isComplete: true });
      const pages = marks.pages.flatMap((_, page) => again(rows, size, marks, page));
      expect(pages).toEqual(whole);
      whole.forEach((_, line) => {
        const page = marks.pages[pageOfLine(marks, line)];
        expect(page && line >= page.lineStart && line < page.lineStart + page.lineCount).toBe(true);
      });
    }),
  );
});

test('what is in no group has no heading, and what follows it begins its group anew', () => {
  const groups = ['a', undefined, 'a', 'a', 'b'];
  const marks = read([0, 1, 2, 3, 4], 2, (row) => groups[row]);
  const lines = linesOf([0, 1, 2, 3, 4], (row) => groups[row], { groupBefore: undefined, rowStart: 0 });
  expect(lines.map((line) => (line.kind === 'group' ? line.group : line.row))).toEqual([
    ...['a', 0, 1],
    ...['a', 2, 3],
    ...['b', 4],
  ]);
  expect(marks.lineCount).toBe(lines.length);
});

test('what is kept is the screen, the first page, and what is just being reached', () => {
  const marks = { ...read([...Array(100).keys()], 10), isComplete: false, nextCursor: 'c100' };
  expect(pagesToKeep(NO_MARKS, 0, 40)).toEqual([0]);
  expect(pagesToKeep(marks, 45, 62)).toEqual([0, 4, 5, 6]);
  expect(pagesToKeep(marks, 45, 62, 87)).toEqual([0, 4, 5, 6, 8]);
  expect(pagesToKeep(marks, 45, 62, 4_000)).toEqual([0, 4, 5, 6, 9]);
  expect(pagesToKeep(marks, -20, 5)).toEqual([0]);
  expect(pagesToKeep(marks, 95, 130)).toEqual([0, 9, 10]);
  expect(pagesToKeep({ ...marks, isComplete: true }, 95, 130)).toEqual([0, 9]);
});

test('beside a page lie the known ones before and behind it; beside the first of all none', () => {
  const marks = read([...Array(30).keys()], 10);
  const starts = (page: number) => pagesBeside(marks, page).map(({ lineStart }) => lineStart);
  expect([0, 1, 2, 3].map(starts)).toEqual([[10], [0, 20], [10], [20]]);
  expect(pagesBeside(NO_MARKS, 0)).toEqual([]);
});

test('an empty list is complete', () => {
  expect(withNextPage(NO_MARKS, { rows: [] }, undefined)).toMatchObject({ isComplete: true, lineCount: 0 });
});
