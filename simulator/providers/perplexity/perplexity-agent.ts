import { planBilling } from '../../billing.ts';
import type { Answer, Billing, Call, Failure, JsonObject, WireEvent } from '../../call.ts';
import { uniqueHex, uniqueUuid } from '../../ids.ts';
import { listPriceOf } from '../../prices/list-prices.ts';
import { tokenCost } from '../../prices/token-cost.ts';
import { isObject, listAt, numberAt, textAt } from '../../request-texts.ts';
import { generateOutput } from '../../text/generated-output.ts';
import { countMessageTokens, countTokens, countToolTokens } from '../../text/token-count.ts';
import { agentEvents } from './perplexity-agent-stream.ts';
import { type AgentAnswer, agentText } from './perplexity-agent-text.ts';
import { agentUsageText, listName, statedCost, type ToolCounts } from './perplexity-cost.ts';
import { perplexityError } from './perplexity-errors.ts';

const TOKENS_OF_A_SEARCH = 400;
const PRESETS: Readonly<Record<string, string>> = {
  fast: 'openai/gpt-6-luna',
  low: 'openai/gpt-5.4-mini',
  medium: 'openai/gpt-5.6-luna',
  high: 'openai/gpt-5.6-sol',
  xhigh: 'openai/gpt-6.2-sol',
};

/** `POST /v1/agent` and its alias `POST /v1/responses`. */
export function answerAgent(call: Call): Answer | Failure {
  const { body, directives } = call;
  const asked = resolveModel(body);
  if (body.input === undefined) return perplexityError('bad_request', 'input is required');
  if (asked === undefined) return perplexityError('bad_request', 'model, models or preset is required');
  if (!isAgentModel(asked)) return perplexityError('unknown_model', `Invalid model '${asked}'.`);
  const limit = typeof body.max_output_tokens === 'number' ? body.max_output_tokens : undefined;
  const output = generateOutput(call, promptText(body.input), limit);
  const tools = toolCountsOf(call);
  const unique = uniqueUuid();
  const agent: AgentAnswer = {
    id: `resp_${unique}`,
    messageId: `msg_${unique}`,
    createdAt: Math.floor(Date.now() / 1000),
    model: directives.model ?? asked,
    status: directives.status ?? (output.limited ? 'incomplete' : 'completed'),
    output,
    tools,
    toolCalls: toolCallsOf(call),
  };
  const failed =
    agent.status === 'failed' && directives.usage === undefined && directives.usageText === undefined;
  return {
    kind: 'answer',
    id: agent.id,
    stream: body.stream === true,
    requestedModel: asked,
    model: agent.model,
    ...(failed ? {} : { billing: agentBilling(call, agent, asked) }),
    deltaCount: output.deltaCount,
    json: (usage) => agentText(agent, agent.status, usage.text),
    events: (usage): Iterable<WireEvent> => agentEvents(agent, usage),
  };
}

function agentBilling(call: Call, agent: AgentAnswer, asked: string): Billing {
  const { body, directives } = call;
  const counted =
    countMessageTokens(body.input) + countTokens(textAt(body, 'instructions') ?? '') + countToolTokens(body);
  const input = Math.min(3 + counted, call.bodyBytes) + (agent.tools.search_web ?? 0) * TOKENS_OF_A_SEARCH;
  const plan = planBilling({
    directives,
    outputTokens: agent.output.tokens,
    outputField: 'output_tokens',
    usageAfter: (tokens) => agentUsageText(agent.model, asked, input, tokens, agent.tools),
    priceOf: (usage) =>
      tokenCost(listName(agent.model), listName(asked), {
        input: numberAt(usage, 'input_tokens'),
        output: numberAt(usage, 'output_tokens'),
      }),
  });
  return { ...plan, priceOf: (usage) => statedCost(usage) ?? plan.priceOf(usage) };
}

/** The first of `models`, else `model`, else what the preset stands for. */
function resolveModel(body: JsonObject): string | undefined {
  const [first] = listAt(body, 'models');
  if (typeof first === 'string') return first;
  return textAt(body, 'model') ?? PRESETS[textAt(body, 'preset') ?? ''];
}

function isAgentModel(model: string): boolean {
  return model.includes('/') && listPriceOf(listName(model)) !== undefined;
}

/** One web search where the tool is offered, unless a directive gives the number. */
function toolCountsOf({ body, directives }: Call): ToolCounts {
  const offers = (type: string) => listAt(body, 'tools').some((tool) => isObject(tool) && tool.type === type);
  const searches = directives.webSearches ?? (offers('web_search') ? 1 : 0);
  const fetches = directives.urlFetches ?? 0;
  return {
    ...(searches > 0 ? { search_web: searches } : {}),
    ...(fetches > 0 ? { fetch_url: fetches } : {}),
    ...(offers('people_search') ? { people_search: 1 } : {}),
    ...(offers('finance_search') ? { finance_search: 1 } : {}),
  };
}

function toolCallsOf({ directives }: Call): readonly JsonObject[] {
  return (directives.toolCalls ?? []).map(({ name, arguments: args }) => ({
    id: `fc_${uniqueHex(32)}`,
    type: 'function_call',
    status: 'completed',
    arguments: JSON.stringify(args ?? {}),
    call_id: `call_${uniqueHex(24)}`,
    name,
  }));
}

function promptText(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(Array.isArray(input) ? input.at(-1) : input);
}
