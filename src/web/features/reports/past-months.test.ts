import { expect, test } from 'vitest';
import { pastMonths } from './past-months.ts';

test('months that have ended, over New Year', () => {
  expect(pastMonths('2027-01-01', 3)).toEqual(['2026-12', '2026-11', '2026-10']);
  expect(pastMonths('2026-11-30', 1)).toEqual(['2026-10']);
});
