import { expect, test } from 'vitest';
import { COLUMN_IDS, fittingColumns, widthOf } from './column-layout.ts';

test.each([700, 900, 1000, 1150, 1300, 2000])('what is shown fits into %i px', (width) => {
  const columns = fittingColumns(width);
  expect(widthOf(columns)).toBeLessThanOrEqual(width);
  expect(columns).toEqual(COLUMN_IDS.filter((id) => columns.includes(id)));
});

test('time, description and amount stay in the least room; more room never shows less', () => {
  expect(fittingColumns(100)).toEqual(['time', 'description', 'amount']);
  for (let width = 100; width < 1500; width += 10)
    expect(fittingColumns(width + 10)).toEqual(expect.arrayContaining([...fittingColumns(width)]));
});

test('with room for all there are tokens and the running balance', () => {
  expect(fittingColumns(1400)).toEqual(COLUMN_IDS.filter((id) => id !== 'feature' && id !== 'request'));
});
