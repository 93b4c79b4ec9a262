import { wholeNumber } from './whole-number.ts';

/** The fields of the three levels, as typed; an empty one: no such reminder. */
export type TypedReminders = readonly [first: string, second: string, last: string];

const MOST_DAYS = 365;

/** What is wrong with the field of a level (from 0). */
export type ReminderFault = 'no-days' | 'gap' | 'not-later';

/** As the form shows them. */
export function typedReminders([first, second, last]: readonly number[]): TypedReminders {
  return [`${first ?? ''}`, `${second ?? ''}`, `${last ?? ''}`];
}

/** Days after the due day, as the API wants them. Only of fields without a fault. */
export function reminderDaysOf(typed: TypedReminders): number[] {
  return typed.flatMap((text) => wholeNumber(text) ?? []);
}

/** Undefined: nothing is wrong with it, or it is empty. */
export function reminderFault(typed: TypedReminders, level: number): ReminderFault | undefined {
  const text = typed[level]?.trim() ?? '';
  if (text === '') return undefined;
  const days = wholeNumber(text);
  if (days === undefined || days < 1 || days > MOST_DAYS) return 'no-days';
  const before = typed.slice(0, level);
  if (before.some((earlier) => earlier.trim() === '')) return 'gap';
  return before.some((earlier) => (wholeNumber(earlier) ?? 0) >= days) ? 'not-later' : undefined;
}
