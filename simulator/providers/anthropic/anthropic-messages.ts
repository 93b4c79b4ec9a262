import { planBilling } from '../../billing.ts';
import type { Answer, Call, Failure, UsageOnWire, WireEvent } from '../../call.ts';
import { uniqueHex } from '../../ids.ts';
import { listPriceOf } from '../../prices/list-prices.ts';
import { isObject, listAt, numberAt, objectAt, objectText, textAt } from '../../request-texts.ts';
import { generateOutput } from '../../text/generated-output.ts';
import { type Block, planBlocks, searchesOf, wholeBlock } from './anthropic-blocks.ts';
import { anthropicError } from './anthropic-errors.ts';
import { messageEvents } from './anthropic-message-stream.ts';
import { countPrompt } from './anthropic-prompt-cache.ts';
import { anthropicCost, usageText } from './anthropic-usage.ts';

/** Search results come back as input; they are not in the request's body. */
const TOKENS_OF_A_SEARCH = 400;
const THINKING_TOKENS = 8;
const OLD_VERSION = '2023-06-01';
/** Without sampling parameters. Source: platform.claude.com/docs/en/api/versioning, November 2026. */
const VERSION = '2026-10-21';

export interface Message {
  readonly id: string;
  readonly model: string;
  readonly blocks: readonly Block[];
  readonly outputTokens: number;
  readonly stopReason: string;
  readonly startUsage: Call['directives']['startUsage'];
}

/** `POST /v1/messages`. */
export function answerMessages(call: Call): Answer | Failure {
  const problem = requestProblem(call);
  if (problem) return problem;
  const { body, directives } = call;
  const asked = textAt(body, 'model') ?? '';
  const thinks = objectAt(body, 'thinking').type === 'enabled';
  const planned =
    thinks && directives.reasoningTokens === undefined
      ? { ...call, directives: { ...directives, reasoningTokens: THINKING_TOKENS } }
      : call;
  const output = generateOutput(planned, promptText(body), numberAt(body, 'max_tokens'));
  const webSearches = searchesOf(call);
  const blocks = planBlocks(call, output, webSearches);
  const prompt = countPrompt(call, webSearches * TOKENS_OF_A_SEARCH);
  const callsTool = blocks.at(-1)?.type === 'tool_use';
  const message: Message = {
    id: `msg_01${uniqueHex(24)}`,
    model: directives.model ?? asked,
    blocks,
    outputTokens: output.tokens,
    stopReason:
      directives.stopReason ?? (output.limited ? 'max_tokens' : callsTool ? 'tool_use' : 'end_turn'),
    startUsage: directives.startUsage,
  };
  const facts = {
    prompt,
    tier: directives.serviceTier ?? 'standard',
    speed: directives.speed ?? (body.speed === 'fast' ? 'fast' : undefined),
    webSearches,
  };
  return {
    kind: 'answer',
    id: message.id,
    stream: body.stream === true,
    requestedModel: asked,
    model: message.model,
    billing: planBilling({
      directives,
      outputTokens: output.tokens,
      outputField: 'output_tokens',
      usageAfter: (outputTokens) => usageText({ ...facts, outputTokens }),
      priceOf: (usage) => anthropicCost(usage, message.model, asked),
    }),
    deltaCount: output.deltaCount,
    json: (usage) => messageJson(message, usage),
    events: (usage): Iterable<WireEvent> => messageEvents(message, usage),
  };
}

function requestProblem({ body, headers, requestId }: Call): Failure | undefined {
  const bad = (detail: string) => anthropicError('bad_request', requestId, detail);
  const version = headers['anthropic-version'];
  if (version === undefined) return bad('anthropic-version: header is required');
  if (version !== OLD_VERSION && version !== VERSION) return bad('anthropic-version: unknown version');
  const removed =
    version === VERSION ? ['temperature', 'top_p', 'top_k'].find((name) => name in body) : undefined;
  if (removed) return bad(`${removed}: Extra inputs are not permitted`);
  const model = textAt(body, 'model');
  if (model === undefined) return bad('model: Field required');
  if (numberAt(body, 'max_tokens') < 1) return bad('max_tokens: Field required');
  if (listAt(body, 'messages').length === 0) return bad('messages: at least one message is required');
  const budget = numberAt(objectAt(body, 'thinking'), 'budget_tokens');
  if (budget >= numberAt(body, 'max_tokens')) {
    return bad('`max_tokens` must be greater than `thinking.budget_tokens`.');
  }
  if (!model.startsWith('claude-') || !listPriceOf(model)) {
    return anthropicError('unknown_model', requestId, `model: ${model}`);
  }
  return undefined;
}

function promptText(body: Call['body']): string {
  const last = listAt(body, 'messages').at(-1);
  const content = isObject(last) ? last.content : '';
  return typeof content === 'string' ? content : JSON.stringify(content);
}

function messageJson(message: Message, usage: UsageOnWire): string {
  const text = objectText({
    model: JSON.stringify(message.model),
    id: `"${message.id}"`,
    type: '"message"',
    role: '"assistant"',
    content: JSON.stringify(message.blocks.map(wholeBlock)),
    stop_reason: JSON.stringify(message.stopReason),
    stop_sequence: 'null',
    usage: usage.text,
  });
  return usage.twice ? `${text.slice(0, -1)},"usage":${usage.text}}` : text;
}
