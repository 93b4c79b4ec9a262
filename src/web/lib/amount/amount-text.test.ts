import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChf } from '#kernel/money.ts';
import { exactMoneyText } from '#kernel/money-text.ts';
import { amountInField, amountOf } from './amount-text.ts';

test.each([
  ["1'234.50", '1234.50'],
  ['1\u2019234.5', '1234.5'],
  ['12,5', '12.5'],
  ['12,50', '12.50'],
  ['0,0042', '0.0042'],
  ['CHF 12', '12'],
  ['12.-', '12'],
  ['12.\u2013', '12'],
  ['12 Fr.', '12'],
  ['\u22125', '-5'],
  ['.5', '0.5'],
  ['1 000 000', '1000000'],
  [' 7 ', '7'],
])('%s is %s', (text, amount) => {
  expect(amountOf(text)).toBe(amount);
});

test.each(['', '-', 'abc', '1,234', '1.2.3', '1e3', '12.1234567891', '--5', '5 USD', '1,2,3'])(
  '%j is no amount, or not one alone',
  (text) => {
    expect(amountOf(text)).toBeUndefined();
  },
);

test('what is written for people is read back to the same amount', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (amount) => {
      const read = amountOf(exactMoneyText(amount));
      expect(read === undefined ? undefined : parseChf(read)).toBe(amount);
    }),
  );
});

test('in a field', () => {
  expect(amountInField('1234.500000000')).toBe('1234.50');
  expect(amountInField('0.000140400')).toBe('0.0001404');
  expect(amountInField(null)).toBe('');
});
