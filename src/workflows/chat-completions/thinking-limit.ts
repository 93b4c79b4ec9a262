import { invalidRequest } from '#kernel/error.ts';
import type { Send } from '../processor/metered-fetch.ts';
import type { CompletionRequest } from './completion-request.contract.ts';

/** Anthropic takes no smaller budget (https://platform.claude.com/docs/en/build-with-claude/extended-thinking). */
const LEAST_THINKING_TOKENS = 1_024;

/**
 * In OpenAI's format the limit of the output holds what is thought too; for models of Anthropic that have a budget for it, the SDK adds
 * the one to the other. Puts the caller's limit back, and the budget below it, so that as much is left for the answer.
 */
export function withinLimit(send: Send, request: CompletionRequest): Send {
  const limit = request.max_completion_tokens ?? request.max_tokens;
  if (!limit || !request.reasoning_effort) return send;
  return (input, init) => {
    const body: { readonly thinking?: { readonly budget_tokens?: number } } = JSON.parse(String(init?.body));
    const budget = body.thinking?.budget_tokens;
    if (budget === undefined) return send(input, init);
    if (limit <= LEAST_THINKING_TOKENS)
      throw invalidRequest(
        'reasoning_effort',
        `this model thinks only where the limit is above ${LEAST_THINKING_TOKENS} tokens`,
      );
    const budget_tokens = Math.min(budget, Math.max(LEAST_THINKING_TOKENS, Math.floor(limit / 2)));
    const limited = { ...body, max_tokens: limit, thinking: { ...body.thinking, budget_tokens } };
    return send(input, { ...init, body: JSON.stringify(limited) });
  };
}
