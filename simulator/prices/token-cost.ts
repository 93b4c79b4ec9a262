import type { Usd } from '../call.ts';
import { listPriceOf, type TokenPrices } from './list-prices.ts';
import { perMillion } from './usd.ts';

/** Tokens that are billed, no token twice. */
export interface BilledTokens {
  readonly input: number;
  readonly cachedInput?: number;
  readonly shortCacheWrite?: number;
  readonly longCacheWrite?: number;
  readonly output: number;
  readonly inputAudio?: number;
  readonly outputAudio?: number;
}

/**
 * The list price of the tokens in USD. A prompt (everything but output) above the model's threshold makes the whole
 * request dearer. A model without a price costs what `otherModel`, the one asked for, costs.
 */
export function tokenCost(model: string, otherModel: string, tokens: BilledTokens): Usd {
  const listed = listPriceOf(model) ?? listPriceOf(otherModel);
  if (!listed) return 0n;
  const above = listed.above;
  const prices = above && promptTokens(tokens) > above.promptTokens ? above.prices : listed.base;
  return costAt(prices, tokens);
}

function promptTokens(tokens: BilledTokens): number {
  return (
    tokens.input +
    (tokens.cachedInput ?? 0) +
    (tokens.shortCacheWrite ?? 0) +
    (tokens.longCacheWrite ?? 0) +
    (tokens.inputAudio ?? 0)
  );
}

function costAt(prices: TokenPrices, tokens: BilledTokens): Usd {
  let cost = perMillion(tokens.input, prices.input) + perMillion(tokens.output, prices.output);
  if (tokens.cachedInput) cost += perMillion(tokens.cachedInput, prices.cachedInput);
  if (tokens.shortCacheWrite) cost += perMillion(tokens.shortCacheWrite, prices.shortCacheWrite);
  if (tokens.longCacheWrite) cost += perMillion(tokens.longCacheWrite, prices.longCacheWrite);
  if (tokens.inputAudio) cost += perMillion(tokens.inputAudio, prices.inputAudio);
  if (tokens.outputAudio) cost += perMillion(tokens.outputAudio, prices.outputAudio);
  return cost;
}
