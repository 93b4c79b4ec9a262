import { beforeEach, describe, expect, test } from 'vitest';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { must } from '#kernel/assert.ts';
import { apiOf } from '#test/support/api-client.ts';
import { ChatClient, freshKey } from '#test/support/chat-client.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, startTestRappen } from '#test/support/rappen.ts';
import type { AnswerOfModel, ChatEvent } from '#workflows/chat/chat.contract.ts';
import { textOf } from '#workflows/chat/growing-answer.ts';

/** Two processes of one service, as far as they can be in one: two servers, each with its own pool, and one database. */

const first = await startTestRappen({ waits: { drainMs: 5_000 } });
const second = await startTestRappen({ database: first.database, simulator: first.simulator });
const PATIENT = { timeout: 20_000, interval: 20 };
let member: TestMember;
let here: ChatClient;
let there: ChatClient;

beforeEach(async () => {
  first.simulator.reset();
  member = await first.caller({ role: 'mandate_admin' });
  here = new ChatClient(await apiOf(first, member, SCOPES));
  there = new ChatClient(await apiOf(second, member, SCOPES));
});

const SLOW = { outputTokens: 400, chunks: 60, chunkDelayMs: 50 };

/** What a reader makes of the events: the answers as they are by now. */
function seenIn(events: readonly ChatEvent[]): ReadonlyMap<string, AnswerOfModel> {
  const answers = new Map<string, AnswerOfModel>();
  for (const { event, data } of events) {
    if (event === 'answer') answers.set(data.id, data);
    if (event !== 'text' && event !== 'reasoning') continue;
    const answer = must(answers.get(data.messageId), 'the answer that grows');
    const last = answer.parts.at(-1);
    const parts =
      last?.type === event
        ? answer.parts.with(-1, { type: event, text: last.text + data.delta })
        : [...answer.parts, { type: event, text: data.delta }];
    answers.set(data.messageId, { ...answer, parts });
  }
  return answers;
}

describe('an answer that another process makes', () => {
  test('is seen growing, with its end and its cost', async () => {
    first.simulator.script({ directives: SLOW });
    const id = await here.begin();
    const { events, leave } = await there.watch(id);
    const { answers } = await here.say(id);
    const answerId = must(answers[0], 'an answer').id;
    const seen = () => seenIn(events).get(answerId);
    await expect.poll(() => seen()?.parts.length, PATIENT).toBe(1);
    expect(seen()?.state).toBe('running');
    const [ended] = await here.ended(id);
    await expect.poll(() => seen()?.state, PATIENT).toBe('complete');
    await expect.poll(() => seen()?.cost.chargedChf, PATIENT).toBe(ended?.cost.chargedChf);
    leave();
    expect(textOf(seen()?.parts ?? [])).toBe(textOf(ended?.parts ?? []));
    // Pieces, and not the whole again and again.
    expect(events.filter(({ event }) => event === 'text').length).toBeGreaterThan(0);
  });

  test('is stopped: it keeps what it has, and is charged as it was billed', async () => {
    first.simulator.script({ directives: SLOW });
    const id = await here.begin();
    const { events, leave } = await here.watch(id);
    const { answers } = await here.say(id);
    await expect.poll(() => events.some(({ event }) => event === 'text'), PATIENT).toBe(true);
    const stop = `/api/chat/conversations/${id}/messages/${answers[0]?.id}/stop`;
    expect((await there.api.post(stop)).status).toBe(204);
    const stopped = () => there.read(id).then(({ messages }) => messages.at(-1));
    await expect.poll(stopped, { timeout: 3_000, interval: 50 }).toMatchObject({ state: 'stopped' });
    const [ended] = await there.ended(id);
    leave();
    const billed = first.simulator.ledger.billed.map(({ costUsd }) => chargeFor(costUsd));
    const charges = (await first.usage(member.mandateId)).map(({ amount }) => -amount);
    expect(charges).toEqual(billed);
    expect(ended?.cost.calls).toHaveLength(1);
  });

  test('is deleted with its conversation: it is broken off, and its booking stays', async () => {
    first.simulator.script({ directives: { outputTokens: 4_000, chunks: 400, chunkDelayMs: 50 } });
    const id = await here.begin();
    const { events, leave } = await here.watch(id);
    await here.say(id);
    await expect.poll(() => events.some(({ event }) => event === 'text'), PATIENT).toBe(true);
    expect((await there.api.send('DELETE', `/api/chat/conversations/${id}`)).status).toBe(204);
    await first.settled();
    leave();
    expect(first.simulator.ledger.billed).toHaveLength(1);
    const [booking] = await first.usage(member.mandateId);
    expect(-must(booking, 'the booking').amount).toBeGreaterThan(0n);
    expect(await first.holds(member.mandateId)).toEqual(['captured']);
    expect((await here.api.get(`/api/chat/conversations/${id}`)).status).toBe(404);
    const { rows } = await first.context.database.pool.query(
      'select from chat_message where conversation_id = $1',
      [id.slice(4)],
    );
    expect(rows).toEqual([]);
  });
});

describe('over two processes', () => {
  test('the same key at the same moment is sent once', async () => {
    const id = await here.begin();
    const key = freshKey();
    const clients = [here, there, here, there, here, there];
    const sent = await Promise.all(clients.map((client) => client.send(id, {}, key)));
    expect(sent.map(({ status }) => status)).toEqual(Array(6).fill(202));
    expect(new Set(sent.map(({ body }) => body.message.id)).size).toBe(1);
    expect(await here.ended(id)).toHaveLength(1);
    expect(first.simulator.ledger.billed).toHaveLength(1);
  });

  test('no more than three answers of a conversation run, whoever asks where', async () => {
    first.simulator.script({ count: 3, directives: SLOW });
    const id = await here.begin();
    const sent = await Promise.all([here, there, here, there, here].map((client) => client.send(id, {})));
    const statuses = sent.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([202, 202, 202, 409, 409]);
    await here.ended(id);
    expect(first.simulator.ledger.billed).toHaveLength(3);
  });

  test('a conversation that is deleted while messages come: nothing of it is left, and what was sent is charged', async () => {
    first.simulator.script({ directives: { outputTokens: 50, chunks: 10, chunkDelayMs: 20 } });
    for (let round = 0; round < 5; round++) {
      const id = await here.begin();
      await Promise.all([
        here.send(id, {}),
        there.send(id, {}),
        here.api.send('DELETE', `/api/chat/conversations/${id}`),
      ]);
      const gone = await there.api.send('DELETE', `/api/chat/conversations/${id}`);
      expect([204, 404]).toContain(gone.status);
      const { rows } = await first.context.database.pool.query(
        'select from chat_message where conversation_id = $1',
        [id.slice(4)],
      );
      expect(rows).toEqual([]);
    }
    await first.settled();
    await second.settled();
    const billed = first.simulator.ledger.billed.map(({ costUsd }) => chargeFor(costUsd));
    const charges = (await first.usage(member.mandateId)).map(({ amount }) => -amount);
    expect(charges.toSorted()).toEqual(billed.toSorted());
    expect(await first.differences()).toEqual([]);
  });
});
