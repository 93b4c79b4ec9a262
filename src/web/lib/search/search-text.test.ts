import { expect, test } from 'vitest';
import { dayOf } from './search-text.ts';

test.each(['2026-11-27', '2028-02-29', '2026-10-25'])('%s is a day', (text) => {
  expect(dayOf(text)).toBe(text);
});

test.each([
  '2026-02-30',
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '1999-01-01',
  '2026-1-1',
  '',
  'today',
  20261127,
])('%s is none', (value) => {
  expect(dayOf(value)).toBeUndefined();
});
