import { z } from 'zod';
import { instantText, mandateIdText } from '#http/common.contract.ts';
import { accountPart } from '../balance/balance.contract.ts';
import { noticePart } from '../notifications/notice.contract.ts';
import { transactionShape } from '../transactions/transaction.contract.ts';

export const eventsQuery = z.strictObject({
  lastEventId: z
    .string()
    .max(8_000)
    .regex(/^[0-9a-f:,~-]*$/)
    .optional()
    .meta({ description: 'Where to go on, for clients that cannot send the header Last-Event-ID' }),
});

/**
 * Begins every stream. `resumed`: true: what happened since the last event follows now; false: too much has, or the place is not
 * known here: read lists and balances anew; null: a new stream.
 */
export const readyEvent = z.object({ mandateId: mandateIdText, resumed: z.boolean().nullable() });

/** Every 15 s: up to when everything that was booked has been sent. */
export const heartbeatEvent = z.object({ asOf: instantText });

/** An account after bookings or holds. */
export const balanceEvent = accountPart;

/** A new booking: of a row of `GET /api/billing/transactions`, what is known without looking further. */
export const transactionEvent = transactionShape.pick({
  id: true,
  accountId: true,
  type: true,
  amountChf: true,
  balanceAfterChf: true,
  at: true,
  userId: true,
  provider: true,
  model: true,
  feature: true,
});

/** That a balance is low or empty, or is not any more, as people are told of it. It may come twice, with the same id. */
export const warningEvent = noticePart;
