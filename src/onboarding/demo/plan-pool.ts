import { NANO_PER_CHF, type NanoChf } from '#kernel/money.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import { fundingPeriods, roundUp, spentBetween } from './funding-periods.ts';
import type { CallsByDay } from './sample-call.ts';
import { isWorkingDay, type SampleSpan } from './sample-days.ts';
import type { SampleMandate } from './sample-mandate.ts';
import type { SamplePosting } from './sample-posting.ts';

const STEP = 50n * NANO_PER_CHF;
/** Working days that a top-up is meant for; a month has about 22. */
const AHEAD = 34n;
const HOUR_MS = 3_600_000;

/** `prepaid_mandate`: enough for the month and more; one invoice was paid twice, and the second payment went back. */
export function planPool(
  mandate: SampleMandate,
  calls: CallsByDay,
  span: SampleSpan,
): readonly SamplePosting[] {
  let balance = 0n;
  const periods = fundingPeriods(span);
  return periods.flatMap(({ beginsAt, endsAt, workingDays }, index) => {
    const spent = spentBetween(calls, beginsAt, endsAt);
    const amount = roundUp((spent / BigInt(workingDays)) * AHEAD + spent / 4n - balance, STEP);
    balance += amount - spent;
    const topUp = topUpOf(mandate, beginsAt, amount, index + 1);
    const isPaidTwice =
      index === Math.floor(periods.length / 2) && span.until.getTime() - beginsAt.getTime() > 160 * HOUR_MS;
    return isPaidTwice ? [topUp, ...paidTwice(topUp)] : [topUp];
  });
}

function topUpOf({ id: mandateId }: SampleMandate, at: Date, amount: NanoChf, number: number): SamplePosting {
  const invoice = `R-${at.getUTCFullYear()}-${200 + 37 * number}`;
  return {
    ...{ at, mandateId, type: 'top_up', amount },
    note: number % 2 === 0 ? `E-Banking, Rechnung ${invoice}` : `Rechnung ${invoice}`,
    idempotencyKey: invoice,
  };
}

function paidTwice(first: SamplePosting): readonly SamplePosting[] {
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

/** So much later, and then on a working day. */
function after({ at }: Pick<SamplePosting, 'at'>, hours: number): Date {
  const then = new Date(at.getTime() + hours * HOUR_MS);
  return isWorkingDay(zurichTime(then).slice(0, 10)) ? then : after({ at: then }, 24);
}
