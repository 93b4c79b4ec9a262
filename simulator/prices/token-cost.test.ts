import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anthropicCost } from '#simulator/providers/anthropic/anthropic-usage.ts';
import { chatCost, responsesCost } from '#simulator/providers/openai/openai-usage.ts';
import { usd, usdText } from './usd.ts';

describe('costs worked out by hand', () => {
  test('Anthropic: cache tokens are beside the input, one hour costs more than five minutes', () => {
    const usage = {
      input_tokens: 100,
      cache_creation_input_tokens: 3000,
      cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2000 },
      output_tokens: 10,
    };
    // 100 x 4 + 1000 x 5 + 2000 x 8 + 10 x 20 per million
    expect(usdText(anthropicCost(usage, 'claude-opus-5-5', 'claude-opus-5-5'))).toBe('0.0216');
  });

  test('Anthropic: what the split does not cover is five minutes', () => {
    const usage = {
      input_tokens: 0,
      cache_creation_input_tokens: 3337,
      cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2068 },
      output_tokens: 0,
    };
    // 1269 x 5 + 2068 x 8 per million
    expect(usdText(anthropicCost(usage, 'claude-opus-5-5', ''))).toBe('0.022889');
  });

  test('Anthropic: the whole request is dearer above the threshold, not at it', () => {
    const at = { input_tokens: 100_000, output_tokens: 1000 };
    const above = { input_tokens: 90_000, cache_read_input_tokens: 10_001, output_tokens: 1000 };
    expect(usdText(anthropicCost(at, 'claude-haiku-5-5', ''))).toBe('0.0105');
    expect(usdText(anthropicCost(above, 'claude-haiku-5-5', ''))).toBe('0.04800005');
  });

  test('Anthropic: iterations are billed, each at its model, those without output not', () => {
    const usage = {
      input_tokens: 1,
      output_tokens: 1,
      iterations: [
        { model: 'claude-fable-5', input_tokens: 408, output_tokens: 0 },
        { model: 'claude-opus-4-8', input_tokens: 412, output_tokens: 264 },
      ],
    };
    // 412 x 5 + 264 x 25 per million
    expect(usdText(anthropicCost(usage, 'claude-fable-5', ''))).toBe('0.00866');
  });

  test('Anthropic: batch halves, fast doubles', () => {
    const usage = { input_tokens: 1000, output_tokens: 100 };
    const cost = (more: object) => usdText(anthropicCost({ ...usage, ...more }, 'claude-opus-5-5', ''));
    expect([cost({}), cost({ service_tier: 'batch' }), cost({ speed: 'fast' })]).toEqual([
      '0.006',
      '0.003',
      '0.012',
    ]);
  });

  test('OpenAI: cached and written tokens are inside the prompt, reasoning inside the completion', () => {
    const usage = {
      prompt_tokens: 3000,
      completion_tokens: 900,
      prompt_tokens_details: { cached_tokens: 1000, cache_write_tokens: 500 },
      completion_tokens_details: { reasoning_tokens: 832 },
    };
    // 1500 x 2 + 1000 x 0.1 + 500 x 2.5 + 900 x 10 per million
    expect(usdText(chatCost(usage, 'gpt-6.2-sol', '', 'default'))).toBe('0.01335');
    expect(usdText(chatCost(usage, 'gpt-6.2-sol', '', 'priority'))).toBe('0.0267');
  });

  test('OpenAI: audio has its own prices', () => {
    const usage = {
      prompt_tokens: 110,
      completion_tokens: 60,
      prompt_tokens_details: { audio_tokens: 100 },
      completion_tokens_details: { audio_tokens: 50 },
    };
    // 10 x 2.5 + 100 x 32 + 10 x 10 + 50 x 64 per million
    expect(usdText(chatCost(usage, 'gpt-audio', '', 'default'))).toBe('0.006525');
  });

  test('OpenAI: search fees are the same in every tier', () => {
    const usage = { input_tokens: 1000, output_tokens: 0 };
    expect(usdText(responsesCost(usage, 'gpt-6-luna', '', 'flex', 2))).toBe('0.02005');
  });

  test('a dated model has the price of its model; an unknown one that of the model asked for', () => {
    const usage = { input_tokens: 1000, output_tokens: 0 };
    expect(usdText(anthropicCost(usage, 'claude-sonnet-4-5-20250929', ''))).toBe('0.003');
    expect(usdText(anthropicCost(usage, 'claude-opus-5-5-preview', 'claude-opus-5'))).toBe('0.005');
    expect(usdText(anthropicCost(usage, 'claude-none', 'claude-none'))).toBe('0');
  });
});

test('agrees with decimal arithmetic on any counts', () => {
  const count = fc.nat(2_000_000);
  fc.assert(
    fc.property(count, count, count, count, count, (input, read, write5m, write1h, output) => {
      const usage = {
        input_tokens: input,
        cache_read_input_tokens: read,
        cache_creation_input_tokens: write5m + write1h,
        cache_creation: { ephemeral_5m_input_tokens: write5m, ephemeral_1h_input_tokens: write1h },
        output_tokens: output,
      };
      const long = input + read + write5m + write1h > 100_000;
      const [a, b, c, d, e] = long ? [0.5, 0.05, 0.625, 1, 2.5] : [0.1, 0.01, 0.125, 0.2, 0.5];
      const sum = [input, read, write5m, write1h, output]
        .map((tokens, index) => Big(tokens).times([a, b, c, d, e][index] ?? 0))
        .reduce((total, part) => total.plus(part), Big(0));
      expect(usdText(anthropicCost(usage, 'claude-haiku-5-5', ''))).toBe(sum.div(1_000_000).toFixed());
    }),
  );
});

test('amounts are read and written as decimals', () => {
  expect(usdText(usd('5.37e-3'))).toBe('0.00537');
  expect(usdText(usd('12'))).toBe('12');
  expect(usd('0.000000000000000001')).toBe(1n);
  for (const text of ['', '-1', 'NaN', '1e400', '0.0000000000000000001'])
    expect(() => usd(text)).toThrow(/simulator/);
});
