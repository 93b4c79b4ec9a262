import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatChf } from '#kernel/money.ts';
import { readChf, readDecimal } from './import-amount.ts';

test.each([
  ["1'234.50", '1234.500000000'],
  ['1’234’567.05', '1234567.050000000'],
  ["-1'000", '-1000.000000000'],
  [' 12.345678901 ', '12.345678901'],
  [0.1, '0.100000000'],
  [1234.5, '1234.500000000'],
] as const)('reads %s exactly', (given, chf) => {
  const read = readChf(given);
  expect('value' in read && formatChf(read.value)).toBe(chf);
});

test.each([
  ['1,234.50', 'comma'],
  ['1234,50', 'comma'],
  ["12'34.50", 'such as'],
  ["1'234’567", 'such as'],
  ['1 234.50', 'such as'],
  ['CHF 12', 'such as'],
  ['', 'such as'],
  ['1e3', 'such as'],
  ['0.0000000001', 'nine decimals'],
  ['1000000000.01', 'a billion'],
  [0.1234567890123456, 'as a text'],
  [Number.NaN, 'as a text'],
] as const)('refuses %s', (given, why) => {
  expect(readChf(given)).toEqual({ problem: expect.stringContaining(why) });
});

test('an amount with apostrophes is the amount without them', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (nano) => {
      const plain = formatChf(nano);
      const grouped = plain.replace(/\B(?=(\d{3})+\.)/g, "'");
      expect(readChf(grouped)).toEqual({ value: nano });
      expect(readChf(plain)).toEqual({ value: nano });
    }),
  );
});

test('a cost in USD keeps twenty decimals', () => {
  expect(readDecimal('0.00000000000000000001')).toEqual({ value: { coefficient: 1n, scale: 20 } });
});
