import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatChf, parseChf } from '#kernel/money.ts';
import { moneyText } from '#kernel/money-text.ts';
import { readAmount } from './read-amount.ts';

test.each([
  ['50', '50'],
  [' 12.50 ', '12.50'],
  ["1'234.50", '1234.50'],
  ['1’234’567.05', '1234567.05'],
  ['1 234.50', '1234.50'],
  ['CHF 12', '12'],
  ['chf 12.5', '12.5'],
  ['50.–', '50'],
  ['50.--', '50'],
  ['12,50', '12.50'],
  ["1'234,50", '1234.50'],
  ['-3.05', '-3.05'],
  ['\u22123.05', '-3.05'],
  ['0.000000001', '0.000000001'],
])('%s is %s', (typed, amount) => {
  expect(readAmount(typed)).toBe(amount);
});

test.each([
  '',
  'abc',
  '1,234',
  '1.234.567',
  "12'34",
  "1'23.00",
  '0.0000000001',
  '12.',
  '.5',
  '1e5',
  '+5',
  '--5',
  '5-',
  'USD 5',
  '99999999999999',
])('%s is no amount', (typed) => {
  expect(readAmount(typed)).toBeUndefined();
});

test('what the pages write, they read', () => {
  const amounts = fc.bigInt({ min: -9_000_000_000_000_000_000n, max: 9_000_000_000_000_000_000n });
  fc.assert(
    fc.property(amounts, (amount) => {
      expect(parseChf(readAmount(moneyText(amount, { decimals: 9 })) ?? '')).toBe(amount);
      expect(parseChf(readAmount(formatChf(amount)) ?? '')).toBe(amount);
    }),
  );
});
