import { describe, expect, test } from 'vitest';
import { parseChf } from './money.ts';
import { amountText, exactMoneyText, moneyText } from './money-text.ts';

const nano = (text: string) => parseChf(text) ?? fail(text);
function fail(text: string): never {
  throw new Error(`not an amount: ${text}`);
}

describe('an amount for people', () => {
  test.each([
    ['0', '0.00'],
    ['1234.5', "1'234.50"],
    ['-1234567.891', "\u22121'234'567.89"],
    ['999.995', "1'000.00"],
    ['1', '1.00'],
    ['0.5', '0.50'],
    ['0.0042', '0.0042'],
    ['0.004251', '0.0043'],
    ['-0.000000001', '\u22120.000000001'],
    ['0.999999', '1.00'],
    ['0.00014040', '0.00014'],
  ])('%s is %s', (amount, text) => {
    expect(moneyText(nano(amount))).toBe(`CHF\u00a0${text}`);
    expect(amountText(nano(amount))).toBe(text);
  });

  test.each([
    ['1.006', 2, 'down', '1.00'],
    ['-1.001', 2, 'down', '\u22121.01'],
    ['-1', 2, 'down', '\u22121.00'],
    ['1.005', 2, 'nearest', '1.01'],
    ['-1.005', 2, 'nearest', '\u22121.01'],
    ['12.3', 0, 'nearest', '12'],
    ['0.000000001', 9, 'nearest', '0.000000001'],
    ['0.004', 2, 'down', '0.00'],
  ] as const)('%s with %i decimals, rounded %s, is %s', (amount, decimals, rounding, text) => {
    expect(amountText(nano(amount), { decimals, rounding })).toBe(text);
  });

  test('what can be spent never rounds up', () => {
    for (const amount of ['0.999999999', '9.999', '0.0199'])
      expect(parseChf(amountText(nano(amount), { rounding: 'down' }))).toBeLessThanOrEqual(nano(amount));
  });

  test('exact: every decimal', () => {
    expect(exactMoneyText(nano('-1234.000140400'))).toBe("CHF\u00a0\u22121'234.0001404");
    expect(exactMoneyText(nano('5'))).toBe('CHF\u00a05.00');
  });
});
