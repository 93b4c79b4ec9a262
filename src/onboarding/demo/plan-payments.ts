import { dueDay } from '#billing/invoices/invoice-days.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import { zurichInstant } from '#kernel/zurich-time.ts';
import { roundUp, spentBetween } from './funding-periods.ts';
import type { CallsByDay } from './sample-call.ts';
import { daysOf, monthOf, type SampleSpan, workingDayAfter, workingDayFrom } from './sample-days.ts';
import type { SampleMandate } from './sample-mandate.ts';
import type { SamplePosting } from './sample-posting.ts';

/** The operator's rule for invoices. */
export const SAMPLE_PAYMENT_DAYS = 30;
export const SAMPLE_REMINDER_DAYS = [10, 25, 40] as const;

const FIVE_RAPPEN = NANO_PER_CHF / 20n;
const PAID_AFTER_DAYS = 11;
const CREDIT = (NANO_PER_CHF * 84n) / 10n;

/**
 * `postpaid`: the invoice of each month is paid in the next, but for the newest one and the one that a reminder is sent of; and once the operator made
 * good for bad answers.
 */
export function planPayments(
  { id: mandateId }: SampleMandate,
  calls: CallsByDay,
  span: SampleSpan,
): readonly SamplePosting[] {
  const days = daysOf(span);
  const months = [...new Set(days.map(monthOf))];
  const reminded = months.slice(1).findLast((month) => firstReminder(month) <= (days.at(-1) ?? ''));
  const payments = months.slice(1).flatMap((month, index): SamplePosting[] => {
    const billed = months[index] ?? month;
    const owed = spentBetween(calls, zurichInstant(`${billed}-01`, 0), zurichInstant(`${month}-01`, 0));
    if (owed === 0n || month === reminded || month === months.at(-1)) return [];
    const payment: SamplePosting = {
      at: zurichInstant(workingDayAfter(`${month}-01`, PAID_AFTER_DAYS), 14.3 * 3_600),
      ...{ mandateId, type: 'payment', invoicedMonth: billed },
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

/** Of an invoice that is issued on the first of this month. */
function firstReminder(month: string): string {
  return workingDayAfter(dueDay(`${month}-01`, SAMPLE_PAYMENT_DAYS), SAMPLE_REMINDER_DAYS[0]);
}
