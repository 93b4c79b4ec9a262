import { z } from 'zod';
import { METERS } from '#aicore/meters.ts';
import {
  chfText,
  exchangeRateIdText,
  instantText,
  modelName,
  priceIdText,
  providerName,
} from '#http/common.contract.ts';

const tokens = z.int().min(0).max(10_000_000);

/** Either a request as it would be sent (`path`, `body`), or a number of tokens (`model`, `inputTokens`, `outputTokens`). */
export const quoteBody = z
  .strictObject({
    provider: providerName,
    path: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({
        description: "An endpoint below the provider's base URL",
        examples: ['/chat/completions', '/v1/messages'],
      }),
    body: z
      .record(z.string().max(200), z.unknown())
      .optional()
      .meta({ description: 'The request as it would be sent to that endpoint' }),
    model: modelName.optional(),
    inputTokens: tokens.optional(),
    outputTokens: tokens.optional().meta({ description: '0 for models that give no text' }),
  })
  .superRefine((quote, context) => {
    const asRequest = [quote.path, quote.body];
    const asTokens = [quote.model, quote.inputTokens, quote.outputTokens];
    const isGiven = (value: unknown) => value !== undefined;
    const isWhole =
      (asRequest.every(isGiven) && !asTokens.some(isGiven)) ||
      (asTokens.every(isGiven) && !asRequest.some(isGiven));
    if (!isWhole) context.addIssue('must have path and body, or model, inputTokens and outputTokens');
  });

const bound = z.object({
  mostChf: chfText.meta({ description: 'With all the output that is asked for' }),
  minimumChf: chfText.meta({ description: 'With the least output that makes sense (64 tokens, as a rule)' }),
  input: z
    .partialRecord(z.enum(METERS), z.int().min(0))
    .meta({ description: 'The most that the input can be, per meter' }),
});

export const quoteAnswer = z.object({
  provider: z.string(),
  model: z.string().meta({ description: "The catalogue's name; * where the provider has no models" }),
  asOf: instantText,
  price: z.object({ id: priceIdText, validFrom: instantText }),
  exchangeRate: z.object({ id: exchangeRateIdText, validFrom: instantText, chfPerUsd: z.string() }),
  markupPercent: z.string(),
  byBytes: bound.meta({
    description: 'A token is at least a byte: the call cannot cost more. This is held first',
  }),
  byTokenizer: bound.nullable().meta({
    description:
      'Tokens are counted, with a margin: nearer to what it will cost; null: not counted, because the request is long or too many were',
  }),
  output: z
    .object({
      wantedTokens: z.int(),
      minimumTokens: z.int(),
      choices: z.int(),
    })
    .nullable()
    .meta({ description: 'Per choice; null: the endpoint gives no text' }),
  outcome: z.enum(['admitted', 'lowered', 'refused']).meta({
    description: 'What would become of the call now; lowered: with less output than asked for',
  }),
  heldChf: chfText.nullable().meta({ description: 'What would be held; null: refused' }),
  outputTokens: z
    .int()
    .nullable()
    .meta({ description: 'The limit of the output after lowering; null: not lowered' }),
  spendableChf: chfText.nullable().meta({ description: 'null: unlimited' }),
  refusal: z
    .object({
      limit_source: z.enum(['balance', 'credit_limit', 'user_limit', 'key_limit']),
      available_chf: chfText,
      required_chf: chfText,
      remedy: z.string(),
    })
    .optional()
    .meta({ description: 'As the 402 of the call would say it' }),
});
