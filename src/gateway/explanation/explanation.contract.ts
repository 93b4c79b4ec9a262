import { z } from 'zod';
import { transactionShape } from '#billing/transactions/transaction.contract.ts';
import {
  chfText,
  exchangeRateIdText,
  holdIdText,
  instantText,
  priceIdText,
  transactionIdText,
} from '#http/common.contract.ts';

export const transactionParams = z.object({ transactionId: transactionIdText });

const usdText = z
  .string()
  .regex(/^\d{1,60}(\.\d{1,120})?$/)
  .meta({ description: 'USD, exact', examples: ['0.00537'] });

const hold = z.object({
  id: holdIdText,
  state: z.enum(['open', 'captured', 'voided', 'expired']),
  minimumChf: chfText.meta({ description: 'The least that the call needed' }),
  wantedChf: chfText.meta({ description: 'The most that it could cost' }),
  grantedChf: chfText.meta({ description: 'What was held' }),
  chargedChf: chfText.optional().meta({ description: 'All that it was charged, corrections included' }),
  createdAt: instantText,
  expiresAt: instantText,
  settledAt: instantText.optional(),
  idempotencyKey: z.string().optional(),
});

const line = z.object({
  meter: z.string(),
  quantity: z.int(),
  usdPerMillion: usdText.meta({ description: 'Price of this tier and prompt length' }),
  basis: z.enum(['listed', 'assumed']),
  costUsd: usdText.meta({ description: 'quantity x usdPerMillion / 1,000,000' }),
});

const part = z.object({
  model: z.string(),
  tier: z.string().optional().meta({ description: 'Undefined: the standard tier' }),
  isLongPrompt: z.boolean(),
  price: z.object({ id: priceIdText, validFrom: instantText, source: z.string() }),
  lines: z.array(line),
  costUsd: usdText,
});

export const transactionExplanation = z.object({
  transaction: transactionShape,
  related: z.array(transactionShape).meta({
    description: 'Other rows of the same call; what corrects or refunds this booking, or is corrected by it',
  }),
  hold: hold.optional(),
  calculation: z
    .object({
      parts: z.array(part),
      statedCostUsd: usdText
        .optional()
        .meta({ description: 'By the provider; it takes the place of the sum' }),
      costUsd: usdText,
      markupPercent: z.string().regex(/^-?\d{1,6}(\.\d{1,4})?$/),
      exchangeRate: z.object({
        id: exchangeRateIdText,
        chfPerUsd: usdText,
        validFrom: instantText,
        source: z.string(),
      }),
      chargeChf: chfText.meta({
        description: 'costUsd x (1 + markup) x chfPerUsd, rounded half up to nine decimals',
      }),
      bookedChf: chfText.meta({ description: 'What the rows of the call sum up to, up to this one' }),
      verdict: z.enum(['equal', 'capped_at_hold', 'differs']).meta({
        description: 'equal: chargeChf is bookedChf; capped_at_hold: an estimate, never above its hold',
      }),
    })
    .optional()
    .meta({ description: 'Undefined: no call, a call of unknown cost, or charged by hand' }),
});
