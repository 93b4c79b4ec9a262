import { formatDecimal } from '#kernel/decimal.ts';

/** For tests: a day of a platform in which is known what differs, worked out by itself from prices written down here. */
export const DAY = '2026-11-20';
export const CHF_PER_USD = '0.80';

/** USD per million tokens, in thousandths; as the list has them on that day. */
const PRICES = {
  'gpt-4.1': { input: 2_000n, cached: 500n, output: 8_000n },
  'gpt-5.6-sol': { input: 4_000n, cached: 4_000n, output: 20_000n },
  'gpt-5.6-sol until 2026-08-21': { input: 5_000n, cached: 500n, output: 30_000n },
  'claude-opus-4-5': { input: 5_000n, cached: 500n, output: 25_000n },
} as const;

interface Tokens {
  readonly input: bigint;
  readonly cached: bigint;
  readonly output: bigint;
}

/** In 10^-9 USD; the input includes the cached. */
export function usdNano(price: keyof typeof PRICES, { input, cached, output }: Tokens): bigint {
  const { input: full, cached: less, output: out } = PRICES[price];
  return (input - cached) * full + cached * less + output * out;
}

export function chfNano(ofUsdNano: bigint): bigint {
  return (ofUsdNano * 4n) / 5n;
}

/** As a platform with six decimals writes it, without the zeros at its end. */
export function written(ofUsdNano: bigint): string {
  return formatDecimal({ coefficient: (ofUsdNano + 500n) / 1_000n, scale: 6 });
}

/** Whole thousands, so that every cost has no more than six decimals. */
export function tokensOf(seed: number): Tokens {
  const input = BigInt(4 + (seed % 7)) * 1_000n;
  return { input, cached: BigInt(1 + (seed % 3)) * 1_000n, output: BigInt(1 + (seed % 5)) * 1_000n };
}

let nextId = 1;

/** A line of usage. */
export function lineOf(
  mandate: string,
  [provider, model]: readonly [string, string],
  { input, cached, output }: Tokens,
  more: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const counts = { inputTokens: `${input}`, cachedTokens: `${cached}`, outputTokens: `${output}` };
  const at = `${DAY}T${`${nextId % 24}`.padStart(2, '0')}:30:00+01:00`;
  return { id: `c${nextId++}`, mandate, at, provider, model, ...counts, ...more };
}

export const OPENAI = ['openai', 'gpt-4.1'] as const;
export const SOL = ['openai', 'gpt-5.6-sol'] as const;
export const OPUS = ['anthropic', 'claude-opus-4-5'] as const;
export const SONAR = ['perplexity', 'perplexity/sonar'] as const;
export const TAVILY = ['tavily', 'search'] as const;
export const NONE = { input: 0n, cached: 0n, output: 0n };

/**
 * What Anthropic says of a call of Opus, and what it costs: 1000 of the input were written into the cache, and it searched once.
 * That is 1.25 USD per million more, and 0.01.
 */
export function seenByProvider({ input, cached, output }: Tokens) {
  return {
    usage: {
      ...{ input_tokens: Number(input - cached) - 1_000, cache_read_input_tokens: Number(cached) },
      ...{ cache_creation_input_tokens: 1_000, output_tokens: Number(output) },
      server_tool_use: { web_search_requests: 1 },
    },
    nanoUsd: usdNano('claude-opus-4-5', { input, cached, output }) + 1_250_000n + 10_000_000n,
  };
}
