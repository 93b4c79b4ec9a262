import { z } from 'zod';
import {
  chfNotNegative,
  chfText,
  holdIdText,
  instantText,
  lineText,
  mandateIdText,
  nextCursor,
  paging,
  transactionIdText,
  userIdText,
} from '#http/common.contract.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';

export const unknownCallsQuery = z.strictObject(paging);

export const unknownCallsAnswer = z.object({
  calls: z.array(
    z.object({
      mandateId: mandateIdText,
      mandateName: z.string(),
      holdId: holdIdText,
      transactionId: transactionIdText.meta({ description: "The call's booking, of CHF 0" }),
      userId: userIdText,
      provider: z.string(),
      model: z.string(),
      possibleChargeChf: chfText.meta({ description: 'What was held: the most that it can have cost' }),
      startedAt: instantText,
    }),
  ),
  nextCursor,
});

export const unknownCallParams = z.object({ mandateId: mandateIdText, holdId: holdIdText });

/** No call costs a million francs. */
const MOST = 1_000_000n * NANO_PER_CHF;

export const resolveBody = z.strictObject({
  amountChf: chfNotNegative
    .refine((amount) => amount <= MOST, 'must not be more than 1000000')
    .meta({ description: "The charge, by the provider's own records; 0 writes the call off" }),
  reason: lineText(500),
});

export const resolvedAnswer = z.object({
  booked: z.boolean().meta({ description: 'False: a preview, nothing was booked' }),
  holdId: holdIdText,
  transactionId: transactionIdText,
  chargedChf: chfText,
  absorbedChf: chfText.meta({ description: 'What no balance paid of it' }),
  balanceAfterChf: chfText,
});
