import { expect, test } from 'vitest';
import { changeText, countText, shareText } from './share-text.ts';

test.each([
  [138n, 100n, '+38\u00a0%'],
  [96n, 100n, '\u22124.0\u00a0%'],
  [1_001n, 1_000n, '+0.1\u00a0%'],
  [100_001n, 100_000n, '< 0.1\u00a0%'],
  [100n, 100n, '+0.0\u00a0%'],
  [1_300n, 100n, "+1'200\u00a0%"],
  [0n, 100n, '\u2212100\u00a0%'],
])('%d after %d is %s', (now, before, text) => {
  expect(changeText(now, before)).toBe(text);
});

test('from nothing, or from less, there is no percentage', () => {
  expect(changeText(5n, 0n)).toBeUndefined();
  expect(changeText(5n, -1n)).toBeUndefined();
});

test('a share is rounded half up, and never nothing of something', () => {
  expect(shareText(1n, 3n)).toBe('33\u00a0%');
  expect(shareText(2n, 3n)).toBe('67\u00a0%');
  expect(shareText(995n, 10_000n)).toBe('10\u00a0%');
  expect(shareText(994n, 10_000n)).toBe('9.9\u00a0%');
  expect(shareText(1n, 1_000_000n)).toBe('< 0.1\u00a0%');
  expect(shareText(0n, 5n)).toBe('0.0\u00a0%');
  expect(shareText(0n, 0n)).toBeUndefined();
  expect(shareText(-1n, 5n)).toBeUndefined();
});

test('counts are grouped', () => {
  expect([999, 1_000, 1_234_567n].map(countText)).toEqual(['999', "1'000", "1'234'567"]);
});
