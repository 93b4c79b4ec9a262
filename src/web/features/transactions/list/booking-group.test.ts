import { expect, test } from 'vitest';
import { groupInstants, groupOfBooking, groupOfInstant, groupQuery, groupText } from './booking-group.ts';

test.each([
  ['an afternoon', '2026-11-27T13:05:00Z', '27.11.2026 14:00–15:00'],
  ['the hour before midnight', '2026-11-27T22:30:00Z', '27.11.2026 23:00–00:00'],
  ['the hour that comes twice, first', '2026-10-25T00:30:00Z', '25.10.2026 02:00–03:00 +02:00'],
  ['the hour that comes twice, second', '2026-10-25T01:30:00Z', '25.10.2026 02:00–03:00 +01:00'],
  ['the hour before it', '2026-10-24T23:30:00Z', '25.10.2026 01:00–02:00'],
  ['before the hour that is left out in spring', '2026-03-29T00:30:00Z', '29.03.2026 01:00–03:00'],
  ['after it', '2026-03-29T01:30:00Z', '29.03.2026 03:00–04:00'],
])('%s is an hour of its own', (_name, at, text) => {
  const group = groupOfInstant(at, 'hour');
  const { from, to } = groupInstants(group);
  expect(groupText(group)).toBe(text);
  expect(Date.parse(to) - Date.parse(from)).toBe(3_600_000);
  expect(Date.parse(from) <= Date.parse(at) && Date.parse(at) < Date.parse(to)).toBe(true);
});

test('a day of Zurich begins and ends at its midnight', () => {
  expect(groupOfInstant('2026-10-24T22:00:00Z', 'day')).toBe('2026-10-25');
  expect(groupInstants('2026-10-25')).toEqual({
    from: '2026-10-24T22:00:00.000Z',
    to: '2026-10-25T23:00:00.000Z',
  });
  expect(groupText('2026-10-25')).toBe('25.10.2026');
});

test('a booking belongs to the chat or the run that it was made for; one of a program to neither', () => {
  const at = '2026-11-27T13:05:00Z';
  const chat = { feature: 'chat', conversationId: 'cnv_1', messageId: 'msg_1' } as const;
  const run = { feature: 'automation', automationId: 'aut_1', runId: 'run_1' } as const;
  expect(groupOfBooking({ at, origin: chat }, 'origin')).toBe('cnv_1');
  expect(groupOfBooking({ at, origin: run }, 'origin')).toBe('run_1');
  expect(groupOfBooking({ at }, 'origin')).toBeUndefined();
  expect(groupOfBooking({ at, origin: chat }, 'day')).toBe('2026-11-27');
});

test('a chat is counted by its id, unless the list is narrowed by another text', () => {
  expect(groupQuery('cnv_1', {})).toEqual({ q: 'cnv_1' });
  expect(groupQuery('cnv_1', { q: 'cnv_1' })).toEqual({ q: 'cnv_1' });
  expect(groupQuery('run_1', { q: 'haiku' })).toBeUndefined();
  expect(groupQuery('2026-10-25', { q: 'haiku' })).toEqual(groupInstants('2026-10-25'));
});
