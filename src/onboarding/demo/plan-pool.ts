import { NANO_PER_CHF, type NanoChf } from '#kernel/money.ts';
import { fundingPeriods, roundUp, spentBetween } from './funding-periods.ts';
import type { CallsByDay } from './planned-call.ts';
import type { PlannedPosting } from './planned-posting.ts';
import type { SampleSpan } from './sample-days.ts';
import type { SampleMandate } from './sample-mandate.ts';

const STEP = 50n * NANO_PER_CHF;
/** Working days that a top-up is meant for; a month has about 22. */
const AHEAD = 34n;
const HOUR_MS = 3_600_000;

/** `prepaid_mandate`: enough for the month and more; one invoice was paid twice, and the second payment went back. */
export function planPool(mandate: SampleMandate, calls: CallsByDay, span: SampleSpan): readonly PlannedPosting[] {
  let balance = 0n;
  let perDay = 0n;
  return fundingPeriods(span).flatMap(({ beginsAt, endsAt, workingDays, isLast }, index) => {
    const spent = spentBetween(calls, beginsAt, endsAt);
    // A month that has just begun says nothing yet.
    perDay = isLast && workingDays < 5 && perDay > 0n ? perDay : spent / BigInt(workingDays);
    const amount = roundUp(perDay * AHEAD + spent / 4n - balance, STEP);
    balance += amount - spent;
    const topUp = topUpOf(mandate, beginsAt, amount, index + 1);
    const isPaidTwice = index === 1 && span.until.getTime() - beginsAt.getTime() > 80 * HOUR_MS;
    return isPaidTwice ? [topUp, ...paidTwice(topUp)] : [topUp];
  });
}

function topUpOf({ id: mandateId }: SampleMandate, at: Date, amount: NanoChf, number: number): PlannedPosting {
  const invoice = `R-${at.getUTCFullYear()}-${200 + 37 * number}`;
  return {
    ...{ at, mandateId, type: 'top_up', amount },
    note: number % 2 === 0 ? `E-Banking, Rechnung ${invoice}` : `Rechnung ${invoice}`,
    idempotencyKey: invoice,
  };
}

function paidTwice(first: PlannedPosting): readonly PlannedPosting[] {
  const second = `${first.idempotencyKey}-2`;
  const { amount } = first;
  return [
    { ...first, at: after(first, 26.4), idempotencyKey: second },
    {
      ...first,
      at: after(first, 76.2),
      type: 'refund',
      note: `Rechnung ${first.idempotencyKey} doppelt bezahlt, zurückerstattet`,
      idempotencyKey: `${second}-refund`,
      refunds: { idempotencyKey: second, amount },
    },
  ];
}

function after({ at }: PlannedPosting, hours: number): Date {
  return new Date(at.getTime() + hours * HOUR_MS);
}
