import {
  checkBody,
  isJsonObject,
  readBoolean,
  readWholeNumber,
  requireShortText,
} from '../../field-rules.ts';
import type { JsonObject, MeteredRequest } from '../../provider.ts';
import { LEAST_OUTPUT_TOKENS, OpenAiTally, requestedTier, TOOL_PROMPT_TOKENS } from './openai.tally.ts';
import { CHAT_FIELDS } from './openai-chat.fields.ts';

/** OpenAI takes up to 128 choices. */
const MAX_CHOICES = 128;

/** `POST /chat/completions`. Throws `invalid_request` with the field's path. */
export function readChatRequest(body: JsonObject, rawLength: number): ChatRequest {
  const model = requireShortText(body.model, 'model');
  const tally = new OpenAiTally(model);
  checkBody(body, CHAT_FIELDS, tally);
  if (body.tools || body.functions) tally.addTokens(TOOL_PROMPT_TOKENS);
  const stream = readBoolean(body.stream, 'stream') ?? false;
  const options = isJsonObject(body.stream_options) ? body.stream_options : {};
  const wantsUsage = readBoolean(options.include_usage, 'stream_options.include_usage') ?? false;
  const limit = readLimit(body);
  const choices = readWholeNumber(body.n, 'n', { min: 1, max: MAX_CHOICES }) ?? 1;
  return {
    model,
    stream,
    wantsUsage,
    output: {
      limit,
      choices,
      minimum: Math.min(LEAST_OUTPUT_TOKENS, limit ?? LEAST_OUTPUT_TOKENS),
      meter: 'output_tokens',
    },
    ...requestedTier(body),
    providerIds: tally.providerIds,
    inputBound: (limits, how) => tally.bound(body, rawLength, limits, how),
    bodyToSend: (maxOutputTokens) => bodyToSend(body, maxOutputTokens, stream && !wantsUsage),
  };
}

export interface ChatRequest extends MeteredRequest {
  /** Whether the caller asked for the chunk with the usage; else the gateway did, and takes it out again. */
  readonly wantsUsage: boolean;
}

/** `max_tokens` is the old name; where both are given the lower one holds. */
function readLimit(body: JsonObject): number | undefined {
  const current = readWholeNumber(body.max_completion_tokens, 'max_completion_tokens', { min: 1 });
  const old = readWholeNumber(body.max_tokens, 'max_tokens', { min: 1 });
  return current !== undefined && old !== undefined ? Math.min(current, old) : (current ?? old);
}

function bodyToSend(
  body: JsonObject,
  maxOutputTokens: number | undefined,
  addUsage: boolean,
): JsonObject | undefined {
  if (maxOutputTokens === undefined && !addUsage) return undefined;
  const options = isJsonObject(body.stream_options) ? body.stream_options : {};
  return {
    ...body,
    ...(maxOutputTokens === undefined ? {} : loweredLimit(body, maxOutputTokens)),
    ...(addUsage ? { stream_options: { ...options, include_usage: true } } : {}),
  };
}

/** Under the name that the caller used: older compatible models know only the old one, newer only the new one. */
function loweredLimit(body: JsonObject, maxOutputTokens: number): JsonObject {
  const usesOld = typeof body.max_tokens === 'number';
  const usesNew = typeof body.max_completion_tokens === 'number' || !usesOld;
  return {
    ...(usesOld ? { max_tokens: maxOutputTokens } : {}),
    ...(usesNew ? { max_completion_tokens: maxOutputTokens } : {}),
  };
}
