import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { invalidRequest } from '#kernel/error.ts';
import type { ModelChoice } from './ai-task.ts';
import { meteredBaseUrl, type Send } from './metered-fetch.ts';
import { endingByStatus } from './perplexity-ending.ts';

/** Never sent anywhere: the gateway adds the operator's key. */
const NO_KEY = 'metered';

/** Whose models chat. */
export const CHATTING_PROVIDERS: readonly string[] = ['openai', 'anthropic', 'perplexity'];

/**
 * A model of the AI SDK that sends by this. Throws `invalid_request` for a provider whose models do not chat. Whether
 * the model exists, has a price and may be used is asked where it is called.
 */
export function languageModel({ provider, model }: ModelChoice, send: Send): LanguageModelV4 {
  const settings = { apiKey: NO_KEY, fetch: send };
  if (provider === 'openai')
    return createOpenAI({ ...settings, baseURL: meteredBaseUrl('/openai/v1') }).chat(model);
  if (provider === 'anthropic')
    return createAnthropic({ ...settings, baseURL: meteredBaseUrl('/anthropic/v1') })(model);
  if (provider === 'perplexity') return responsesModel({ provider, model }, send);
  throw invalidRequest('provider', 'has no models that chat');
}

/**
 * The same by OpenAI's newer format, which knows searches of the provider's own. Perplexity speaks no other:
 * `@ai-sdk/perplexity` calls an API that ended on 2026-09-27.
 */
export function responsesModel({ provider, model }: ModelChoice, send: Send): LanguageModelV4 {
  if (provider !== 'perplexity') return responsesAt('/openai/v1', model, send);
  return endingByStatus(responsesAt('/perplexity/v1', model, withoutInclude(send)));
}

function responsesAt(mountPath: string, model: string, send: Send): LanguageModelV4 {
  return createOpenAI({ apiKey: NO_KEY, baseURL: meteredBaseUrl(mountPath), fetch: send }).responses(model);
}

/** The SDK asks OpenAI to list the sources of a search; Perplexity lists them unasked, and does not know the field. */
function withoutInclude(send: Send): Send {
  return (input, init) => {
    if (typeof init?.body !== 'string') return send(input, init);
    const { include: _, ...body }: Record<string, unknown> = JSON.parse(init.body);
    return send(input, { ...init, body: JSON.stringify(body) });
  };
}
