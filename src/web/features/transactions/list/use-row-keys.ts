import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useRef,
} from 'react';
import type { Neighbours } from './booking-table.tsx';
import type { BookingLines } from './use-booking-lines.ts';

interface RowKeys {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
  readonly onFocus: (event: FocusEvent) => void;
}

/**
 * The keys of a grid whose rows mostly do not exist: arrows, Home, End, Page up and down move the focus, Enter and a click
 * open. The row that is open is kept in sight, and the focus is on it when it is closed.
 */
export function useRowKeys(view: {
  readonly lines: BookingLines;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly linePx: number;
  /** The line that Tab reaches. */
  readonly focusedLine: number;
  readonly setFocusedLine: (line: number) => void;
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
  readonly onNeighbours: (neighbours: Neighbours) => void;
}): RowKeys {
  const { lines, scroller, openId, onNeighbours, focusedLine, setFocusedLine } = view;
  /** The line that shall have the focus as soon as its row exists. */
  const wanted = useRef<number>(undefined);

  const lineOfOpen = openId === undefined ? undefined : lines.lineOf(openId);
  const newer = nextBooking(lines, lineOfOpen, -1);
  const older = nextBooking(lines, lineOfOpen, 1);
  useEffect(() => onNeighbours({ newer, older }), [newer, older, onNeighbours]);
  const { scrollToIndex } = lines.virtualizer;
  useEffect(() => {
    if (lineOfOpen === undefined) return undefined;
    setFocusedLine(lineOfOpen);
    scrollToIndex(lineOfOpen);
    // When it is closed, the focus comes back to where one has got to.
    return () => {
      wanted.current = lineOfOpen;
    };
  }, [lineOfOpen, scrollToIndex, setFocusedLine]);

  // The heading of a group is nothing to open: its first row is reached instead.
  const isOnHeading = lines.lineAt(focusedLine)?.kind === 'group';
  useEffect(() => {
    if (isOnHeading) setFocusedLine(focusedLine + 1);
  }, [isOnHeading, focusedLine, setFocusedLine]);

  // The row may not exist before the list has scrolled to it: each time it is drawn, see whether it is there.
  useEffect(() => {
    if (wanted.current === undefined || openId !== undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>(`tr[data-line="${wanted.current}"]`);
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  });

  const moveTo = (line: number, direction: 1 | -1) => {
    const last = lines.marks.lineCount - 1;
    let target = Math.max(0, Math.min(last, line));
    // The heading of a group is read with its rows, and is nothing to open.
    if (lines.lineAt(target)?.kind === 'group') target += target === 0 ? 1 : direction;
    target = Math.max(0, Math.min(last, target));
    wanted.current = target;
    setFocusedLine(target);
    scrollToIndex(target);
  };
  const pageLines = () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / view.linePx) - 2);

  return {
    onKeyDown: (event) => {
      const line = lineOfElement(event.target);
      if (line === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      const move = MOVES[event.key];
      if (move) moveTo(...move(line, pageLines(), lines.marks.lineCount - 1));
      else if (event.key === 'Enter' || event.key === ' ') open(line);
      else return;
      event.preventDefault();
    },
    onFocus: (event) => {
      const line = lineOfElement(event.target);
      if (line !== undefined) setFocusedLine(line);
    },
    onClick: (event) => {
      const line = lineOfElement(event.target);
      // A link opens by itself, in a new tab too; whoever marks a text wants to copy it.
      if (line === undefined || isInLink(event.target) || getSelection()?.isCollapsed === false) return;
      setFocusedLine(line);
      open(line);
    },
  };

  function open(index: number): void {
    const line = lines.lineAt(index);
    if (line?.kind === 'row') view.onOpen(line.row.id);
  }
}

type Move = (line: number, page: number, last: number) => readonly [line: number, direction: 1 | -1];

const MOVES: Readonly<Record<string, Move>> = {
  ArrowDown: (line) => [line + 1, 1],
  ArrowUp: (line) => [line - 1, -1],
  PageDown: (line, page) => [line + page, 1],
  PageUp: (line, page) => [line - page, -1],
  Home: () => [0, 1],
  End: (_line, _page, last) => [last, -1],
};

/** The booking before or after a line, over the heading of a group. */
function nextBooking({ lineAt }: BookingLines, line: number | undefined, step: 1 | -1): string | undefined {
  if (line === undefined) return undefined;
  for (const index of [line + step, line + 2 * step]) {
    const next = lineAt(index);
    if (next?.kind === 'row') return next.row.id;
  }
  return undefined;
}

function lineOfElement(target: EventTarget): number | undefined {
  if (!(target instanceof Element)) return undefined;
  const row = target.closest<HTMLElement>('tr[data-line]');
  return row === null ? undefined : Number(row.dataset.line);
}

function isInLink(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a') !== null;
}
