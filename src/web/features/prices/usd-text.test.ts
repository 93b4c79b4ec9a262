import { expect, test } from 'vitest';
import { usdText } from './usd-text.ts';

test.each([
  ['2.5', '2.50'],
  ['10', '10.00'],
  ['0.0375', '0.0375'],
  ['0.02500', '0.025'],
  ['12000', "12'000.00"],
  ['0', '0.00'],
  ['0.000000001', '0.000000001'],
])('%s is written %s', (usd, text) => {
  expect(usdText(usd)).toBe(text);
});

test('what cannot be read is shown as it is', () => {
  expect(usdText('1e3')).toBe('1e3');
});
