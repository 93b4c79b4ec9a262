import { expect, test } from 'vitest';
import type { ChartColumn } from './chart-series.ts';
import { columnsInDays, daysOfColumns } from './picked-columns.ts';

const NOTHING = { isUnfinished: false, amounts: [], total: 0n, calls: 0 };
const days: ChartColumn[] = ['24', '25', '26', '27'].map((day) => ({
  ...NOTHING,
  label: `2026-10-${day}`,
  from: `2026-10-${day}`,
  to: `2026-10-${Number(day) + 1}`,
}));
const months: ChartColumn[] = [
  { ...NOTHING, label: '2026-10', from: '2026-10-01', to: '2026-11-01' },
  { ...NOTHING, label: '2026-11', from: '2026-11-01', to: '2026-12-01', isUnfinished: true },
];
const view = { today: '2026-11-27' };

test('columns become their days, over the clock change too, and nothing lies after today', () => {
  expect(daysOfColumns(days, [1, 1], view)).toEqual({ from: '2026-10-25', to: '2026-10-25' });
  expect(daysOfColumns(days, [0, 2], view)).toEqual({ from: '2026-10-24', to: '2026-10-26' });
  expect(daysOfColumns(months, [0, 1], view)).toEqual({ from: '2026-10-01', to: '2026-11-27' });
  expect(daysOfColumns(days, [3, 9], view)).toBeUndefined();
});

test('days find their columns again', () => {
  for (const bounds of [
    [0, 0],
    [1, 2],
    [0, 3],
  ] as const) {
    const picked = daysOfColumns(days, bounds, view);
    expect(picked && columnsInDays(days, picked)).toEqual({ anchor: bounds[0], head: bounds[1] });
  }
  expect(columnsInDays(months, { from: '2026-11-01', to: '2026-11-27' })).toEqual({ anchor: 1, head: 1 });
  expect(columnsInDays(months, { from: '2026-12-01', to: '2026-12-02' })).toBeUndefined();
});
