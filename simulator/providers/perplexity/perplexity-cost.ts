import type { Usd } from '../../call.ts';
import { tokenCost } from '../../prices/token-cost.ts';
import { usd, usdText } from '../../prices/usd.ts';
import { objectText } from '../../request-texts.ts';

/** USD per call of a tool, by the name under which the answer counts it. */
const TOOL_PRICES = {
  search_web: usd('0.0025'),
  fetch_url: usd('0.0005'),
  people_search: usd('0.005'),
  finance_search: usd('0.005'),
} as const;

export type ToolCounts = Readonly<Partial<Record<keyof typeof TOOL_PRICES, number>>>;

/** Perplexity resells other makers' models at their list price: `openai/gpt-6-luna`. */
export function listName(model: string): string {
  return model.replace(/^(openai|anthropic)\//, '');
}

/** A usage with its own cost in USD, as decimals of the JSON text. */
export function agentUsageText(
  model: string,
  asked: string,
  input: number,
  output: number,
  tools: ToolCounts,
): string {
  const cost = (tokens: { input: number; output: number }) =>
    tokenCost(listName(model), listName(asked), tokens);
  const inputCost = cost({ input, output: 0 });
  const outputCost = cost({ input: 0, output });
  const toolCost = toolsCost(tools);
  const details = Object.entries(tools).map(([name, invocation]) => [name, JSON.stringify({ invocation })]);
  return objectText({
    input_tokens: String(input),
    output_tokens: String(output),
    total_tokens: String(input + output),
    input_tokens_details: '{"cache_creation_input_tokens":0,"cache_read_input_tokens":0}',
    output_tokens_details: '{"reasoning_tokens":0}',
    tool_calls_details: details.length === 0 ? undefined : objectText(Object.fromEntries(details)),
    cost: objectText({
      currency: '"USD"',
      input_cost: usdText(inputCost),
      output_cost: usdText(outputCost),
      cache_creation_cost: '0',
      cache_read_cost: '0',
      tool_calls_cost: usdText(toolCost),
      total_cost: usdText(inputCost + outputCost + toolCost),
    }),
  });
}

function toolsCost(tools: ToolCounts): Usd {
  let cost = 0n;
  for (const name of Object.keys(TOOL_PRICES) as (keyof typeof TOOL_PRICES)[]) {
    cost += BigInt(tools[name] ?? 0) * TOOL_PRICES[name];
  }
  return cost;
}

const TOTAL_COST = /"total_cost"\s*:\s*([0-9][0-9.eE+-]*)/;

/** The total that a usage states, read from its text. Undefined if it states none. */
export function statedCost(usageText: string): Usd | undefined {
  const text = TOTAL_COST.exec(usageText)?.[1];
  return text === undefined ? undefined : usd(text);
}
