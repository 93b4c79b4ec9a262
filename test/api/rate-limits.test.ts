import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { beforeEach, expect, test } from 'vitest';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { addMember, type TestMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

/** One comes back every two seconds. */
const CALLS = 30;
const rappen = await startTestRappen({
  rateLimits: { callsPerMinute: CALLS, apiPerMinute: 10, failedPerMinute: 5 },
  trustedProxies: ['127.0.0.1'],
});
const { path, body } = WIRE_FORMATS.messages;
let caller: TestMember;

beforeEach(async () => {
  caller = await rappen.caller();
});

/** Uses a minute's calls up, without any money: a model that does not exist. */
async function useUp(key: string): Promise<void> {
  const statuses = await Promise.all(
    Array.from({ length: CALLS }, async () => {
      const answer = await rappen.post(path, key, { ...body, model: 'none' });
      await answer.text();
      return answer.status;
    }),
  );
  expect(new Set(statuses)).toEqual(new Set([404]));
}

test('the gateway: one call too many is a 429 in the provider’s shape, and holds nothing', async () => {
  await useUp(caller.key);
  const answer = await rappen.post(path, caller.key, body);
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(await answer.json()).toMatchObject({
    type: 'error',
    error: { type: 'rate_limit_error', code: 'rate_limited', retry_after_seconds: 2 },
  });
  expect(await rappen.holds(caller.mandateId)).toEqual([]);
  const other = await rappen.caller();
  expect((await rappen.post(path, other.key, body)).status).toBe(200);
});

test('the official SDKs raise their error for it', async () => {
  await useUp(caller.key);
  const openai = new OpenAI({ baseURL: `${rappen.url}/openai/v1`, apiKey: caller.key, maxRetries: 0 });
  await expect(
    openai.chat.completions.create({
      model: 'gpt-5.4-mini',
      messages: [{ role: 'user', content: 'Hello' }],
    }),
  ).rejects.toBeInstanceOf(OpenAI.RateLimitError);
  const anthropic = new Anthropic({ baseURL: `${rappen.url}/anthropic`, apiKey: caller.key, maxRetries: 0 });
  await expect(
    anthropic.messages.create({
      model: 'claude-haiku-5-5',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'Hello' }],
    }),
  ).rejects.toBeInstanceOf(Anthropic.RateLimitError);
});

test('they wait as long as they are told, and then get through', async () => {
  await useUp(caller.key);
  const openai = new OpenAI({ baseURL: `${rappen.url}/openai/v1`, apiKey: caller.key, maxRetries: 2 });
  const answer = await openai.chat.completions.create({
    model: 'gpt-5.4-mini',
    messages: [{ role: 'user', content: 'Hello' }],
  });
  expect(answer.choices).toHaveLength(1);
});

test('a second key of the same user does not help', async () => {
  await useUp(caller.key);
  const { key } = await createApiKey(rappen.context.database.db, {
    ...caller,
    name: 'two',
    scopes: ['call'],
  });
  expect((await rappen.post(path, key, body)).status).toBe(429);
});

test('texts whose tokens must be counted for an almost empty balance cost a point for each KiB', async () => {
  const poor = await rappen.caller({ balance: '0.0001' });
  const long = { ...body, messages: [{ role: 'user', content: 'word '.repeat(4 * 1024) }] };
  const first = await rappen.post(path, poor.key, long);
  expect(first.status).toBe(402);
  const second = await rappen.post(path, poor.key, long);
  expect(second.status).toBe(429);
  // 22 of 30 points are gone, and one for this call; 14 come back in 28 seconds.
  expect(Number(second.headers.get('retry-after'))).toBeGreaterThanOrEqual(20);
  expect(await second.json()).toMatchObject({ error: { code: 'rate_limited' } });
  expect(await rappen.holds(poor.mandateId)).toEqual([]);
  // Small calls go on, and who has money is not concerned.
  expect((await rappen.post(path, poor.key, { ...body, model: 'none' })).status).toBe(404);
  for (let i = 0; i < 3; i++) expect((await rappen.post(path, caller.key, long)).status).toBe(200);
});

test('where a call is made with less output, too much counting only costs it some of that output', async () => {
  const poor = await rappen.caller({ balance: '0.02' });
  const long = {
    ...body,
    max_tokens: 64_000,
    messages: [{ role: 'user', content: 'word '.repeat(4 * 1024) }],
  };
  const lowered: number[] = [];
  for (let i = 0; i < 2; i++) {
    const answer = await rappen.post(path, poor.key, long);
    expect(answer.status).toBe(200);
    await answer.text();
    lowered.push(Number(answer.headers.get('x-rappen-max-output-tokens')));
  }
  const [counted = 0, byBytes = 0] = lowered;
  expect(byBytes).toBeGreaterThan(0);
  expect(byBytes).toBeLessThan(counted - 2_000);
});

test('the API says what is left, and refuses with problem+json', async () => {
  const api = new ApiClient(rappen.url, { authorization: `Bearer ${caller.key}` });
  for (let left = 9; left >= 0; left--) {
    const { status, headers } = await api.get('/api/me');
    expect(status).toBe(200);
    expect(headers.get('ratelimit-limit')).toBe('10');
    expect(headers.get('ratelimit-remaining')).toBe(String(left));
  }
  const { status, headers, body: problem } = await api.get('/api/me');
  expect(status).toBe(429);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(headers.get('ratelimit-remaining')).toBe('0');
  expect(Number(headers.get('ratelimit-reset'))).toBeGreaterThan(50);
  expect(headers.get('retry-after')).toBe('6');
  expect(problem).toMatchObject({ code: 'rate_limited', status: 429, retry_after_seconds: 6 });
  // The gateway has limits of its own.
  expect((await rappen.post(path, caller.key, body)).status).toBe(200);
});

test('a second key of the same user does not help at the API either', async () => {
  const { db } = rappen.context.database;
  const member = await rappen.caller();
  const { key } = await createApiKey(db, { ...member, name: 'second' });
  const statuses: number[] = [];
  for (let n = 0; n < 12; n++) {
    const api = new ApiClient(rappen.url, { authorization: `Bearer ${n % 2 ? key : member.key}` });
    statuses.push((await api.get('/api/me')).status);
  }
  expect(statuses).toEqual([...Array(10).fill(200), 429, 429]);
});

/** Wrong keys, one after the other, from one address. */
async function guess(address: string, times: number, at = '/api/me'): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < times; i++) {
    const answer = await fetch(rappen.url + at, {
      method: at === '/api/me' ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${caller.key.slice(0, -4)}x${address.length}${i}z`,
        'x-forwarded-for': address,
      },
    });
    await answer.text();
    statuses.push(answer.status);
  }
  return statuses;
}

test('an address that sends wrong keys is refused after a few, at the API and at the gateway', async () => {
  expect(await guess('203.0.113.1', 7)).toEqual([401, 401, 401, 401, 401, 429, 429]);
  expect(await guess('203.0.113.1', 1, path)).toEqual([429]);
  expect(await guess('203.0.113.2', 1, path)).toEqual([401]);
  // The address that a caller invents himself is not believed: only what our proxy adds at the end.
  expect(await guess('198.51.100.9, 203.0.113.1', 1)).toEqual([429]);
});

test('one IPv6 network is one address', async () => {
  const network = '2001:db8:1:2';
  const statuses = await Promise.all([1, 2, 3, 4, 5, 6].map((i) => guess(`${network}::${i}`, 1)));
  expect(statuses.flat().filter((status) => status === 429)).toHaveLength(1);
  expect(await guess('2001:db8:1:3::1', 1)).toEqual([401]);
});

test('keys that are known work on from an address that is refused', async () => {
  expect((await rappen.post(path, caller.key, body)).status).toBe(200);
  await guess('203.0.113.77', 7);
  const neighbour = { 'x-forwarded-for': '203.0.113.77' };
  expect((await rappen.post(path, caller.key, body, neighbour)).status).toBe(200);
  // A change somewhere clears what is known of keys; the right ones still get through to be looked up again.
  await addMember(rappen.context.database.db, caller.mandateId);
  const cached = () => rappen.context.authenticator.authenticateCached({ 'x-api-key': caller.key });
  await expect.poll(cached).toBeUndefined();
  expect((await rappen.post(path, caller.key, body, neighbour)).status).toBe(200);
});
