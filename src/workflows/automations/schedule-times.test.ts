import { expect, test } from 'vitest';
import { nextTimes, whenDue } from './schedule-times.ts';

function times(cron: string, after: string, count: number): string[] {
  const found = nextTimes({ cron, timeZone: 'Europe/Zurich' }, new Date(after), count);
  return found.map((at) => at.toISOString());
}

test('a time that the clocks leave out in spring comes an hour later, one that they repeat in autumn comes once', () => {
  expect(times('30 2 * * *', '2027-03-27T12:00:00Z', 2)).toEqual([
    '2027-03-28T01:30:00.000Z',
    '2027-03-29T00:30:00.000Z',
  ]);
  expect(times('30 2 * * *', '2027-10-30T12:00:00Z', 2)).toEqual([
    '2027-10-31T00:30:00.000Z',
    '2027-11-01T01:30:00.000Z',
  ]);
  // Between both half past two.
  expect(times('30 2 * * *', '2027-10-31T00:45:00Z', 1)).toEqual(['2027-11-01T01:30:00.000Z']);
  expect(times('0 * * * *', '2027-10-30T23:30:00Z', 3)).toEqual([
    '2027-10-31T00:00:00.000Z',
    '2027-10-31T01:00:00.000Z',
    '2027-10-31T02:00:00.000Z',
  ]);
});

test.each(['H H * * *', '0 7,h * * *', '0 0 30 2 *', '@daily', '0 0 7 * * 1', '*/0 * * * *'])(
  '%s has no times',
  (cron) => {
    expect(() => times(cron, '2027-01-01T00:00:00Z', 1)).toThrow(/cron/);
  },
);

test('names of days and months are times, also those with an h', () => {
  expect(times('0 7 * MAR THU', '2027-01-01T00:00:00Z', 1)).toEqual(['2027-03-04T06:00:00.000Z']);
});

test.each([
  ['on time', 'skip', '07:00:30', true],
  ['late, but not missed', 'skip', '07:02:00', true],
  ['missed', 'skip', '12:00:00', false],
  ['missed, and made up for', 'once', '12:00:00', true],
] as const)('%s by the rule %s', (_name, ifMissed, now, runs) => {
  const dueAt = new Date('2027-01-05T07:00:00Z');
  const schedule = { kind: 'schedule', cron: '0 * * * *', timeZone: 'UTC', ifMissed } as const;
  const outcome = whenDue(schedule, dueAt, new Date(`2027-01-05T${now}Z`));
  expect(outcome.runFor).toEqual(runs ? dueAt : undefined);
  expect(outcome.nextRunAt).toEqual(new Date(`2027-01-05T${now.startsWith('07') ? '08' : '13'}:00:00Z`));
});
