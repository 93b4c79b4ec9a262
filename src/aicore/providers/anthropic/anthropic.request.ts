import { invalidRequest } from '#kernel/error.ts';
import {
  checkBody,
  isJsonObject,
  readBoolean,
  readWholeNumber,
  requireShortText,
} from '../../field-rules.ts';
import type { JsonObject, MeteredRequest, RequestedOutput } from '../../provider.ts';
import { AnthropicTally } from './anthropic.tally.ts';
import { DEFAULT_HOSTED_CALLS, MESSAGES_FIELDS } from './anthropic-messages.fields.ts';

/** Below this an answer is hardly worth its input. */
const LEAST_OUTPUT_TOKENS = 64;
/** The hidden system prompt for tools has up to 804 tokens (docs "Tool use", pricing). */
const TOOL_PROMPT_TOKENS = 1_000;
const HOSTED_TOOL = /^web_(search|fetch)_/;

/** `POST /v1/messages`. Throws `invalid_request` with the field's path. */
export function readMessagesRequest(body: JsonObject, rawLength: number): MeteredRequest {
  const tally = new AnthropicTally();
  checkBody(body, MESSAGES_FIELDS, tally);
  if (Array.isArray(body.tools) && body.tools.length > 0) tally.addTokens(TOOL_PROMPT_TOKENS);
  return {
    model: requireShortText(body.model, 'model'),
    stream: readBoolean(body.stream, 'stream') ?? false,
    output: readOutput(body, tally.thinkingBudget),
    ...(body.speed === 'fast' ? { tier: 'fast' } : {}),
    providerIds: tally.providerIds,
    inputBound: (limits, how) => tally.bound(body, rawLength, limits, how),
    bodyToSend: (maxOutputTokens) => bodyToSend(body, maxOutputTokens, tally.hasUncappedTools),
  };
}

/** The budget for thinking must stay below `max_tokens` (docs "Extended thinking"), so it is the least output as well. */
function readOutput(body: JsonObject, thinkingBudget: number | undefined): RequestedOutput {
  const limit = readWholeNumber(body.max_tokens, 'max_tokens', { min: 1 });
  if (limit === undefined) throw invalidRequest('max_tokens', 'is missing');
  if (thinkingBudget !== undefined && thinkingBudget >= limit) {
    throw invalidRequest('thinking.budget_tokens', 'must be less than max_tokens');
  }
  const least = Math.max(LEAST_OUTPUT_TOKENS, (thinkingBudget ?? 0) + 1);
  return { limit, choices: 1, minimum: Math.min(least, limit), meter: 'output_tokens' };
}

function bodyToSend(
  body: JsonObject,
  maxOutputTokens: number | undefined,
  hasUncappedTools: boolean,
): JsonObject | undefined {
  if (maxOutputTokens === undefined && !hasUncappedTools) return undefined;
  return {
    ...body,
    ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
    ...(hasUncappedTools && Array.isArray(body.tools) ? { tools: body.tools.map(capUses) } : {}),
  };
}

function capUses(tool: unknown): unknown {
  if (!isJsonObject(tool) || typeof tool.type !== 'string' || !HOSTED_TOOL.test(tool.type)) return tool;
  return { ...tool, max_uses: tool.max_uses ?? DEFAULT_HOSTED_CALLS };
}
