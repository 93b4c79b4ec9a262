import { z } from 'zod';
import { METERS } from '#aicore/meters.ts';
import { chfText, exchangeRateIdText, instantText, priceIdText } from '#http/common.contract.ts';

const amount = z
  .string()
  .regex(/^\d{1,20}(\.\d{1,60})?$/)
  .meta({ description: 'Exact decimal number', examples: ['2.4', '0.0000012'] });

const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .default(false);

export const modelsQuery = z.strictObject({
  all: flag.meta({ description: 'Also list what may not be used, and why' }),
});

/** Prices of one tier and prompt length. What a tier or a long prompt does not change is in the standard line only. */
const priceLine = z.object({
  tier: z.string().nullable().meta({ description: 'Service tier; null: standard' }),
  longPrompt: z.boolean().meta({ description: 'For prompts above longPromptAboveTokens' }),
  meters: z.array(
    z.object({
      meter: z.enum(METERS),
      per: z.enum(['million_tokens', 'unit']),
      usd: amount.meta({ description: "The provider's list price" }),
      chf: amount.meta({ description: 'usd x (1 + markup) x exchange rate' }),
    }),
  ),
});

const name = {
  provider: z.string(),
  model: z.string(),
  kind: z.enum(['chat', 'embedding', 'search', 'media']),
};

export const modelsAnswer = z.object({
  asOf: instantText,
  exchangeRate: z.object({ id: exchangeRateIdText, validFrom: instantText, chfPerUsd: amount }),
  models: z.array(
    z.object({
      ...name,
      aliases: z.array(z.string()),
      isDefault: z.boolean().meta({ description: 'For callers who name no model of the provider' }),
      maxInputTokens: z.int(),
      maxOutputTokens: z.int(),
      markupPercent: z.string(),
      price: z.object({ id: priceIdText, validFrom: instantText }),
      longPromptAboveTokens: z.int().nullable(),
      prices: z.array(priceLine),
      typicalMessage: z
        .object({ inputTokens: z.int(), outputTokens: z.int(), chf: chfText })
        .nullable()
        .meta({ description: 'What a message of so many tokens costs; null: this model does not chat' }),
    }),
  ),
  notAllowed: z
    .array(
      z.object({
        ...name,
        reason: z.enum(['role', 'key', 'provider_not_configured', 'not_offered', 'not_priced']),
        resource: z
          .string()
          .meta({ description: 'The permission that decides: resource.aicore.<provider>.<model>' }),
        because: z.string().optional(),
      }),
    )
    .optional(),
});
