import { expect, test } from 'vitest';
import { spendShape, wholeDays } from './spend-shape.ts';

const day = (date: number, spendChf: string) => ({ day: `2026-11-0${date}`, spendChf });

test('the highest day is the measure of the others', () => {
  const shape = spendShape([day(1, '1.000000000'), day(2, '4.000000000'), day(3, '0.000000000')]);
  expect(shape).toEqual({
    heights: [250, 1000, 0],
    sum: 5_000_000_000n,
    highest: { day: '2026-11-02', amount: 4_000_000_000n },
  });
});

test('where nothing was spent there is no highest day, and no division by it', () => {
  expect(spendShape([day(1, '0.000000000'), day(2, '0.000000000')])).toEqual({
    heights: [0, 0],
    sum: 0n,
    highest: undefined,
  });
  expect(spendShape([])).toEqual({ heights: [], sum: 0n, highest: undefined });
});

test('amounts beyond what a float holds exactly are summed to the last nano', () => {
  const shape = spendShape([day(1, '9000000.000000001'), day(2, '9000000.000000001')]);
  expect(shape.sum).toBe(18_000_000_000_000_002n);
});

test('days that are left are never rounded up', () => {
  expect(wholeDays('41.99')).toBe('41');
  expect(wholeDays('0.4')).toBe('0');
  expect(wholeDays('7')).toBe('7');
});
