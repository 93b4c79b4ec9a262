import { beforeEach, describe, expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { ChatClient, MODEL } from '#test/support/chat-client.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { signedInMember } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen({ waits: { drainMs: 5_000 } });
let mandate: TestMember;
let chat: ChatClient;

beforeEach(async () => {
  rappen.simulator.reset();
  mandate = await rappen.caller();
  chat = await chatterIn();
});

async function chatterIn(role: 'user' | 'mandate_admin' = 'user'): Promise<ChatClient> {
  return new ChatClient((await signedInMember(rappen, mandate.mandateId, role)).api);
}

const textOf = (answer: { parts: readonly { type: string; text?: string }[] }) =>
  answer.parts.map(({ type, text }) => (type === 'text' ? text : '')).join('');

describe('what can go wrong is said, with its rule for the money', () => {
  test.each([
    ['server_error', 'provider_error', '0.000000000'],
    ['rate_limited', 'rate_limited', '0.000000000'],
  ] as const)('%s of the provider: not charged', async (fault, code, chargedChf) => {
    rappen.simulator.script({ directives: { fault } });
    const id = await chat.begin();
    await chat.say(id);
    expect(await chat.ended(id)).toMatchObject([
      {
        state: 'failed',
        failure: { code, message: expect.stringContaining('othing was charged') },
        cost: { chargedChf, calls: [{ state: 'not_charged' }] },
      },
    ]);
  });

  test('the provider breaks off: what came is kept and charged', async () => {
    rappen.simulator.script({ directives: { fault: 'cut_mid_stream', outputTokens: 100, chunks: 10 } });
    const id = await chat.begin();
    await chat.say(id);
    const [answer] = await chat.ended(id);
    expect(answer).toMatchObject({
      state: 'failed',
      failure: { code: 'provider_error' },
      cost: { calls: [{ state: 'charged', usageSource: 'journal' }] },
    });
    expect(textOf(must(answer, 'the answer'))).not.toBe('');
  });

  test('no money: what is needed, what there is, and which limit binds', async () => {
    mandate = await rappen.caller({ balance: '0' });
    chat = await chatterIn();
    const id = await chat.begin();
    await chat.say(id);
    expect(await chat.ended(id)).toMatchObject([
      {
        state: 'failed',
        failure: {
          code: 'insufficient_balance',
          details: {
            limit_source: 'balance',
            available_chf: '0.000000000',
            required_chf: expect.any(String),
          },
        },
        cost: { calls: [] },
      },
    ]);
  });

  test('little money: a shorter answer, and how short', async () => {
    mandate = await rappen.caller({ balance: '0.002' });
    chat = await chatterIn();
    rappen.simulator.script({ directives: { outputTokens: 5_000 } });
    const id = await chat.begin();
    await chat.say(id);
    expect(await chat.ended(id)).toMatchObject([
      { state: 'output_limit', loweredOutputTokens: expect.any(Number) },
    ]);
    expect((await rappen.pool(mandate.mandateId)).posted).toBeGreaterThanOrEqual(0n);
  });

  test('a role that is withdrawn in the midst of a conversation: the next message is refused, the others stay', async () => {
    const id = await chat.begin();
    const { answers } = await chat.say(id);
    await chat.ended(id);
    const admin = await signedInMember(rappen, mandate.mandateId, 'mandate_admin');
    const right = `/api/admin/mandates/${mandate.mandateId}/roles/user/providers/openai`;
    expect((await admin.api.send('PUT', right, { allowed: false })).status).toBeLessThan(300);
    await chat.say(id, { parentId: answers[0]?.id ?? null });
    expect(await chat.ended(id)).toMatchObject([
      { state: 'complete' },
      {
        state: 'failed',
        failure: { code: 'provider_not_allowed', details: { resource: 'resource.aicore.openai' } },
      },
    ]);
  });

  test.each([
    [{ provider: 'openai', model: 'gpt-0' }, 'model_not_found'],
    [{ provider: 'perplexity', model: 'sonar' }, 'model_not_found'],
  ])('a model that is not offered any more: %o', async (model, code) => {
    const id = await chat.begin();
    await chat.say(id, { models: [model] });
    expect(await chat.ended(id)).toMatchObject([{ state: 'failed', failure: { code } }]);
  });
});

describe('before it is sent', () => {
  const estimate = async (id: string, more: object = {}) => {
    const body = { parentId: null, text: 'What is a Rappen?', models: [MODEL], ...more };
    return (await chat.api.post(`/api/chat/conversations/${id}/estimate`, body)).body.estimates;
  };

  test('about what it costs, and at most', async () => {
    const id = await chat.begin();
    const [first] = await estimate(id);
    expect(first).toMatchObject({ model: MODEL, outcome: 'admitted', failure: null });
    expect(Number(first.expectedChf)).toBeLessThan(Number(first.mostChf));
    await chat.say(id);
    const [answer] = await chat.ended(id);
    expect(Number(answer?.cost.chargedChf)).toBeLessThanOrEqual(Number(first.mostChf));
  });

  test('that it will be refused, and why; for each model', async () => {
    mandate = await rappen.caller({ balance: '0.000001' });
    chat = await chatterIn();
    const id = await chat.begin();
    expect(await estimate(id, { models: [MODEL, { provider: 'openai', model: 'gpt-0' }] })).toMatchObject([
      { outcome: 'refused', failure: { code: 'insufficient_balance' } },
      { outcome: 'refused', failure: { code: 'model_not_found' } },
    ]);
    expect(rappen.simulator.ledger.entries).toEqual([]);
  });
});
