import { expect, test } from 'vitest';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { setProviderPermission } from '#identity/roles/role.service.ts';
import { uuidOf } from '#kernel/id.ts';
import { ApiClient, apiOf } from '#test/support/api-client.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const READING = ['call', 'billing:read'] as const;

interface ListedModel {
  provider: string;
  model: string;
  kind: string;
  reason: string;
  prices: {
    tier: string | null;
    longPrompt: boolean;
    meters: { meter: string; usd: string; chf: string }[];
  }[];
}
const named = (models: ListedModel[], name: string) => models.find(({ model }) => model === name);

test('every model with its prices: list x 1.5 x 0.80, exact', async () => {
  const user = await rappen.caller();
  const { status, body } = await (await apiOf(rappen, user, READING)).get('/api/models');
  expect(status).toBe(200);
  expect(body.exchangeRate).toMatchObject({ chfPerUsd: '0.8' });
  expect(body).not.toHaveProperty('notAllowed');
  const opus = named(body.models, 'claude-opus-5-5');
  expect(opus).toMatchObject({
    provider: 'anthropic',
    kind: 'chat',
    maxInputTokens: 1_000_000,
    maxOutputTokens: 128_000,
    markupPercent: '50',
    price: { id: expect.stringMatching(/^prc_/), validFrom: '2026-09-22T00:00:00.000Z' },
    typicalMessage: { inputTokens: 1_000, outputTokens: 500, chf: '0.016800000' },
  });
  const line = (tier: string | null) =>
    opus?.prices.find((each) => each.tier === tier && !each.longPrompt)?.meters;
  expect(line(null)).toContainEqual({ meter: 'input_tokens', per: 'million_tokens', usd: '4', chf: '4.8' });
  expect(line(null)).toContainEqual({ meter: 'web_searches', per: 'unit', usd: '0.01', chf: '0.012' });
  expect(line('batch')).toContainEqual({
    meter: 'output_tokens',
    per: 'million_tokens',
    usd: '10',
    chf: '12',
  });
  expect(line('fast')).toContainEqual({
    meter: 'output_tokens',
    per: 'million_tokens',
    usd: '40',
    chf: '48',
  });
  const long = body.models.filter((model: ListedModel) => model.prices.some(({ longPrompt }) => longPrompt));
  expect(long.length).toBeGreaterThan(0);
});

test("the mandate's own markup, by provider too", async () => {
  const user = await rappen.caller();
  await rappen.database
    .openOwner(1)
    .pool.query(
      `update billing_settings set markup_ppm = 0, provider_markup_ppm = '{"anthropic": 250000}' where mandate_id = $1`,
      [uuidOf(user.mandateId)],
    );
  const api = await apiOf(rappen, user, READING);
  const priceOf = async (model: string) =>
    named((await api.get('/api/models')).body.models, model)?.prices[0]?.meters[0];
  await expect.poll(() => priceOf('claude-opus-5-5')).toMatchObject({ usd: '4', chf: '4' });
  const luna = await priceOf('gpt-6-luna');
  expect(Number(luna?.chf)).toBeCloseTo(Number(luna?.usd) * 0.8, 12);
});

test('what may not be used is listed apart, with the reason', async () => {
  const user = await rappen.caller();
  const { mandateId, userId } = user;
  await setProviderPermission(db, { mandateId, role: 'user', provider: 'anthropic', allowed: false });
  const { key } = await createApiKey(db, {
    mandateId,
    userId,
    name: 'narrow',
    scopes: READING,
    providers: ['openai', 'anthropic'],
  });
  const { body } = await new ApiClient(rappen.url, { 'x-api-key': key }).get('/api/models?all=true');
  expect(new Set(body.models.map(({ provider }: ListedModel) => provider))).toEqual(new Set(['openai']));
  const reasons = (provider: string) =>
    new Set(
      body.notAllowed
        .filter((model: ListedModel) => model.provider === provider)
        .map(({ reason }: ListedModel) => reason),
    );
  expect(reasons('anthropic')).toEqual(new Set(['role']));
  expect(reasons('tavily')).toEqual(new Set(['key']));
  expect([...reasons('openai')].every((reason) => reason === 'not_offered')).toBe(true);
  expect(named(body.notAllowed, 'claude-opus-5-5')).toMatchObject({
    resource: 'resource.aicore.anthropic.claude-opus-5-5',
  });
});

test('a viewer uses none, and sees what there is', async () => {
  const viewer = await rappen.caller({ role: 'viewer' });
  const { body } = await (await apiOf(rappen, viewer, READING)).get('/api/models?all=true');
  expect(body.models).toEqual([]);
  expect(named(body.notAllowed, 'gpt-6-luna')).toMatchObject({ reason: 'role' });
});
