import { beforeEach, describe, expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { formatChf } from '#kernel/money.ts';
import { ChatClient, freshKey, MODEL } from '#test/support/chat-client.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { signedInMember } from '#test/support/person.ts';
import { chargeFor, startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen({ waits: { drainMs: 5_000 } });
const PATIENT = { timeout: 20_000 };
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

const billedChf = () => rappen.simulator.ledger.billed.map(({ costUsd }) => formatChf(chargeFor(costUsd)));

describe('a message', () => {
  test('is answered, and charged as it was billed', async () => {
    rappen.simulator.script({ directives: { text: 'The hundredth part of a franc.' } });
    const id = await chat.begin({ systemPrompt: 'Answer briefly.' });
    const { message, answers } = await chat.say(id);
    expect(message).toMatchObject({ role: 'user', text: 'What is a Rappen?', parentId: null });
    expect(answers).toMatchObject([{ state: 'running', model: MODEL, parentId: message.id }]);
    const [answer] = await chat.ended(id);
    expect(answer).toMatchObject({ state: 'complete', failure: null });
    expect(textOf(must(answer, 'the answer'))).toBe('The hundredth part of a franc.');
    expect([answer?.cost.chargedChf]).toEqual(billedChf());
    expect(await chat.read(id)).toMatchObject({
      title: 'What is a Rappen?',
      isRunning: false,
      chargedChf: answer?.cost.chargedChf,
    });
    const { body } = await chat.api.get('/api/chat/conversations');
    expect(body.conversations).toMatchObject([{ id, chargedChf: answer?.cost.chargedChf }]);
  });

  test('with the same key again is not sent again', async () => {
    const id = await chat.begin();
    const headers = freshKey();
    const sent = await Promise.all([1, 2, 3].map(() => chat.send(id, {}, headers)));
    const ids = new Set(sent.map(({ body }) => body.message.id));
    expect(ids.size).toBe(1);
    expect((await chat.ended(id)).length).toBe(1);
    expect(rappen.simulator.ledger.billed).toHaveLength(1);
    expect(await chat.send(id, { text: 'Another' }, headers)).toMatchObject({ status: 409 });
  });

  test('follows an answer, is edited, and answered again: branches', async () => {
    const id = await chat.begin();
    const first = await chat.say(id);
    await chat.ended(id);
    const parentId = must(first.answers[0], 'an answer').id;
    rappen.simulator.reset();
    await chat.say(id, { parentId, text: 'And a Batzen?' });
    await chat.ended(id);
    await chat.say(id, { text: 'What is a franc?' });
    const again = await chat.api.post(
      `/api/chat/conversations/${id}/messages/${first.message.id}/answers`,
      { models: [{ provider: 'anthropic', model: 'claude-sonnet-5' }] },
      freshKey(),
    );
    expect(again).toMatchObject({ status: 202, body: { answers: [{ parentId: first.message.id }] } });
    const answers = await chat.ended(id);
    expect(answers.map(({ state }) => state)).toEqual(Array(4).fill('complete'));
    const { messages } = await chat.read(id);
    expect(messages.filter(({ parentId }) => parentId === null)).toHaveLength(2);
    expect(messages.filter(({ parentId }) => parentId === first.message.id)).toHaveLength(2);
  });

  test('is answered by three models side by side, each with a charge of its own', async () => {
    const id = await chat.begin();
    const models = [
      MODEL,
      { provider: 'anthropic', model: 'claude-sonnet-5' },
      { provider: 'perplexity', model: 'perplexity/sonar' },
    ];
    await chat.say(id, { models });
    const answers = await chat.ended(id);
    expect(answers.map(({ model, state }) => ({ model, state }))).toEqual(
      models.map((model) => ({ model, state: 'complete' })),
    );
    expect(answers.map(({ cost }) => cost.chargedChf).toSorted()).toEqual(billedChf().toSorted());
  });

  test('cannot follow what is still being written, and at most three are written at once', async () => {
    rappen.simulator.script({ count: 3, directives: { chunks: 20, chunkDelayMs: 50 } });
    const id = await chat.begin();
    const { answers } = await chat.say(id, { models: [MODEL, MODEL, MODEL] });
    expect(await chat.send(id, { parentId: answers[0]?.id ?? null })).toMatchObject({ status: 409 });
    expect(await chat.send(id, {})).toMatchObject({ status: 409, body: { code: 'conflict' } });
    await chat.ended(id);
  });
});

describe('live', () => {
  test('the pieces of an answer come one by one, with what it costs by now', async () => {
    rappen.simulator.script({ directives: { outputTokens: 60, chunks: 30, chunkDelayMs: 40 } });
    const id = await chat.begin();
    const { events, leave } = await chat.watch(id);
    await chat.say(id);
    const [answer] = await chat.ended(id);
    await expect
      .poll(() => events.at(-1), PATIENT)
      .toMatchObject({ event: 'answer', data: { state: 'complete' } });
    leave();
    const text = events.map((event) => (event.event === 'text' ? event.data.delta : '')).join('');
    expect(text).toBe(textOf(must(answer, 'the answer')));
    expect(events.filter(({ event }) => event === 'text').length).toBeGreaterThan(5);
    const costs = events.flatMap((event) => (event.event === 'cost' ? [event.data] : []));
    expect(Number(costs[0]?.heldChf)).toBeGreaterThan(0);
    expect(costs.some(({ soFarChf, chargedChf }) => Number(soFarChf) > 0 && Number(chargedChf) === 0)).toBe(
      true,
    );
    expect(costs.at(-1)?.chargedChf).toBe(answer?.cost.chargedChf);
  });

  test('who comes in the midst gets what there is, and then the rest', async () => {
    rappen.simulator.script({ directives: { outputTokens: 60, chunks: 30, chunkDelayMs: 40 } });
    const id = await chat.begin();
    await chat.say(id);
    await expect.poll(async () => (await chat.read(id)).messages.length, PATIENT).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { events, leave } = await chat.watch(id);
    const [answer] = await chat.ended(id);
    await expect
      .poll(() => events.at(-1), PATIENT)
      .toMatchObject({ event: 'answer', data: { state: 'complete' } });
    leave();
    const [first] = events;
    const begun = first?.event === 'answer' ? textOf(first.data) : '';
    expect(begun).not.toBe('');
    const rest = events.map((event) => (event.event === 'text' ? event.data.delta : '')).join('');
    expect(begun + rest).toBe(textOf(must(answer, 'the answer')));
  });

  test('stopped in its midst: it keeps what it has, and is charged as it was billed', async () => {
    rappen.simulator.script({ directives: { outputTokens: 400, chunks: 40, chunkDelayMs: 40 } });
    const id = await chat.begin();
    const { events, leave } = await chat.watch(id);
    const { answers } = await chat.say(id);
    await expect.poll(() => events.some(({ event }) => event === 'text'), PATIENT).toBe(true);
    const stop = `/api/chat/conversations/${id}/messages/${answers[0]?.id}/stop`;
    expect((await chat.api.post(stop)).status).toBe(204);
    const [answer] = await chat.ended(id);
    leave();
    expect(answer).toMatchObject({ state: 'stopped', cost: { calls: [{ usageSource: 'provider' }] } });
    expect([answer?.cost.chargedChf]).toEqual(billedChf());
    expect(textOf(must(answer, 'the answer'))).not.toBe('');
    // Twice is no mistake.
    expect((await chat.api.post(stop)).status).toBe(204);
  });

  test('nobody has to look on: an answer is made to its end', async () => {
    rappen.simulator.script({ directives: { outputTokens: 100, chunks: 10, chunkDelayMs: 30 } });
    const id = await chat.begin();
    const { events, leave } = await chat.watch(id);
    await chat.say(id);
    await expect.poll(() => events.some(({ event }) => event === 'text'), PATIENT).toBe(true);
    leave();
    expect(await chat.ended(id)).toMatchObject([{ state: 'complete' }]);
  });
});
