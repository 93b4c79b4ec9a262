import { must } from '#kernel/assert.ts';
import { decimal } from '#kernel/decimal.ts';
import { createCallPricer } from '#onboarding/parallel-run/call-prices.ts';
import { compareCall } from '#onboarding/parallel-run/compare-call.ts';
import type { PlatformCall } from '#onboarding/parallel-run/platform-call.ts';
import type { WrittenDecimals } from '#onboarding/parallel-run/written-decimals.ts';
import { book, catalogue, list, NOW } from './price-samples.ts';

const prices = list.prices.map(({ provider, model, validFrom }) =>
  must(book.priceAt(provider, model, validFrom), model),
);

/** For tests: prices of the real list, at one rate. */
export function pricesOf(call: PlatformCall, chfPerUsd = '0.80') {
  const found = createCallPricer(
    { book, catalogue, prices },
    { chfPerUsd: { '2026-01-01': chfPerUsd } },
    '2026-11-23',
  )(call);
  if ('unpriced' in found) throw new Error(found.unpriced);
  return found;
}

export const COUNTS = { input: 1_200, cached: 0, output: 340 };
/** gpt-4.1: USD 2, cached 0.5, output 8 per million. */
export function callOf(costUsd: string | undefined, changes: Partial<PlatformCall> = {}): PlatformCall {
  const cost = costUsd === undefined ? undefined : { currency: 'usd' as const, amount: decimal(costUsd) };
  return {
    mandate: 'm',
    provider: 'openai',
    model: 'gpt-4.1',
    at: NOW,
    usage: undefined,
    counts: COUNTS,
    cost,
    ...changes,
  };
}

export function compare(call: PlatformCall, places = 6, chfPerUsd = '0.80') {
  const decimals: WrittenDecimals = new Map([
    ['usd', places],
    ['chf', places],
  ]);
  const { gap, ours, platformNanoChf } = compareCall(call, pricesOf(call, chfPerUsd), decimals);
  const difference = ours.amountNanoChf - platformNanoChf;
  const { cause, tokens, price } = gap?.ways[0] ?? {
    ...{ cause: gap ? 'unexplained' : 'agrees', tokens: 0n, price: 0n },
    ...gap?.rest,
  };
  return { tokens, price, rounding: difference - tokens - price, cause };
}

export const usageOf = (quantities: Readonly<Record<string, number>>, tier?: string, model?: string) => ({
  parts: [{ model, ...(tier === undefined ? {} : { tier }), quantities }],
});
