import { useQueries } from '@tanstack/react-query';
import { defaultRangeExtractor, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useMemo, useState } from 'react';
import type { Grouping } from '../filter/booking-filter.ts';
import { groupOfBooking } from './booking-group.ts';
import { type Booking, type BookingList, bookingPageQuery, PAGE_ROWS } from './booking-page.query.ts';
import {
  type Line,
  linesOf,
  type Marks,
  NO_MARKS,
  pagesBeside,
  pagesToKeep,
  withNextPage,
} from './page-marks.ts';

/** Read ahead of what is on the screen, and kept behind it. */
const AHEAD_LINES = PAGE_ROWS / 2;
/** Shown empty below what is known, until it is read. */
const LINES_TO_COME = 40;
/** No browser draws a page of more than about 17 million pixels; nobody scrolls so far who could name a day. */
const MOST_LINES = 200_000;

export interface BookingLines {
  /** Undefined: not read yet, or not any more. */
  readonly lineAt: (index: number) => Line<Booking> | undefined;
  /** Where a booking is, if it is among those that are kept. */
  readonly lineOf: (bookingId: string) => number | undefined;
  readonly marks: Marks;
  /** True: the list goes on, but not on this screen. */
  readonly isCut: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
}

/**
 * The lines of a list around those on the screen, a few pages at any time, wherever one has scrolled to. For another list,
 * or another grouping, give the component that uses it another key.
 */
export function useBookingLines(
  list: BookingList,
  grouping: Grouping | undefined,
  view: {
    readonly scroller: RefObject<HTMLDivElement | null>;
    readonly linePx: number;
    readonly headPx: number;
    /** The line that has the focus, or would get it: it exists wherever one has scrolled to. */
    readonly focusedLine: number;
  },
): BookingLines {
  const [marks, setMarks] = useState(NO_MARKS);
  const isCut = !marks.isComplete && marks.lineCount >= MOST_LINES;
  const isAtEnd = marks.isComplete || isCut;
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: marks.lineCount + (isAtEnd ? 0 : LINES_TO_COME),
    getScrollElement: () => view.scroller.current,
    estimateSize: () => view.linePx,
    overscan: 10,
    rangeExtractor: (range) => withLine(defaultRangeExtractor(range), view.focusedLine, range.count),
    // The head lies before the rows, and over them once it sticks.
    scrollMargin: view.headPx,
    scrollPaddingStart: view.headPx,
  });
  const groupOf = useMemo(
    () => (grouping ? (row: Booking) => groupOfBooking(row, grouping) : undefined),
    [grouping],
  );
  // Before the range is read: this is what brings it up to date.
  virtualizer.getVirtualItems();
  const { startIndex, endIndex } = virtualizer.range ?? { startIndex: 0, endIndex: 0 };
  const kept = pagesToKeep(
    { ...marks, isComplete: isAtEnd },
    startIndex - AHEAD_LINES,
    endIndex + AHEAD_LINES,
    view.focusedLine,
  );
  const results = useQueries({
    queries: kept.map((page) =>
      bookingPageQuery(
        list,
        (marks.pages[page] ?? { cursor: marks.nextCursor }).cursor,
        pagesBeside(marks, page).map(({ cursor }) => cursor),
      ),
    ),
  });

  const next = results[kept.indexOf(marks.pages.length)]?.data;
  useEffect(() => {
    if (!next) return;
    const page = { rows: next.transactions, nextCursor: next.nextCursor };
    // Only behind the marks that it was asked with: so no page is counted twice.
    setMarks((known) => (known === marks ? withNextPage(known, page, groupOf) : known));
  }, [next, marks, groupOf]);

  const lines = new Map<number, Line<Booking>>();
  kept.forEach((page, place) => {
    const mark = marks.pages[page];
    const rows = results[place]?.data?.transactions;
    if (!mark || !rows) return;
    linesOf(rows, groupOf, mark).forEach((line, index) => void lines.set(mark.lineStart + index, line));
  });
  const failed = results.find(({ error }) => error !== null);
  return {
    lineAt: (index) => lines.get(index),
    lineOf: (id) => lines.entries().find(([, line]) => line.kind === 'row' && line.row.id === id)?.[0],
    marks,
    isCut,
    error: failed?.error,
    retry: () => void failed?.refetch(),
    virtualizer,
  };
}

function withLine(lines: number[], line: number, count: number): number[] {
  if (line >= count || lines.includes(line)) return lines;
  return line < (lines[0] ?? 0) ? [line, ...lines] : [...lines, line];
}
