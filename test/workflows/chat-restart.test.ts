import { beforeEach, describe, expect, test } from 'vitest';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { uuidOf } from '#kernel/id.ts';
import { apiOf } from '#test/support/api-client.ts';
import { ChatClient, freshKey, MODEL } from '#test/support/chat-client.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { endAbandoned } from '#workflows/chat/answer-progress.store.ts';
import { deleteOldConversations } from '#workflows/chat/chat-settings.service.ts';

/** What time does to conversations: restarts of the server, and how long they are kept. */

const rappen = await startTestRappen({ waits: { drainMs: 5_000 } });
const { pool, db } = rappen.context.database;
const PATIENT = { timeout: 10_000, interval: 20 };
let member: TestMember;
let chat: ChatClient;

beforeEach(async () => {
  rappen.simulator.reset();
  member = await rappen.caller({ role: 'mandate_admin' });
  chat = new ChatClient(await apiOf(rappen, member, SCOPES));
});

const SLOW = { outputTokens: 400, chunks: 80, chunkDelayMs: 50 };

describe('time', () => {
  test('an answer whose process gives no sign of life is interrupted, and says what that means', async () => {
    const id = await chat.begin();
    const { message } = await chat.say(id);
    await chat.ended(id);
    await pool.query(
      `insert into chat_message (mandate_id, conversation_id, id, parent_id, role, provider, model, web_search, state, parts, alive_at)
       select mandate_id, conversation_id, gen_random_uuid(), id, 'assistant', 'openai', 'gpt-5-mini', 'none', 'running', '[]',
              now() - interval '61 seconds' from chat_message where id = $1`,
      [uuidOf(message.id)],
    );
    expect((await chat.read(id)).isRunning).toBe(true);
    expect(await endAbandoned(db, 60)).toBe(1);
    const { messages, isRunning } = await chat.read(id);
    expect(isRunning).toBe(false);
    expect(messages.find((one) => one.role === 'assistant' && one.state === 'interrupted')).toMatchObject({
      failure: { code: 'internal', message: expect.stringMatching(/restarted.*charged/) },
    });
  });

  test('conversations are kept for as long as the mandate says; an audit entry says who said so; bookings stay', async () => {
    const settings = `/api/admin/mandates/${member.mandateId}/chat/settings`;
    expect(await chat.api.get(settings)).toMatchObject({ body: { keepDays: null } });
    expect(await chat.api.send('PUT', settings, { keepDays: 30 })).toMatchObject({
      status: 200,
      body: { keepDays: 30 },
    });
    const dataBase64 = Buffer.from('a text').toString('base64');
    const file = await chat.api.post('/api/chat/files', {
      name: 'a.txt',
      mediaType: 'text/plain',
      dataBase64,
    });
    const [old, young] = [await chat.begin(), await chat.begin()];
    await chat.say(old, { fileIds: [file.body.id] });
    await chat.say(young);
    await chat.ended(old);
    await chat.ended(young);
    await pool.query("update chat_conversation set updated_at = now() - interval '31 days' where id = $1", [
      uuidOf(old),
    ]);
    await deleteOldConversations(db);
    expect((await chat.api.get(`/api/chat/conversations/${old}`)).status).toBe(404);
    expect((await chat.api.get(`/api/chat/files/${file.body.id}`)).status).toBe(404);
    expect((await chat.read(young)).keptUntil).not.toBeNull();
    expect(await rappen.usage(member.mandateId)).toHaveLength(2);
    const { body } = await chat.api.get(`/api/admin/audit?mandate=${member.mandateId}`);
    expect(JSON.stringify(body)).toContain('chat.retention_changed');
    expect(await rappen.differences()).toEqual([]);
  });

  test('the server is told to stop: an answer that has a few seconds is made to its end', async () => {
    const short = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
    const own = new ChatClient(await apiOf(short, member, SCOPES));
    rappen.simulator.script({ directives: { outputTokens: 40, chunks: 10, chunkDelayMs: 50 } });
    const id = await own.begin();
    await own.say(id);
    await short.served.stop(5_000);
    expect(await chat.ended(id)).toMatchObject([{ state: 'complete' }]);
  });

  test('it takes longer than the grace: interrupted, and charged for what was shown', async () => {
    const short = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
    const own = new ChatClient(await apiOf(short, member, SCOPES));
    rappen.simulator.script({ directives: { ...SLOW, chunks: 400 } });
    const id = await own.begin();
    const { events } = await own.watch(id);
    await own.say(id);
    await expect.poll(() => events.some(({ event }) => event === 'text'), PATIENT).toBe(true);
    await short.served.stop(300);
    const [answer] = await chat.ended(id);
    expect(answer).toMatchObject({
      state: 'interrupted',
      failure: { message: expect.stringContaining('restarted') },
    });
    expect(Number(answer?.cost.chargedChf)).toBeGreaterThan(0);
    // Nothing is sent again by itself; who wants it asks once more.
    const { messages } = await chat.read(id);
    const again = await chat.api.post(
      `/api/chat/conversations/${id}/messages/${messages[0]?.id}/answers`,
      { models: [MODEL] },
      freshKey(),
    );
    expect(again.status).toBe(202);
  });
});
