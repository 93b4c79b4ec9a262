import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import type { ToolSet } from 'ai';
import { invalidRequest } from '#kernel/error.ts';
import type { ModelChoice } from './ai-task.ts';
import { languageModel, responsesModel } from './language-models.ts';
import type { Send } from './metered-fetch.ts';

/** Each costs; see the providers' price lists. The bound of the hold counts with it. */
const MOST_SEARCHES = 5;

/**
 * The model with the provider's own web search: it runs there, within one call, and is in that call's price. Throws
 * `invalid_request` where the provider has none.
 */
export function providerSearch(
  choice: ModelChoice,
  send: Send,
): {
  readonly model: ReturnType<typeof languageModel>;
  readonly tools: ToolSet;
} {
  if (choice.provider === 'anthropic') {
    const search = createAnthropic({ apiKey: 'unused' }).tools.webSearch_20250305({ maxUses: MOST_SEARCHES });
    return { model: languageModel(choice, send), tools: { web_search: search } };
  }
  if (choice.provider === 'openai' || choice.provider === 'perplexity') {
    const search = createOpenAI({ apiKey: 'unused' }).tools.webSearch({});
    return { model: responsesModel(choice, send), tools: { web_search: search } };
  }
  throw invalidRequest('webSearch', 'this provider has no search of its own');
}
