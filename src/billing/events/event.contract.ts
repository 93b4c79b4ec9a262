import { z } from 'zod';
import {
  accountIdText,
  chfText,
  instantText,
  mandateIdText,
  transactionIdText,
  userIdText,
} from '#http/common.contract.ts';
import { accountPart } from '../balance/balance.contract.ts';

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

/** A new booking. */
export const transactionEvent = z.object({
  id: transactionIdText,
  accountId: accountIdText,
  type: z.enum([
    'top_up',
    'usage',
    'usage_correction',
    'absorbed',
    'adjustment',
    'refund',
    'reversal',
    'opening',
    'transfer',
    'payment',
  ]),
  amountChf: chfText,
  balanceAfterChf: chfText,
  at: instantText,
  userId: userIdText.optional(),
  provider: z.string().optional(),
  model: z.string().optional(),
  feature: z.string().optional(),
});
