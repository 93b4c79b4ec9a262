import { NANO_PER_CHF } from '#kernel/money.ts';
import { zurichInstant } from '#kernel/zurich-time.ts';
import { foundingDay, roundUp, spentBetween } from './funding-periods.ts';
import type { CallsByDay } from './sample-call.ts';
import { daysOf, monthOf, type SampleSpan, workingDayAfter, workingDayFrom } from './sample-days.ts';
import type { SampleMandate } from './sample-mandate.ts';
import type { SamplePosting } from './sample-posting.ts';

const FIVE_RAPPEN = NANO_PER_CHF / 20n;
const LEAST_INVOICE = 8n * NANO_PER_CHF;
const PAID_AFTER_DAYS = 11;
const CREDIT = (NANO_PER_CHF * 84n) / 10n;

/** `postpaid`: the invoice of each month is paid in the next; and once the operator made good for bad answers. */
export function planPayments(
  { id: mandateId }: SampleMandate,
  calls: CallsByDay,
  span: SampleSpan,
): readonly SamplePosting[] {
  const days = daysOf(span);
  const months = [...new Set(days.map(monthOf))];
  let from = zurichInstant(foundingDay(span), 0);
  const payments = months.slice(1).flatMap((month, index): SamplePosting[] => {
    const billed = months[index] ?? month;
    const to = zurichInstant(`${month}-01`, 0);
    const owed = spentBetween(calls, from, to);
    // A few days are billed with the next month.
    if (owed < LEAST_INVOICE) return [];
    from = to;
    const payment: SamplePosting = {
      at: zurichInstant(workingDayAfter(`${month}-01`, PAID_AFTER_DAYS), 14.3 * 3_600),
      ...{ mandateId, type: 'payment' },
      amount: roundUp(owed, FIVE_RAPPEN),
      note: `Fattura ${billed}`,
      idempotencyKey: `fattura-${billed}`,
    };
    return [payment];
  });
  return [...payments, madeGood()].filter(({ at }) => at < span.until);

  function madeGood(): SamplePosting {
    return {
      at: zurichInstant(workingDayFrom(days, 0.6), 16 * 3_600),
      ...{ mandateId, type: 'adjustment', amount: CREDIT },
      note: 'Accredito: risposte errate il giorno prima',
      idempotencyKey: 'accredito-1',
    };
  }
}
