import { dayAfter } from '#billing/balance/pace.ts';
import type { NanoChf } from '#kernel/money.ts';
import { zurichInstant } from '#kernel/zurich-time.ts';
import { type CallsByDay, costOf } from './sample-call.ts';
import { daysOf, isWorkingDay, monthStarts, type SampleSpan } from './sample-days.ts';

/** The time from one top-up to the next. */
export interface FundingPeriod {
  /** When the operator tops up. */
  readonly beginsAt: Date;
  readonly endsAt: Date;
  readonly workingDays: number;
  readonly isLast: boolean;
}

const DAY_MS = 86_400_000;
const OPENING_SECOND = 10 * 3_600;
const TOP_UP_SECOND = 9.5 * 3_600;
/** The mandates were made on the day before the first calls. */
const FOUNDED_DAYS_BEFORE = -1;

/** The day on which the mandates were made. */
export function foundingDay(span: SampleSpan): string {
  return dayAfter(daysOf(span)[0] ?? '', FOUNDED_DAYS_BEFORE);
}

/** One from the founding to the first month that begins, then by months. */
export function fundingPeriods(span: SampleSpan): readonly FundingPeriod[] {
  const days = daysOf(span);
  const founded = zurichInstant(foundingDay(span), OPENING_SECOND);
  // The first credit is for a few days and the month after them; and nobody has come round to the newest month yet.
  const [from, to] = [founded.getTime() + 12 * DAY_MS, span.until.getTime() - 8 * DAY_MS];
  const starts = [
    founded,
    ...monthStarts(days)
      .map((day) => zurichInstant(day, TOP_UP_SECOND))
      .filter((at) => at.getTime() > from && at.getTime() < to),
  ];
  return starts.map((beginsAt, index) => {
    const endsAt = starts[index + 1] ?? span.until;
    const within = days.filter((day) => {
      const noon = zurichInstant(day, 12 * 3_600);
      return noon >= beginsAt && noon < endsAt;
    });
    const workingDays = Math.max(1, within.filter(isWorkingDay).length);
    return { beginsAt, endsAt, workingDays, isLast: index === starts.length - 1 };
  });
}

/** What calls from one instant to another cost; of one person alone if he is named. */
export function spentBetween(calls: CallsByDay, from: Date, to: Date, email?: string): NanoChf {
  return [...calls.values()]
    .flat()
    .filter((call) => call.endsAt >= from.getTime() && call.endsAt < to.getTime())
    .filter((call) => email === undefined || call.email === email)
    .reduce((sum, call) => sum + costOf(call), 0n);
}

/** To the next whole step, at least one. */
export function roundUp(amount: NanoChf, step: NanoChf): NanoChf {
  const steps = (amount + step - 1n) / step;
  return (steps > 1n ? steps : 1n) * step;
}
