import { z } from 'zod';
import { modelName, providerName } from '#http/common.contract.ts';
import { PLAIN_TEXT } from '#kernel/plain-line.ts';

/** A model as the catalogue names it. */
export const modelChoice = z.strictObject({ provider: providerName, model: modelName });

/** `tavily`: each search is a call with a booking of its own; `provider`: the provider's own search, in the price of the answer. */
export const webSearch = z.enum(['none', 'tavily', 'provider']).meta({
  description:
    'tavily: each search is a call with a booking of its own; provider: the search of the provider, if it has one',
});

/** The longest text that people send to a model at once. */
const MOST_PROMPT_CHARACTERS = 200_000;

export const promptText = z
  .string()
  .max(MOST_PROMPT_CHARACTERS)
  .regex(PLAIN_TEXT, 'must not contain a zero byte or half of a surrogate pair');

/** Why something was not, or not wholly, done: the code of an error, its sentence, and what belongs to it. */
export const failureShape = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
