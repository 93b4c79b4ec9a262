import { expect, test } from 'vitest';
import { ageOf } from './call-age.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');

test.each([
  ['2026-11-27T11:59:50Z', { count: 1, unit: 'minute' }],
  ['2026-11-27T11:01:00Z', { count: 59, unit: 'minute' }],
  ['2026-11-27T11:00:00Z', { count: 1, unit: 'hour' }],
  ['2026-11-26T12:00:01Z', { count: 23, unit: 'hour' }],
  ['2026-11-26T12:00:00Z', { count: 1, unit: 'day' }],
  ['2026-08-27T12:00:00Z', { count: 92, unit: 'day' }],
])('%s was %o ago', (at, age) => {
  expect(ageOf(at, NOW)).toEqual(age);
});

test('a clock that goes wrong makes nothing negative', () => {
  expect(ageOf('2026-11-27T12:05:00Z', NOW)).toEqual({ count: 1, unit: 'minute' });
});
