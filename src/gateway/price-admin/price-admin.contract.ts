import { z } from 'zod';
import { METERS } from '#aicore/meters.ts';
import {
  instantText,
  lineText,
  modelName,
  nextCursor,
  paging,
  priceIdText,
  providerName,
} from '#http/common.contract.ts';
import { confirmToken, isWritten, previewFields, validFromDay } from './change.contract.ts';

const usdText = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,9})?$/, 'must be decimal text with at most nine decimals')
  .meta({ description: 'USD, decimal text with at most nine decimals', examples: ['2.5'] });

const amounts = z
  .partialRecord(z.enum(METERS), usdText)
  .refine((list) => Object.keys(list).length > 0, 'must name a meter')
  .meta({ description: 'USD per million units of each meter; a call or a search is a unit too' });

const tierName = z.string().regex(/^[a-z]{1,30}$/);

const tiers = z
  .record(
    tierName,
    z.union([
      z.strictObject({
        factor: z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, 'must be decimal text such as 0.5'),
      }),
      z.strictObject({ perMillion: amounts }),
    ]),
  )
  .refine((list) => Object.keys(list).length <= 20, 'must not be more than 20')
  .meta({ description: 'Service tiers: a factor on everything but fees per call, or prices of their own' });

export const priceBody = z.strictObject({
  provider: providerName,
  model: modelName,
  validFrom: validFromDay,
  perMillion: amounts,
  longPrompt: z
    .strictObject({ abovePromptTokens: z.number().int().min(1).max(1_000_000_000), perMillion: amounts })
    .optional()
    .meta({ description: 'For the whole request once its prompt is longer' }),
  tiers: tiers.optional(),
  source: lineText(1_000).meta({ description: 'Where the price stands; also the reason in the audit log' }),
  confirm: confirmToken,
});

const priceShape = z.object({
  provider: z.string(),
  model: z.string(),
  validFrom: instantText,
  perMillion: z.record(z.string(), z.string()),
  longPrompt: z
    .object({ abovePromptTokens: z.number().int(), perMillion: z.record(z.string(), z.string()) })
    .optional(),
  tiers: z.record(
    z.string(),
    z.object({ factor: z.string().optional(), perMillion: z.record(z.string(), z.string()).optional() }),
  ),
  source: z.string(),
});

export const priceAnswer = z.object({
  written: isWritten,
  priceId: priceIdText.optional(),
  price: priceShape,
  warnings: z.array(
    z.object({
      kind: z.enum([
        'zero_price',
        'tenfold',
        'meter_dropped',
        'tier_dropped',
        'long_prompt_dropped',
        'model_not_in_catalogue',
      ]),
      meter: z.string().optional(),
      tier: z.string().optional(),
    }),
  ),
  ...previewFields,
});

export const pricesQuery = z.strictObject({
  provider: providerName.optional(),
  model: modelName.optional(),
  current: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'true: only what holds now' }),
  ...paging,
});

export const pricesAnswer = z.object({
  prices: z.array(
    priceShape.extend({ priceId: priceIdText, isCurrent: z.boolean(), createdAt: instantText }),
  ),
  nextCursor,
});
