import { assert } from '#kernel/assert.ts';
import { zurichInstant } from '#kernel/zurich-time.ts';

/** A calendar month of Europe/Zurich. */
export interface StatementMonth {
  /** `2026-11` */
  readonly label: string;
  /** Its first day, `2026-11-01`. */
  readonly firstDay: string;
  /** Its last day, `2026-11-30`. */
  readonly lastDay: string;
  /** The first day after it. */
  readonly endDay: string;
  /** Where it begins, and where it ends: this instant is no part of it any more. December 2026 begins at 2026-11-30T23:00Z. */
  readonly begin: Date;
  readonly end: Date;
}

/** Takes a label of the years 2000 to 2999 such as `2026-11`. */
export function statementMonth(label: string): StatementMonth {
  assert(/^2\d{3}-(0[1-9]|1[0-2])$/.test(label), 'a month');
  const [year = 0, month = 1] = label.split('-').map(Number);
  // Day 0 of a month is the last one of the month before.
  const dayOf = (months: number, day: number) =>
    new Date(Date.UTC(year, month - 1 + months, day)).toISOString().slice(0, 10);
  const [firstDay, lastDay, endDay] = [`${label}-01`, dayOf(1, 0), dayOf(1, 1)];
  return {
    ...{ label, firstDay, lastDay, endDay },
    begin: zurichInstant(firstDay, 0),
    end: zurichInstant(endDay, 0),
  };
}
