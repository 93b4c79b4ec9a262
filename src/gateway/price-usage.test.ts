import { expect, test } from 'vitest';
import { openai } from '#aicore/providers/openai/openai.provider.ts';
import { must } from '#kernel/assert.ts';
import { decimal } from '#kernel/decimal.ts';
import { newId } from '#kernel/id.ts';
import { HeldCall } from './held-call.ts';
import { priceUsage } from './price-usage.ts';

const REQUEST = { model: 'gpt-test', messages: [{ role: 'user', content: 'Grüezi' }], max_tokens: 100 };

/** A chat call of OpenAI's plugin that was answered with this model, tier and count. */
function answeredCall(answer: { model: string; service_tier?: string; prompt_tokens: number }): HeldCall {
  const endpoint = must(
    openai.endpoints.find(({ path }) => path === '/chat/completions'),
    'the chat endpoint',
  );
  if (endpoint.kind !== 'metered') throw new Error('chat is metered');
  const body = Buffer.from(JSON.stringify(REQUEST));
  const price = {
    id: newId('prc'),
    provider: 'openai',
    model: 'gpt-test',
    validFrom: new Date(0),
    perMillion: { input_tokens: 2_000_000_000n, output_tokens: 8_000_000_000n },
    tiers: { flex: { kind: 'factor', factor: decimal('0.5') } },
  } as const;
  const held = new HeldCall(
    { endpoint, body } as ConstructorParameters<typeof HeldCall>[0],
    endpoint.readRequest(REQUEST, body.length),
    {
      model: { offer: { limits: { maxInputTokens: 100_000, maxOutputTokens: 10_000 } } },
      price,
      terms: {
        rate: { id: newId('fxr'), validFrom: new Date(0), chfPerUsd: decimal('0.8') },
        markupPpm: 500_000,
      },
      priceOf: () => undefined,
    } as unknown as ConstructorParameters<typeof HeldCall>[2],
    { id: newId('hld'), grantedNanoChf: 5_000n, loweredOutputTokens: undefined },
  );
  const { model, service_tier, prompt_tokens } = answer;
  held.answer.json(
    JSON.stringify({
      id: 'c',
      object: 'chat.completion',
      model,
      service_tier,
      choices: [],
      usage: { prompt_tokens, completion_tokens: 0, total_tokens: prompt_tokens },
    }),
  );
  return held;
}

test.each(['gpt\u0000test', 'gpt-\ud800', 'x'.repeat(10_000)])(
  'a model that a row cannot hold is charged like any unknown one, under a name that it can (%#)',
  (model) => {
    const outcome = priceUsage(answeredCall({ model, prompt_tokens: 10 }), 'whole');
    if (outcome.kind !== 'capture') throw new Error('not charged');
    // 10 tokens x USD 2 / 1,000,000 x 1.5 x 0.8
    expect(outcome.charge).toMatchObject({ amount: 24_000n, usageSource: 'provider' });
    const name = outcome.charge.modelAnswered;
    expect(name.length).toBeLessThanOrEqual(200);
    expect(name.isWellFormed()).toBe(true);
    expect(name).not.toContain('\u0000');
    expect(outcome.charge.usage[0]?.model).toBe(name);
    expect(outcome.charge.remark).toContain('model_not_priced');
  },
);

test('a control character does not turn a tier into a cheaper one', () => {
  const outcome = priceUsage(
    answeredCall({ model: 'gpt-test', service_tier: 'flex\u0000', prompt_tokens: 10 }),
    'whole',
  );
  expect(outcome).toMatchObject({ charge: { amount: 24_000n } });
});

test('a count that no call can have is an estimate within the hold, and listed', () => {
  const outcome = priceUsage(
    answeredCall({ model: 'gpt-test', prompt_tokens: Number.MAX_SAFE_INTEGER }),
    'whole',
  );
  if (outcome.kind !== 'capture') throw new Error('not charged');
  expect(outcome.charge).toMatchObject({ usageSource: 'estimated' });
  expect(outcome.charge.amount).toBeLessThanOrEqual(5_000n);
  expect(outcome.charge.remark).toContain('absurd');
});
