import { describe, expect, test } from 'vitest';
import { addDays, dueDay, lastWholeMonth, monthsBetween, reminderDue, zurichDay } from './invoice-days.ts';

const RULE = [10, 25, 40];
const OPEN = { dueOn: '2026-12-31', level: 0, remindedOn: undefined, due: 1n, isHeld: false };

describe('months and days in Zurich', () => {
  test('a month is over at midnight of Zurich, in winter and in summer', () => {
    expect(lastWholeMonth(new Date('2026-11-30T22:59:59Z'))).toBe('2026-10');
    expect(lastWholeMonth(new Date('2026-11-30T23:00:00Z'))).toBe('2026-11');
    expect(lastWholeMonth(new Date('2027-06-30T21:59:59Z'))).toBe('2027-05');
    expect(lastWholeMonth(new Date('2026-12-31T23:00:00Z'))).toBe('2026-12');
    expect(zurichDay(new Date('2026-12-31T23:00:00Z'))).toBe('2027-01-01');
  });

  test('months follow over New Year and the end of February', () => {
    expect(monthsBetween('2027-11', '2028-03')).toEqual([
      '2027-11',
      '2027-12',
      '2028-01',
      '2028-02',
      '2028-03',
    ]);
    expect(monthsBetween('2027-02', '2027-01')).toEqual([]);
  });

  test('a due day that falls on a weekend is the Monday after it; leap days count', () => {
    expect(dueDay('2026-12-01', 30)).toBe('2026-12-31');
    expect(dueDay('2027-01-01', 1)).toBe('2027-01-04'); // Saturday
    expect(dueDay('2027-01-01', 2)).toBe('2027-01-04'); // Sunday
    expect(dueDay('2028-01-30', 30)).toBe('2028-02-29'); // Tuesday, a leap day
    expect(dueDay('2027-01-30', 30)).toBe('2027-03-01');
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
  });
});

describe('reminders', () => {
  /** The levels that go out, by day, if the job runs on each of them. */
  function sentWithin(first: string, last: string, isDown: (day: string) => boolean = () => false) {
    const sent: string[] = [];
    let facts: Parameters<typeof reminderDue>[0] = OPEN;
    for (let day = first; day <= last; day = addDays(day, 1)) {
      const level = isDown(day) ? undefined : reminderDue(facts, RULE, day);
      if (level === undefined) continue;
      sent.push(`${level} ${day}`);
      facts = { ...facts, level, remindedOn: day };
    }
    return sent;
  }

  test('each level once, on the day of the rule or the Monday after it', () => {
    // Due on Thursday 31 December: 10 January is a Sunday, 25 January a Monday, 9 February a Tuesday.
    expect(sentWithin('2027-01-01', '2027-12-31')).toEqual(['1 2027-01-11', '2 2027-01-25', '3 2027-02-09']);
  });

  test('after an outage they keep their distance', () => {
    const isDown = (day: string) => day < '2027-03-01';
    expect(sentWithin('2027-01-01', '2027-12-31', isDown)).toEqual([
      '1 2027-03-01',
      '2 2027-03-15',
      '3 2027-03-29',
    ]);
  });

  test('none for what is paid or held, and none after the last', () => {
    const day = '2027-01-11';
    expect(reminderDue(OPEN, RULE, day)).toBe(1);
    expect(reminderDue({ ...OPEN, due: 0n }, RULE, day)).toBeUndefined();
    expect(reminderDue({ ...OPEN, isHeld: true }, RULE, day)).toBeUndefined();
    expect(reminderDue(OPEN, [], day)).toBeUndefined();
    expect(reminderDue({ ...OPEN, level: 3, remindedOn: '2027-02-09' }, RULE, '2027-12-31')).toBeUndefined();
  });
});
