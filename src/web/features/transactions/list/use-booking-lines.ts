import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Grouping } from '../filter/booking-filter.ts';
import { groupOfInstant } from './booking-group.ts';
import { type Booking, type BookingList, bookingPageQuery, PAGE_ROWS } from './booking-page.query.ts';
import { type Line, linesOf, type Marks, NO_MARKS, pagesToKeep, withNextPage } from './page-marks.ts';

/** Read ahead of what is on the screen, and kept behind it. */
const AHEAD_LINES = PAGE_ROWS / 2;

export interface BookingLines {
  /** Undefined: not read yet, or not any more. */
  readonly lineAt: (index: number) => Line<Booking> | undefined;
  readonly marks: Marks;
  /** Bookings that are kept now; it does not grow while one scrolls. */
  readonly keptCount: number;
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/**
 * The lines of a list around those on the screen. For another list, or another grouping, give the component that uses it
 * another key.
 */
export function useBookingLines(
  list: BookingList,
  grouping: Grouping | undefined,
  screen: { readonly first: number; readonly last: number },
): BookingLines {
  const [marks, setMarks] = useState(NO_MARKS);
  const groupOf = useMemo(
    () => (grouping ? (row: Booking) => groupOfInstant(row.at, grouping) : undefined),
    [grouping],
  );
  const kept = pagesToKeep(marks, screen.first - AHEAD_LINES, screen.last + AHEAD_LINES);
  const cursorOf = (page: number) => (marks.pages[page] ?? { cursor: marks.nextCursor }).cursor;
  const results = useQueries({ queries: kept.map((page) => bookingPageQuery(list, cursorOf(page))) });

  const next = marks.isComplete ? undefined : results[kept.indexOf(marks.pages.length)]?.data;
  useEffect(() => {
    if (next)
      setMarks((known) =>
        // In the same cursor's place, so that a page is never counted twice.
        known === marks ? withNextPage(known, { rows: next.transactions, nextCursor: next.nextCursor }, groupOf) : known,
      );
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
    marks,
    keptCount: lines.size,
    isLoading: results.some(({ isFetching }) => isFetching),
    error: failed?.error,
    retry: () => void failed?.refetch(),
  };
}
