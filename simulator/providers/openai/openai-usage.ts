import type { Call, JsonObject, Usd } from '../../call.ts';
import { tokenCost } from '../../prices/token-cost.ts';
import { usd } from '../../prices/usd.ts';
import { numberAt, objectAt } from '../../request-texts.ts';

const WEB_SEARCH = usd('0.01');
const TIERS: Readonly<Record<string, { times: bigint; through: bigint }>> = {
  batch: { times: 1n, through: 2n },
  flex: { times: 1n, through: 2n },
  priority: { times: 2n, through: 1n },
  fast: { times: 2n, through: 1n },
};

/** The tier that an answer names: the directive's, else the one asked for; `auto` ends as `default`. */
export function answeringTier(call: Call): string {
  const asked = call.body.service_tier;
  const tier = call.directives.serviceTier ?? (typeof asked === 'string' ? asked : 'auto');
  return tier === 'auto' ? 'default' : tier;
}

/** `prompt_tokens` includes cached, cache-written and audio tokens; `completion_tokens` includes reasoning and audio. */
export function chatCost(usage: JsonObject, model: string, asked: string, tier: string): Usd {
  const prompt = objectAt(usage, 'prompt_tokens_details');
  const completion = objectAt(usage, 'completion_tokens_details');
  const cachedInput = numberAt(prompt, 'cached_tokens');
  const shortCacheWrite = numberAt(prompt, 'cache_write_tokens');
  const inputAudio = numberAt(prompt, 'audio_tokens');
  const outputAudio = numberAt(completion, 'audio_tokens');
  const cost = tokenCost(model, asked, {
    input: numberAt(usage, 'prompt_tokens') - cachedInput - shortCacheWrite - inputAudio,
    cachedInput,
    shortCacheWrite,
    inputAudio,
    output: numberAt(usage, 'completion_tokens') - outputAudio,
    outputAudio,
  });
  return atTier(cost, tier);
}

/** The responses format: the same with other names; web searches cost extra, in every tier alike. */
export function responsesCost(
  usage: JsonObject,
  model: string,
  asked: string,
  tier: string,
  webSearches: number,
): Usd {
  const details = objectAt(usage, 'input_tokens_details');
  const cachedInput = numberAt(details, 'cached_tokens');
  const shortCacheWrite = numberAt(details, 'cache_write_tokens');
  const cost = tokenCost(model, asked, {
    input: numberAt(usage, 'input_tokens') - cachedInput - shortCacheWrite,
    cachedInput,
    shortCacheWrite,
    output: numberAt(usage, 'output_tokens'),
  });
  return atTier(cost, tier) + BigInt(webSearches) * WEB_SEARCH;
}

function atTier(cost: Usd, tier: string): Usd {
  const factor = TIERS[tier];
  return factor ? (cost * factor.times) / factor.through : cost;
}
