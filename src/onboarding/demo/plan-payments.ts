import { dayAfter } from '#billing/balance/pace.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import { zurichInstant } from '#kernel/zurich-time.ts';
import { foundingDay, roundUp, spentBetween } from './funding-periods.ts';
import type { CallsByDay } from './planned-call.ts';
import type { PlannedPosting } from './planned-posting.ts';
import { daysOf, monthOf, type SampleSpan } from './sample-days.ts';
import type { SampleMandate } from './sample-mandate.ts';

const FIVE_RAPPEN = NANO_PER_CHF / 20n;
const PAID_AFTER_DAYS = 11;
const CREDIT = (NANO_PER_CHF * 84n) / 10n;

/** `postpaid`: the invoice of each month is paid in the next; and once the operator made good for bad answers. */
export function planPayments(
  { id: mandateId }: SampleMandate,
  calls: CallsByDay,
  span: SampleSpan,
): readonly PlannedPosting[] {
  const days = daysOf(span);
  const months = [...new Set(days.map(monthOf))];
  const payments = months.slice(1).map((month, index): PlannedPosting => {
    const billed = months[index] ?? month;
    const from = index === 0 ? zurichInstant(foundingDay(span), 0) : zurichInstant(`${billed}-01`, 0);
    return {
      at: zurichInstant(dayAfter(`${month}-01`, PAID_AFTER_DAYS), 14.3 * 3_600),
      ...{ mandateId, type: 'payment' },
      amount: roundUp(spentBetween(calls, from, zurichInstant(`${month}-01`, 0)), FIVE_RAPPEN),
      note: `Fattura ${billed}`,
      idempotencyKey: `fattura-${billed}`,
    };
  });
  return [...payments, madeGood()].filter(({ at }) => at < span.until);

  function madeGood(): PlannedPosting {
    const day = days[Math.floor(days.length * 0.6)] ?? '';
    return {
      at: zurichInstant(day, 16 * 3_600),
      ...{ mandateId, type: 'adjustment', amount: CREDIT },
      note: 'Accredito: risposte errate il giorno prima',
      idempotencyKey: 'accredito-1',
    };
  }
}
