import { planBilling } from '../../billing.ts';
import type { Answer, Call, Failure, JsonObject, WireEvent } from '../../call.ts';
import { uniqueHex } from '../../ids.ts';
import { isObject, listAt, numberAt, textAt } from '../../request-texts.ts';
import { type GeneratedOutput, generateOutput } from '../../text/generated-output.ts';
import { countMessageTokens, countTokens, countToolTokens } from '../../text/token-count.ts';
import { openaiError } from './openai-errors.ts';
import { isOpenaiModel } from './openai-models.ts';
import { responseEvents } from './openai-response-stream.ts';
import { type ResponseAnswer, responseText } from './openai-response-text.ts';
import { answeringTier, responsesCost } from './openai-usage.ts';

const TOKENS_OF_A_SEARCH = 400;
const LEAST_LIMIT = 16;

/** `POST /v1/responses`. */
export function answerResponses(call: Call): Answer | Failure {
  const { body, directives } = call;
  const asked = textAt(body, 'model');
  const problem = requestProblem(asked, body);
  if (problem || asked === undefined) return problem ?? openaiError('bad_request');
  const limit = typeof body.max_output_tokens === 'number' ? body.max_output_tokens : undefined;
  const output = generateOutput(call, promptText(body.input), limit);
  const webSearches = searchesOf(call);
  const inputTokens =
    Math.min(
      3 + countMessageTokens(body.input) + instructionTokens(body) + countToolTokens(body),
      call.bodyBytes,
    ) +
    webSearches * TOKENS_OF_A_SEARCH;
  const response = planResponse(call, asked, output, webSearches);
  const billing = planBilling({
    directives,
    outputTokens: output.tokens,
    outputField: 'output_tokens',
    usageAfter: (tokens) => usageText(inputTokens, tokens, Math.min(tokens, output.reasoningTokens)),
    priceOf: (usage) => responsesCost(usage, response.model, asked, response.tier, webSearches),
  });
  // A response that fails has generated nothing and costs nothing, unless a directive gives it a usage.
  const failed = response.status === 'failed' && directives.usage === undefined;
  return {
    kind: 'answer',
    id: response.id,
    stream: body.stream === true,
    requestedModel: asked,
    model: response.model,
    ...(failed ? {} : { billing }),
    deltaCount: response.toolCalls.length > 0 ? response.toolCalls.length : output.deltaCount,
    json: (usage) => responseText(response, response.status, usage.text),
    events: (usage): Iterable<WireEvent> => responseEvents(response, usage),
  };
}

function requestProblem(asked: string | undefined, body: JsonObject): Failure | undefined {
  if (asked === undefined) return openaiError('bad_request', "Missing required parameter: 'model'.");
  if (body.input === undefined) return openaiError('bad_request', "Missing required parameter: 'input'.");
  const limit = body.max_output_tokens;
  if (typeof limit === 'number' && limit < LEAST_LIMIT) {
    return openaiError('bad_request', `'max_output_tokens' must be at least ${LEAST_LIMIT}`);
  }
  return isOpenaiModel(asked)
    ? undefined
    : openaiError('unknown_model', `The model '${asked}' does not exist`);
}

function planResponse(
  call: Call,
  asked: string,
  output: GeneratedOutput,
  webSearches: number,
): ResponseAnswer {
  const { body, directives } = call;
  const searches = Array.from({ length: webSearches }, (_, index) => ({
    id: `ws_${uniqueHex(48)}`,
    type: 'web_search_call',
    status: 'completed',
    action: { type: 'search', query: `simulated query ${index + 1}` },
  }));
  const reasoning =
    output.reasoningTokens > 0 ? [{ id: `rs_${uniqueHex(48)}`, type: 'reasoning', summary: [] }] : [];
  const unique = uniqueHex(48);
  return {
    id: `resp_${unique}`,
    createdAt: Math.floor(Date.now() / 1000),
    model: directives.model ?? asked,
    tier: answeringTier(call),
    body,
    status: directives.status ?? (output.limited ? 'incomplete' : 'completed'),
    output,
    itemsBefore: [...reasoning, ...searches],
    messageId: `msg_${unique}`,
    toolCalls: toolCallsOf(call),
  };
}

function toolCallsOf({ body, directives }: Call): readonly JsonObject[] {
  const choice = body.tool_choice;
  const first = listAt(body, 'tools').find((tool) => isObject(tool) && tool.type === 'function');
  const demanded = isObject(choice) ? choice : choice === 'required' ? first : undefined;
  const name = isObject(demanded) ? textAt(demanded, 'name') : undefined;
  const wanted = directives.toolCalls ?? (name === undefined ? [] : [{ name }]);
  return wanted.map((tool) => ({
    id: `fc_${uniqueHex(48)}`,
    type: 'function_call',
    status: 'completed',
    arguments: JSON.stringify(tool.arguments ?? {}),
    call_id: `call_${uniqueHex(24)}`,
    name: tool.name,
  }));
}

function searchesOf({ body, directives }: Call): number {
  const offered = listAt(body, 'tools').some(
    (tool) => isObject(tool) && textAt(tool, 'type')?.startsWith('web_search'),
  );
  const wanted = directives.webSearches ?? (offered ? 1 : 0);
  const most = numberAt(body, 'max_tool_calls');
  return most > 0 ? Math.min(wanted, most) : wanted;
}

function instructionTokens(body: JsonObject): number {
  return countTokens(textAt(body, 'instructions') ?? '');
}

function promptText(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(Array.isArray(input) ? input.at(-1) : input);
}

function usageText(input: number, output: number, reasoning: number): string {
  return (
    `{"input_tokens":${input},"input_tokens_details":{"cached_tokens":0},"output_tokens":${output},` +
    `"output_tokens_details":{"reasoning_tokens":${reasoning}},"total_tokens":${input + output}}`
  );
}
