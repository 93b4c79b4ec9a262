/** What the list can show of a booking, in its order. */
export const COLUMN_IDS = [
  'time',
  'type',
  'description',
  'user',
  'model',
  'input',
  'output',
  'cached',
  'feature',
  'request',
  'amount',
  'balance',
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

interface ColumnLayout {
  readonly widthPx: number;
  /** Which goes first where there is little room: the highest. 0 always stays. */
  readonly rank: number;
  readonly isNumber?: boolean;
}

/** The description takes what is left, and never less than its width. */
export const COLUMN_LAYOUT: Readonly<Record<ColumnId, ColumnLayout>> = {
  time: { widthPx: 162, rank: 0 },
  type: { widthPx: 126, rank: 6 },
  description: { widthPx: 140, rank: 0 },
  user: { widthPx: 146, rank: 2 },
  model: { widthPx: 208, rank: 1 },
  input: { widthPx: 78, rank: 3, isNumber: true },
  output: { widthPx: 78, rank: 4, isNumber: true },
  cached: { widthPx: 74, rank: 7, isNumber: true },
  feature: { widthPx: 110, rank: 8 },
  request: { widthPx: 150, rank: 9 },
  amount: { widthPx: 96, rank: 0, isNumber: true },
  balance: { widthPx: 108, rank: 5, isNumber: true },
};

/** Shown only where somebody wants them. */
const ON_DEMAND: readonly ColumnId[] = ['feature', 'request'];

/** What fits into a width without scrolling sideways, the most useful first. */
export function fittingColumns(widthPx: number): readonly ColumnId[] {
  const byRank = COLUMN_IDS.filter((id) => !ON_DEMAND.includes(id)).toSorted(
    (one, other) => COLUMN_LAYOUT[one].rank - COLUMN_LAYOUT[other].rank,
  );
  let left = widthPx;
  const fitting = new Set<ColumnId>();
  for (const id of byRank) {
    left -= COLUMN_LAYOUT[id].widthPx;
    if (left < 0 && COLUMN_LAYOUT[id].rank > 0) break;
    fitting.add(id);
  }
  return COLUMN_IDS.filter((id) => fitting.has(id));
}

export function widthOf(columns: readonly ColumnId[]): number {
  return columns.reduce((sum, id) => sum + COLUMN_LAYOUT[id].widthPx, 0);
}
