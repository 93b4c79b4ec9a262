import type { JsonObject, Usd } from '../../call.ts';
import { tokenCost } from '../../prices/token-cost.ts';
import { usd } from '../../prices/usd.ts';
import { isObject, listAt, numberAt, objectAt, textAt } from '../../request-texts.ts';

const WEB_SEARCH = usd('0.01');

/**
 * What Anthropic bills for a usage: `input_tokens` excludes cache tokens; where `iterations` are given they are what
 * is billed, each at its own model, those without output not at all. Web searches cost extra.
 */
export function anthropicCost(usage: JsonObject, model: string, asked: string): Usd {
  const iterations = listAt(usage, 'iterations').filter(isObject);
  const parts =
    iterations.length === 0 ? [usage] : iterations.filter((part) => numberAt(part, 'output_tokens') > 0);
  const tokens = parts.reduce((sum, part) => sum + partCost(part, textAt(part, 'model') ?? model, asked), 0n);
  const searches = numberAt(objectAt(usage, 'server_tool_use'), 'web_search_requests');
  return atTier(tokens, usage) + BigInt(searches) * WEB_SEARCH;
}

function partCost(usage: JsonObject, model: string, asked: string): Usd {
  const written = numberAt(usage, 'cache_creation_input_tokens');
  const split = objectAt(usage, 'cache_creation');
  const longCacheWrite = Math.min(numberAt(split, 'ephemeral_1h_input_tokens'), written);
  return tokenCost(model, asked, {
    input: numberAt(usage, 'input_tokens'),
    cachedInput: numberAt(usage, 'cache_read_input_tokens'),
    shortCacheWrite: written - longCacheWrite,
    longCacheWrite,
    output: numberAt(usage, 'output_tokens'),
  });
}

/** Batch halves and fast doubles the price of every token. */
function atTier(cost: Usd, usage: JsonObject): Usd {
  const batch = usage.service_tier === 'batch' ? cost / 2n : cost;
  return usage.speed === 'fast' ? batch * 2n : batch;
}

export interface PromptTokens {
  readonly plain: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
}

export interface UsageFacts {
  readonly prompt: PromptTokens;
  readonly outputTokens: number;
  readonly tier: string;
  readonly speed: string | undefined;
  readonly webSearches: number;
}

export function usageText({ prompt, outputTokens, tier, speed, webSearches }: UsageFacts): string {
  const { plain, cacheRead, cacheWrite5m, cacheWrite1h } = prompt;
  const searches =
    webSearches > 0 ? `,"server_tool_use":{"web_search_requests":${webSearches},"web_fetch_requests":0}` : '';
  return (
    `{"input_tokens":${plain},"cache_creation_input_tokens":${cacheWrite5m + cacheWrite1h},` +
    `"cache_read_input_tokens":${cacheRead},"cache_creation":{"ephemeral_5m_input_tokens":${cacheWrite5m},` +
    `"ephemeral_1h_input_tokens":${cacheWrite1h}},"output_tokens":${outputTokens},"service_tier":${JSON.stringify(tier)}` +
    `${speed === undefined ? '' : `,"speed":${JSON.stringify(speed)}`},"inference_geo":"not_available"${searches}}`
  );
}
