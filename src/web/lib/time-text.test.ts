import { expect, test } from 'vitest';
import { dayText, monthText } from '#kernel/day-text.ts';
import { shortDayText, timeText, zurichDay } from './time-text.ts';

test('an instant is written in Zurich time', () => {
  expect(timeText('2026-11-30T23:00:00Z')).toBe('01.12.2026 00:00');
  expect(timeText('2026-07-01T10:05:09.123Z', { seconds: true })).toBe('01.07.2026 12:05:09');
  expect(zurichDay('2026-11-30T23:00:00Z')).toBe('2026-12-01');
});

test('in the hour that comes twice the offset is written, and only there', () => {
  expect(timeText('2026-10-24T23:59:59Z')).toBe('25.10.2026 01:59');
  expect(timeText('2026-10-25T00:30:00Z')).toBe('25.10.2026 02:30 +02:00');
  expect(timeText('2026-10-25T01:30:00Z')).toBe('25.10.2026 02:30 +01:00');
  expect(timeText('2026-10-25T02:00:00Z')).toBe('25.10.2026 03:00');
  expect(timeText('2026-03-29T00:59:00Z')).toBe('29.03.2026 01:59');
  expect(timeText('2026-03-29T01:00:00Z')).toBe('29.03.2026 03:00');
});

test('days and months', () => {
  expect(dayText('2026-12-31')).toBe('31.12.2026');
  expect(monthText('2026-11', 'fr')).toBe('novembre 2026');
  expect(shortDayText('2026-11-27', 'de')).toBe('Fr 27.11.');
});
