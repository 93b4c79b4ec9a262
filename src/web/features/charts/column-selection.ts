/** Columns of a chart by their places: from the one where the choice began to the one where it is now. */
export interface ColumnSelection {
  readonly anchor: number;
  readonly head: number;
}

/** A week of days. */
const PAGE = 7;

/** Where a key leads from here; with `extend` (Shift) the place where it began stays. Undefined: the key means something else. */
export function movedByKey(
  { anchor, head }: ColumnSelection,
  key: string,
  extend: boolean,
  count: number,
): ColumnSelection | undefined {
  const to = targetOf(key, head, count);
  if (to === undefined) return undefined;
  const place = Math.max(0, Math.min(count - 1, to));
  return { anchor: extend ? anchor : place, head: place };
}

function targetOf(key: string, head: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return head - 1;
    case 'ArrowRight':
      return head + 1;
    case 'PageUp':
      return head - PAGE;
    case 'PageDown':
      return head + PAGE;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** The column under a point, from the left edge of the columns; the nearest one if it is beside them. */
export function columnAt(offset: number, width: number, count: number): number {
  const place = width > 0 ? Math.floor((offset / width) * count) : 0;
  return Math.max(0, Math.min(count - 1, place));
}

export function boundsOf({ anchor, head }: ColumnSelection): readonly [number, number] {
  return anchor < head ? [anchor, head] : [head, anchor];
}

export function isWithin(selection: ColumnSelection | undefined, place: number): boolean {
  if (!selection) return false;
  const [first, last] = boundsOf(selection);
  return place >= first && place <= last;
}
