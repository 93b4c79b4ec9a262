import type { Usd } from '../call.ts';
import { usd } from './usd.ts';

/**
 * What the simulated providers charge, in USD per million tokens. The simulator's own copy of the published lists
 * (November 2026), kept apart from the gateway's catalogue on purpose: two copies that agree are worth more than one.
 *
 * Columns: input, cached input, short and long cache write (Anthropic 5 min and 1 h, OpenAI 30 min and 12 h), output,
 * audio input, audio output. `above N`: the whole request once its prompt has more than N tokens.
 */
const LIST = `
claude-fable-5-1 10 0.25 12.5 20 50 - -
claude-opus-5-5 4 0.2 5 8 20 - -
claude-sonnet-5-5 2 0.1 2.5 4 10 - -
claude-haiku-5-5 0.1 0.01 0.125 0.2 0.5 - -
  above 100000 0.5 0.05 0.625 1 2.5 - -
claude-fable-5 10 1 12.5 20 50 - -
claude-opus-5 5 0.5 6.25 10 25 - -
claude-opus-4-8 5 0.5 6.25 10 25 - -
claude-opus-4-7 5 0.5 6.25 10 25 - -
claude-opus-4-6 5 0.5 6.25 10 25 - -
claude-opus-4-5 5 0.5 6.25 10 25 - -
claude-haiku-4-5 1 0.1 1.25 2 5 - -
claude-sonnet-5 2 0.2 2.5 4 10 - -
claude-sonnet-4-6 3 0.3 3.75 6 15 - -
claude-sonnet-4-5 3 0.3 3.75 6 15 - -
  above 200000 6 0.6 7.5 12 22.5 - -
gpt-6.2-sol 2 0.1 2.5 5 10 - -
  above 272000 4 0.2 5 10 15 - -
gpt-6.2-astra 8 0.4 10 - 40 - -
  above 272000 16 0.8 20 - 60 - -
gpt-6.1-sol 2 0.1 2.5 - 10 - -
  above 272000 4 0.2 5 - 15 - -
gpt-6-astra 10 1 12.5 - 50 - -
  above 272000 20 2 25 - 75 - -
gpt-6-sol 2 0.2 2.5 - 10 - -
  above 272000 4 0.4 5 - 15 - -
gpt-6-luna 0.1 0.01 0.125 - 0.5 - -
  above 272000 0.2 0.02 0.25 - 0.75 - -
gpt-5.6-sol 4 - 5 - 20 - -
  above 272000 8 - 10 - 30 - -
gpt-5.6-terra 2 0.2 2.5 - 12 - -
  above 272000 4 0.4 5 - 18 - -
gpt-5.6-luna 0.2 0.02 0.25 - 1.2 - -
  above 272000 0.4 0.04 0.5 - 1.8 - -
gpt-4.1 2 0.5 - - 8 - -
gpt-4.1-mini 0.4 0.1 - - 1.6 - -
gpt-4.1-nano 0.1 0.025 - - 0.4 - -
gpt-4o 2.5 1.25 - - 10 - -
gpt-4o-mini 0.15 0.075 - - 0.6 - -
gpt-5 1.25 0.125 - - 10 - -
gpt-5-mini 0.25 0.025 - - 2 - -
gpt-5-nano 0.05 0.005 - - 0.4 - -
gpt-5.1 1.25 0.125 - - 10 - -
gpt-5.2 1.75 0.175 - - 14 - -
gpt-5.4 2.5 0.25 - - 15 - -
  above 272000 5 0.5 - - 22.5 - -
gpt-5.4-mini 0.75 0.075 - - 4.5 - -
gpt-5.4-nano 0.2 0.02 - - 1.25 - -
gpt-5.4-pro 30 - - - 180 - -
  above 272000 60 - - - 270 - -
gpt-5.5 5 0.5 - - 30 - -
gpt-5.5-pro 30 - - - 180 - -
gpt-audio 2.5 - - - 10 32 64
gpt-audio-mini 0.6 - - - 2.4 10 20
o3 2 0.5 - - 8 - -
o3-deep-research 10 2.5 - - 40 - -
o4-mini 1.1 0.275 - - 4.4 - -
o4-mini-deep-research 2 0.5 - - 8 - -
text-embedding-3-large 0.13 - - - - - -
text-embedding-3-small 0.02 - - - - - -
text-embedding-ada-002 0.1 - - - - - -
perplexity/sonar 0.25 0.0625 - - 2.5 - -
`;

/** USD per million tokens. A kind of token without a price of its own costs what plain input or output costs. */
export interface TokenPrices {
  readonly input: Usd;
  readonly cachedInput: Usd;
  readonly shortCacheWrite: Usd;
  readonly longCacheWrite: Usd;
  readonly output: Usd;
  readonly inputAudio: Usd;
  readonly outputAudio: Usd;
}

export interface ListPrice {
  readonly base: TokenPrices;
  readonly above?: { readonly promptTokens: number; readonly prices: TokenPrices };
}

export const LIST_PRICES: ReadonlyMap<string, ListPrice> = readList();

const DATE_SUFFIX = /-(\d{8}|\d{4}-\d{2}-\d{2})$/;

/** The price of a model or of a dated version of it (`gpt-4.1-nano-2025-04-14`). */
export function listPriceOf(model: string): ListPrice | undefined {
  return LIST_PRICES.get(model) ?? LIST_PRICES.get(model.replace(DATE_SUFFIX, ''));
}

function readList(): Map<string, ListPrice> {
  const prices = new Map<string, ListPrice>();
  let model = '';
  for (const line of LIST.trim().split('\n')) {
    const [first = '', ...columns] = line.trim().split(' ');
    if (first === 'above') {
      const [promptTokens, ...rest] = columns;
      const base = prices.get(model)?.base ?? readColumns(rest);
      prices.set(model, { base, above: { promptTokens: Number(promptTokens), prices: readColumns(rest) } });
    } else {
      model = first;
      prices.set(model, { base: readColumns(columns) });
    }
  }
  return prices;
}

function readColumns(columns: readonly string[]): TokenPrices {
  const at = (index: number): Usd | undefined => {
    const column = columns[index];
    return column === undefined || column === '-' ? undefined : usd(column);
  };
  const input = at(0) ?? 0n;
  const output = at(4) ?? 0n;
  const shortCacheWrite = at(2) ?? input;
  return {
    input,
    cachedInput: at(1) ?? input,
    shortCacheWrite,
    longCacheWrite: at(3) ?? shortCacheWrite,
    output,
    inputAudio: at(5) ?? input,
    outputAudio: at(6) ?? output,
  };
}
