import { planBilling } from '../../billing.ts';
import type { Answer, Call, Failure, UsageOnWire, WireEvent } from '../../call.ts';
import { uniqueHex } from '../../ids.ts';
import { isObject, listAt, objectAt, objectText, textAt } from '../../request-texts.ts';
import { type GeneratedOutput, generateOutput } from '../../text/generated-output.ts';
import { countMessageTokens, countToolTokens } from '../../text/token-count.ts';
import { type ChatAnswer, chatEvents } from './openai-chat-stream.ts';
import { openaiError } from './openai-errors.ts';
import { isOpenaiModel } from './openai-models.ts';
import { answeringTier, chatCost } from './openai-usage.ts';

/** `POST /v1/chat/completions`. */
export function answerChat(call: Call): Answer | Failure {
  const { body, directives } = call;
  const asked = textAt(body, 'model');
  if (asked === undefined) return openaiError('bad_request', 'you must provide a model parameter');
  if (listAt(body, 'messages').length === 0)
    return openaiError('bad_request', "'messages' is empty or missing");
  if (!isOpenaiModel(asked)) return openaiError('unknown_model', `The model \`${asked}\` does not exist`);
  const chat = planChat(call, asked);
  const promptTokens = Math.min(
    3 + countMessageTokens(body.messages) + countToolTokens(body),
    call.bodyBytes,
  );
  const all = chat.choices * chat.output.tokens;
  return {
    kind: 'answer',
    id: chat.id,
    stream: body.stream === true,
    requestedModel: asked,
    model: chat.model,
    billing: planBilling({
      directives,
      outputTokens: all,
      outputField: 'completion_tokens',
      usageAfter: (tokens) =>
        usageText(promptTokens, tokens, Math.min(tokens, chat.choices * chat.output.reasoningTokens)),
      priceOf: (usage) => chatCost(usage, chat.model, asked, chat.tier),
    }),
    deltaCount: chat.choices * (chat.toolCalls.length > 0 ? chat.toolCalls.length : chat.output.deltaCount),
    json: (usage) => chatJson(chat, usage),
    events: (usage): Iterable<WireEvent> => chatEvents(chat, usage),
  };
}

function planChat(call: Call, asked: string): ChatAnswer {
  const { body, directives } = call;
  const output = generateOutput(call, promptText(body.messages), limitOf(body));
  const toolCalls = toolCallsOf(call);
  return {
    id: `chatcmpl-${uniqueHex(29)}`,
    created: Math.floor(Date.now() / 1000),
    model: directives.model ?? asked,
    tier: answeringTier(call),
    choices: typeof body.n === 'number' && body.n >= 1 ? body.n : 1,
    output,
    toolCalls,
    finishReason: directives.stopReason ?? finishReason(output, toolCalls.length > 0),
    includeUsage: objectAt(body, 'stream_options').include_usage === true,
    obfuscation: objectAt(body, 'stream_options').include_obfuscation !== false,
  };
}

function limitOf(body: Call['body']): number | undefined {
  const limit = body.max_completion_tokens ?? body.max_tokens;
  return typeof limit === 'number' ? limit : undefined;
}

function finishReason(output: GeneratedOutput, callsTools: boolean): string {
  if (output.limited) return 'length';
  return callsTools ? 'tool_calls' : 'stop';
}

function promptText(messages: unknown): string {
  const last = Array.isArray(messages) ? messages.at(-1) : undefined;
  const content = isObject(last) ? last.content : undefined;
  return typeof content === 'string' ? content : JSON.stringify(content ?? '');
}

/** Tools are called when a directive says so or the request demands one. */
function toolCallsOf({ body, directives }: Call): ChatAnswer['toolCalls'] {
  const wanted = directives.toolCalls ?? demandedTool(body);
  return wanted.map(({ name, arguments: args }) => ({
    id: `call_${uniqueHex(24)}`,
    name,
    arguments: JSON.stringify(args ?? {}),
  }));
}

function demandedTool(body: Call['body']): { name: string; arguments?: Record<string, unknown> }[] {
  const choice = body.tool_choice;
  if (choice !== 'required' && !isObject(choice)) return [];
  const tool = isObject(choice) ? choice : listAt(body, 'tools')[0];
  const name = isObject(tool) ? textAt(objectAt(tool, 'function'), 'name') : undefined;
  return name === undefined ? [] : [{ name }];
}

function usageText(prompt: number, completion: number, reasoning: number): string {
  return (
    `{"prompt_tokens":${prompt},"completion_tokens":${completion},"total_tokens":${prompt + completion},` +
    `"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":` +
    `${reasoning},"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}`
  );
}

function chatJson(chat: ChatAnswer, usage: UsageOnWire): string {
  const choices = Array.from({ length: chat.choices }, (_, index) => ({
    index,
    message: message(chat),
    logprobs: null,
    finish_reason: chat.finishReason,
  }));
  const text = objectText({
    id: `"${chat.id}"`,
    object: '"chat.completion"',
    created: String(chat.created),
    model: JSON.stringify(chat.model),
    choices: JSON.stringify(choices),
    usage: usage.text,
    service_tier: JSON.stringify(chat.tier),
    system_fingerprint: '"fp_simulated"',
  });
  return usage.twice ? `${text.slice(0, -1)},"usage":${usage.text}}` : text;
}

function message({ output, toolCalls }: ChatAnswer) {
  if (toolCalls.length === 0) {
    return { role: 'assistant', content: output.text, refusal: null, annotations: [] };
  }
  const calls = toolCalls.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function',
    function: { name, arguments: args },
  }));
  return { role: 'assistant', content: null, tool_calls: calls, refusal: null, annotations: [] };
}
