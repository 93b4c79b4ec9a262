import { checkBody, readBoolean, readWholeNumber, requireShortText } from '../../field-rules.ts';
import type { JsonObject, MeteredRequest } from '../../provider.ts';
import { LEAST_OUTPUT_TOKENS, OpenAiTally, requestedTier, TOOL_PROMPT_TOKENS } from './openai.tally.ts';
import { RESPONSES_FIELDS } from './openai-responses.fields.ts';

/** Searches of a call that does not say how many; the gateway then sends it as `max_tool_calls`. */
const DEFAULT_TOOL_CALLS = 5;
const MAX_TOOL_CALLS = 20;

/** `POST /responses`. Throws `invalid_request` with the field's path. */
export function readResponsesRequest(body: JsonObject, rawLength: number): MeteredRequest {
  const model = requireShortText(body.model, 'model');
  const tally = new OpenAiTally(model);
  checkBody(body, RESPONSES_FIELDS, tally);
  if (body.tools) tally.addTokens(TOOL_PROMPT_TOKENS);
  const limit = readWholeNumber(body.max_output_tokens, 'max_output_tokens', { min: 1 });
  const toolCalls = readToolCalls(body, tally);
  return {
    model,
    stream: readBoolean(body.stream, 'stream') ?? false,
    output: {
      limit,
      choices: 1,
      minimum: Math.min(LEAST_OUTPUT_TOKENS, limit ?? LEAST_OUTPUT_TOKENS),
      meter: 'output_tokens',
    },
    ...requestedTier(body),
    providerIds: tally.providerIds,
    inputBound: (limits, how) => tally.bound(body, rawLength, limits, how),
    bodyToSend: (maxOutputTokens) => bodyToSend(body, maxOutputTokens, toolCalls),
  };
}

/** How many searches the gateway has to allow in the caller's place; undefined: nothing to add. */
function readToolCalls(body: JsonObject, tally: OpenAiTally): number | undefined {
  const max = tally.hasHostedTool ? { max: MAX_TOOL_CALLS } : {};
  const asked = readWholeNumber(body.max_tool_calls, 'max_tool_calls', { min: 1, ...max });
  if (!tally.hasHostedTool) return undefined;
  tally.addHostedCalls(asked ?? DEFAULT_TOOL_CALLS);
  tally.webSearches = asked ?? DEFAULT_TOOL_CALLS;
  return asked === undefined ? DEFAULT_TOOL_CALLS : undefined;
}

function bodyToSend(
  body: JsonObject,
  maxOutputTokens: number | undefined,
  toolCalls: number | undefined,
): JsonObject | undefined {
  if (maxOutputTokens === undefined && toolCalls === undefined) return undefined;
  return {
    ...body,
    ...(maxOutputTokens === undefined ? {} : { max_output_tokens: maxOutputTokens }),
    ...(toolCalls === undefined ? {} : { max_tool_calls: toolCalls }),
  };
}
