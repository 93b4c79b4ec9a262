import { beforeEach, describe, expect, test } from 'vitest';
import { startTestRappen } from '#test/support/rappen.ts';
import { ALL_FORMATS, STREAMING_FORMATS, WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const { path: CHAT, body: CHAT_BODY } = WIRE_FORMATS.chat;
beforeEach(() => rappen.simulator.reset());

describe('limits of money', () => {
  test.each([
    ['user_limit', { userLimit: '0.000001' }],
    ['key_limit', { keyLimit: '0.000001' }],
    ['balance', { model: 'prepaid_user', balance: '0' }],
    ['credit_limit', { model: 'postpaid', balance: '0', creditLimit: '0.000001' }],
  ] as const)('402 names what binds: %s', async (source, options) => {
    const limited = await rappen.caller(options);
    const answer = await rappen.post(CHAT, limited.key, CHAT_BODY);
    expect(answer.status).toBe(402);
    expect(await answer.json()).toMatchObject({
      error: { code: 'insufficient_balance', limit_source: source },
    });
    expect(rappen.simulator.ledger.entries).toEqual([]);
  });

  test('an unlimited mandate is recorded and never refused', async () => {
    const root = await rappen.caller({ model: 'unlimited', balance: '0' });
    const answer = await rappen.post(CHAT, root.key, CHAT_BODY);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-rappen-balance-chf')).toMatch(/^-0\.\d{9}$/);
    expect(await rappen.usage(root.mandateId)).toHaveLength(1);
  });

  test('a small balance lowers the output, tells so, and is never overdrawn', async () => {
    const small = await rappen.caller({ balance: '0.0005' });
    rappen.simulator.changeSettings({ outputTokens: 100_000 });
    const body = { model: 'gpt-6-luna', messages: [{ role: 'user', content: 'Tell me everything' }] };
    const answer = await rappen.post(CHAT, small.key, body);
    expect(answer.status).toBe(200);
    const lowered = Number(answer.headers.get('x-rappen-max-output-tokens'));
    expect(lowered).toBeGreaterThanOrEqual(64);
    const { usage } = (await answer.json()) as { usage: { completion_tokens: number } };
    expect(usage.completion_tokens).toBe(lowered);
    const { posted, held } = await rappen.pool(small.mandateId);
    expect(held).toBe(0n);
    expect(posted).toBeGreaterThanOrEqual(0n);
    expect(rappen.simulator.ledger.billed).toHaveLength(1);
  });
});

test('every dispatch has a hold of its own, and every hold ends', async () => {
  const caller = await rappen.caller();
  const calls = [
    ...ALL_FORMATS.map((name) => ({ ...WIRE_FORMATS[name], stream: false })),
    ...STREAMING_FORMATS.map((name) => ({ ...WIRE_FORMATS[name], stream: true })),
  ];
  for (const { path, body, stream } of calls) {
    await (await rappen.post(path, caller.key, stream ? { ...body, stream } : body)).text();
  }
  await rappen.settled();
  expect(rappen.simulator.ledger.entries).toHaveLength(calls.length);
  expect(await rappen.holds(caller.mandateId)).toEqual(calls.map(() => 'captured'));
  expect(await rappen.differences()).toEqual([]);
});
