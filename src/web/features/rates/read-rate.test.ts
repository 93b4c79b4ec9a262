import { expect, test } from 'vitest';
import { readRate } from './read-rate.ts';

test.each([
  ['0.7953', '0.7953'],
  [' 0,7953 ', '0.7953'],
  ['1', '1'],
  ['0.12345678901234567890', '0.12345678901234567890'],
])('%s is %s', (typed, rate) => {
  expect(readRate(typed)).toBe(rate);
});

test.each(['', '0', '0.000', '-0.8', '1000', '0.8x', '1.', '0.123456789012345678901'])(
  '%s is no rate',
  (typed) => {
    expect(readRate(typed)).toBeUndefined();
  },
);
