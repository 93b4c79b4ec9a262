import { expect, test } from 'vitest';
import { percentChange } from './percent-change.ts';

test.each([
  ['12.5432', '+12.5\u00a0%'],
  ['-3.04', '\u22123\u00a0%'],
  ['100', '+100\u00a0%'],
  ['0', '0\u00a0%'],
  ['0.00', '0\u00a0%'],
  ['0.04', '< 0.1\u00a0%'],
  ['-0.0001', '< 0.1\u00a0%'],
])('%s is %s', (percent, text) => {
  expect(percentChange(percent)).toBe(text);
});
