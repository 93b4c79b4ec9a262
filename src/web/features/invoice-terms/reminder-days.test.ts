import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reminderDaysOf, reminderFault, typedReminders } from './reminder-days.ts';

test('what was read comes back as it was, without a fault', () => {
  const rising = fc
    .uniqueArray(fc.integer({ min: 1, max: 365 }), { maxLength: 3 })
    .map((days) => days.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(rising, (days) => {
      const typed = typedReminders(days);
      expect(reminderDaysOf(typed)).toEqual(days);
      expect([0, 1, 2].map((level) => reminderFault(typed, level))).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    }),
  );
});

test.each([
  [['', '', ''], 0, undefined],
  [[' 10 ', '', ''], 0, undefined],
  [['0', '', ''], 0, 'no-days'],
  [['366', '', ''], 0, 'no-days'],
  [['ten', '', ''], 0, 'no-days'],
  [['1.5', '', ''], 0, 'no-days'],
  [['-1', '', ''], 0, 'no-days'],
  [['', '20', ''], 1, 'gap'],
  [['10', '', '30'], 2, 'gap'],
  [['10', '10', ''], 1, 'not-later'],
  [['10', '20', '15'], 2, 'not-later'],
  [['30', '', '20'], 2, 'gap'],
] as const)('%j: level %i is %s', (typed, level, fault) => {
  expect(reminderFault(typed, level)).toBe(fault);
});
