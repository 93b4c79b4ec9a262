import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BillingModel } from '#billing/settings/settings.ts';
import { setMandateStatus } from '#identity/mandates/mandate.service.ts';
import { setProviderPermission } from '#identity/roles/role.service.ts';
import { formatChf, parseChf } from '#kernel/money.ts';
import { type ApiClient, apiOf } from '#test/support/api-client.ts';
import { mandateSnapshot } from '#test/support/mandate-snapshot.ts';
import { type CallerOptions, startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const { db } = rappen.context.database;
beforeEach(() => rappen.simulator.reset());

const QUOTE = '/api/billing/quote';
const LUNA = { model: 'gpt-6-luna', messages: [{ role: 'user', content: 'Tell me everything' }] };

async function quoter(options: CallerOptions = {}) {
  const caller = await rappen.caller(options);
  return { ...caller, api: await apiOf(rappen, caller, ['call', 'billing:read']) };
}

const quoteChat = (api: ApiClient, body: unknown) =>
  api.post(QUOTE, { provider: 'openai', path: '/chat/completions', body });

describe('a quote says what the call then does', () => {
  test('for any balance: admitted, lowered to the same limit, or refused with the same words; and the charge is within it', async () => {
    const requests = fc.record({
      balance: fc.bigInt({ min: 0n, max: 1_500_000n }),
      model: fc.constantFrom<BillingModel>('prepaid_mandate', 'prepaid_user', 'postpaid'),
      words: fc.integer({ min: 1, max: 200 }),
      limit: fc.option(fc.integer({ min: 1, max: 4_000 }), { nil: undefined }),
    });
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(requests, async ({ balance, model, words, limit }) => {
        const options = { model, balance: formatChf(balance) };
        const { api, key, mandateId } = await quoter(options);
        const body = {
          model: 'gpt-6-luna',
          messages: [{ role: 'user', content: 'word '.repeat(words) }],
          ...(limit === undefined ? {} : { max_completion_tokens: limit }),
        };
        const quote = await quoteChat(api, body);
        expect(quote.status, JSON.stringify(quote.body)).toBe(200);
        outcomes.add(quote.body.outcome);
        const answer = await rappen.post('/openai/v1/chat/completions', key, body);
        const said = (await answer.json()) as { error: unknown };
        const lowered = answer.headers.get('x-rappen-max-output-tokens');
        if (quote.body.outcome === 'refused') {
          expect(answer.status).toBe(402);
          expect(said.error).toMatchObject(quote.body.refusal);
          expect(quote.body).toMatchObject({ heldChf: null, outputTokens: null });
          return;
        }
        expect(answer.status).toBe(200);
        expect(lowered).toBe(quote.body.outputTokens === null ? null : String(quote.body.outputTokens));
        const [{ amount } = { amount: 0n }] = await rappen.usage(mandateId);
        expect(-amount).toBeLessThanOrEqual(parseChf(quote.body.heldChf) ?? 0n);
        expect(-amount).toBeLessThanOrEqual(parseChf(quote.body.byBytes.mostChf) ?? 0n);
      }),
      { numRuns: 40 },
    );
    expect([...outcomes].toSorted()).toEqual(['admitted', 'lowered', 'refused']);
    expect(await rappen.differences()).toEqual([]);
  }, 120_000);

  test.each(Object.entries(WIRE_FORMATS))('every endpoint: %s', async (_name, { path, body }) => {
    const { api } = await quoter();
    const [mount, provider] = MOUNTS.find(([prefix]) => path.startsWith(prefix)) ?? ['', ''];
    const quote = await api.post(QUOTE, { provider, path: path.slice(mount.length), body });
    expect(quote.status, JSON.stringify(quote.body)).toBe(200);
    const { byBytes, byTokenizer, outcome, heldChf } = quote.body;
    expect(outcome).toBe('admitted');
    expect(heldChf).toBe(byBytes.mostChf);
    expect(parseChf(byTokenizer.mostChf)).toBeLessThanOrEqual(parseChf(byBytes.mostChf) ?? 0n);
    expect(parseChf(byBytes.minimumChf)).toBeLessThanOrEqual(parseChf(byBytes.mostChf) ?? 0n);
  });
});

const MOUNTS = [
  ['/openai/v1', 'openai'],
  ['/anthropic', 'anthropic'],
  ['/perplexity', 'perplexity'],
  ['/tavily', 'tavily'],
] as const;

test('a quote writes nothing and calls nobody', async () => {
  const { api, mandateId } = await quoter();
  const before = await mandateSnapshot(rappen.database, mandateId);
  for (let count = 0; count < 3; count++) await quoteChat(api, LUNA);
  expect(await mandateSnapshot(rappen.database, mandateId)).toEqual(before);
  expect(rappen.simulator.ledger.entries).toEqual([]);
});

test('a number of tokens instead of a request: list price x 1.5 x 0.80', async () => {
  const { api } = await quoter();
  const { body: models } = await api.get('/api/models');
  const luna = models.models.find(({ model }: { model: string }) => model === 'gpt-6-luna');
  const usdOf = (name: string) =>
    Number(luna.prices[0].meters.find(({ meter }: { meter: string }) => meter === name).usd);
  const quote = await api.post(QUOTE, {
    provider: 'openai',
    model: 'gpt-6-luna',
    inputTokens: 2_000,
    outputTokens: 300,
  });
  expect(quote).toMatchObject({
    status: 200,
    body: {
      model: 'gpt-6-luna',
      outcome: 'admitted',
      markupPercent: '50',
      exchangeRate: { chfPerUsd: '0.8' },
      output: { wantedTokens: 300, minimumTokens: 64, choices: 1 },
      byBytes: { input: { input_tokens: 2_000 } },
    },
  });
  const expected = ((2_000 * usdOf('input_tokens') + 300 * usdOf('output_tokens')) / 1e6) * 1.2;
  expect(Number(quote.body.byBytes.mostChf)).toBeCloseTo(expected, 8);
});

test('of a long request tokens are counted only where the outcome depends on it', async () => {
  const long = { ...LUNA, messages: [{ role: 'user', content: 'word '.repeat(10_000) }] };
  const rich = await quoteChat((await quoter({ balance: '100' })).api, long);
  expect(rich.body).toMatchObject({ outcome: 'admitted', byTokenizer: null });
  const poor = await quoter({ balance: formatChf((parseChf(rich.body.byBytes.minimumChf) ?? 0n) - 1n) });
  const counted = await quoteChat(poor.api, long);
  expect(counted.body).toMatchObject({ outcome: 'lowered', byTokenizer: { mostChf: expect.any(String) } });
});

describe('refusals', () => {
  test('a provider or a model that the role may not use is named', async () => {
    const { api, mandateId } = await quoter();
    await setProviderPermission(db, { mandateId, role: 'user', provider: 'openai', allowed: false });
    await expect
      .poll(() => quoteChat(api, LUNA))
      .toMatchObject({
        status: 403,
        body: { code: 'provider_not_allowed', resource: 'resource.aicore.openai' },
      });
  });

  test('a viewer calls nothing, so nothing is quoted', async () => {
    const viewer = await quoter({ role: 'viewer' });
    expect(await quoteChat(viewer.api, LUNA)).toMatchObject({
      status: 403,
      body: { code: 'provider_not_allowed' },
    });
  });

  test('a suspended mandate', async () => {
    const { api, mandateId } = await quoter();
    await setMandateStatus(db, mandateId, 'suspended');
    await expect
      .poll(() => quoteChat(api, LUNA))
      .toMatchObject({ status: 403, body: { code: 'mandate_suspended' } });
  });

  test.each([
    ['an unknown endpoint', { provider: 'openai', path: '/files', body: {} }, 404, 'body.path'],
    ['a free endpoint', { provider: 'openai', path: '/models', body: {} }, 404, 'body.path'],
    ['half a request', { provider: 'openai', path: '/chat/completions' }, 422, 'body'],
    ['both forms', { provider: 'openai', path: '/x', body: {}, model: 'gpt-6-luna' }, 422, 'body'],
    ['a field of the request that we do not know', { provider: 'openai', path: '/chat/completions', body: { ...LUNA, colour: 1 } }, 422, 'body.body.colour'],
    ['a wrong field of the request', { provider: 'openai', path: '/chat/completions', body: { ...LUNA, n: -1 } }, 422, 'body.body.n'],
    ['a negative number of tokens', { provider: 'openai', model: 'gpt-6-luna', inputTokens: -1, outputTokens: 1 }, 422, 'body.inputTokens'],
    ['an unknown model', { provider: 'openai', model: 'gpt-1', inputTokens: 1, outputTokens: 1 }, 404, undefined],
    ['another mandate\'s stored answer', { provider: 'openai', path: '/responses', body: { model: 'gpt-6-luna', input: 'x', previous_response_id: 'resp_1' } }, 404, undefined],
  ])('%s', async (_name, body, status, path) => {
    const { api } = await quoter();
    const answer = await api.post(QUOTE, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    if (path) expect(answer.body.path).toBe(path);
  }); // biome-ignore format: one case a line

  test('a body of more than 256 KiB', async () => {
    const { api } = await quoter();
    const big = { ...LUNA, messages: [{ role: 'user', content: 'x'.repeat(300_000) }] };
    expect(await quoteChat(api, big)).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
  });
});
