import { expect, test } from 'vitest';
import { percentOf, wholeNumberOf } from './percent-text.ts';

test.each([
  ['50', '50'],
  ['12,5 %', '12.5'],
  ['0', '0'],
  ['10000', '10000'],
  ['33.3333', '33.3333'],
])('%s is %s per cent', (typed, percent) => {
  expect(percentOf(typed)).toBe(percent);
});

test.each(['', '-1', '10001', '1.23456', 'half', '1e2'])(
  '%j is no percentage that the API takes',
  (typed) => {
    expect(percentOf(typed)).toBeUndefined();
  },
);

test('whole numbers within their bounds', () => {
  expect(wholeNumberOf(' 7 ', 1, 365)).toBe(7);
  for (const typed of ['0', '366', '7.5', '', '1e1', '-7'])
    expect(wholeNumberOf(typed, 1, 365)).toBeUndefined();
});
