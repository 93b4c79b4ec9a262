import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import { apiOf } from '#test/support/api-client.ts';
import { ChatClient, MODEL } from '#test/support/chat-client.ts';
import { addMember, type TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, startTestRappen } from '#test/support/rappen.ts';
import { textOf } from '#workflows/chat/growing-answer.ts';

let logged = '';
// Without the redaction that the real log has: nothing that was said may be passed to it in the first place.
const log = pino({ level: 'trace' }, { write: (line) => (logged += line) });
const rappen = await startTestRappen({ waits: { drainMs: 5_000 }, log });
const { pool, db } = rappen.context.database;
const PATIENT = { timeout: 10_000, interval: 20 };
let member: TestMember;
let chat: ChatClient;

beforeEach(async () => {
  rappen.simulator.reset();
  await become({});
});

async function become(options: Parameters<typeof rappen.caller>[0]): Promise<void> {
  member = await rappen.caller({ role: 'mandate_admin', ...options });
  chat = new ChatClient(await apiOf(rappen, member, SCOPES));
}

const SLOW = { outputTokens: 400, chunks: 80, chunkDelayMs: 50 };
const TAVILY = { webSearch: 'tavily' } as const;
const SEARCHING = { toolCalls: [{ name: 'web_search', arguments: { query: 'Rappen' } }] };

describe('money and rights', () => {
  test('the balance ends between two steps: what there is stays, and it says which limit and how much', async () => {
    await become({ balance: '0.005' });
    rappen.simulator.script({ provider: 'openai', count: 1, directives: SEARCHING });
    const id = await chat.begin();
    await chat.say(id, TAVILY);
    const [answer] = await chat.ended(id);
    expect(answer).toMatchObject({
      state: 'failed',
      parts: [{ type: 'search', query: 'Rappen', results: null }],
      failure: {
        code: 'insufficient_balance',
        details: {
          limit_source: 'balance',
          available_chf: expect.stringMatching(/^0\.00\d+$/),
          required_chf: expect.any(String),
          remedy: expect.any(String),
        },
      },
      cost: { calls: [{ provider: 'openai', state: 'charged' }] },
    });
    const billed = rappen.simulator.ledger.billed.map(({ costUsd }) => chargeFor(costUsd));
    expect((await rappen.usage(member.mandateId)).map(({ amount }) => -amount)).toEqual(billed);
  });

  test('a model whose price is missing', async () => {
    const owner = rappen.database.openOwner();
    await owner.pool.query(`
      begin; set local session_replication_role = replica;
      delete from price where provider = 'openai' and model = 'gpt-4.1'; commit;
      select pg_notify('rappen_changed', 'price')`);
    await sleep(300);
    const id = await chat.begin();
    await chat.say(id, { models: [{ provider: 'openai', model: 'gpt-4.1' }, MODEL] });
    expect(await chat.ended(id)).toMatchObject([
      { state: 'failed', failure: { code: 'model_not_priced' }, cost: { calls: [] } },
      { state: 'complete' },
    ]);
  });

  test('the right to the chat is withdrawn: the stream ends at once, the answer is made to its end', async () => {
    rappen.simulator.script({ directives: SLOW });
    const { userId } = await addMember(db, member.mandateId, 'mandate_admin');
    const own = new ChatClient(await apiOf(rappen, { mandateId: member.mandateId, userId }, SCOPES));
    const id = await own.begin();
    const stream = await own.api.open(`/api/chat/conversations/${id}/events`, AbortSignal.timeout(20_000));
    await own.say(id);
    const begunMs = performance.now();
    const users = `/api/admin/mandates/${member.mandateId}/users`;
    expect((await chat.api.send('PATCH', `${users}/${userId}`, { role: 'viewer' })).status).toBeLessThan(300);
    await stream.text();
    expect(performance.now() - begunMs).toBeLessThan(2_000);
    const state = async () =>
      (
        await pool.query('select state from chat_message where conversation_id = $1 and role = $2', [
          uuidOf(id),
          'assistant',
        ])
      ).rows;
    await expect.poll(state, PATIENT).toEqual([{ state: 'complete' }]);
  });

  test('a conversation is deleted: its readers are let go', async () => {
    const id = await chat.begin();
    const stream = await chat.api.open(`/api/chat/conversations/${id}/events`, AbortSignal.timeout(20_000));
    expect((await chat.api.send('DELETE', `/api/chat/conversations/${id}`)).status).toBe(204);
    await stream.text();
    expect((await chat.api.get(`/api/chat/conversations/${id}/events`)).status).toBe(404);
  });
});

describe('a stop', () => {
  test('ends the answer at once, and the conversation goes on while the provider still counts', async () => {
    rappen.simulator.script({ count: 1, directives: { ...SLOW, chunks: 40 } });
    const id = await chat.begin();
    const { events, leave } = await chat.watch(id);
    const { answers } = await chat.say(id);
    await expect.poll(() => events.some(({ event }) => event === 'text'), PATIENT).toBe(true);
    const answerId = must(answers[0], 'an answer').id;
    const stop = () => chat.api.post(`/api/chat/conversations/${id}/messages/${answerId}/stop`);
    const stops = await Promise.all([stop(), stop(), stop()]);
    expect(stops.map(({ status }) => status)).toEqual([204, 204, 204]);
    await expect
      .poll(async () => (await chat.read(id)).isRunning, { timeout: 500, interval: 10 })
      .toBe(false);
    await chat.say(id, { parentId: answerId });
    const ended = await chat.ended(id);
    expect(ended.map(({ state }) => state)).toEqual(['stopped', 'complete']);
    // The last that readers hear of it has its cost.
    const last = () => events.findLast(({ event, data }) => event === 'answer' && data.id === answerId)?.data;
    await expect.poll(last, PATIENT).toMatchObject({ state: 'stopped', cost: { heldChf: '0.000000000' } });
    expect(last()).toMatchObject({ cost: { chargedChf: ended[0]?.cost.chargedChf } });
    leave();
    const charges = (await rappen.usage(member.mandateId)).map(({ amount }) => -amount).toSorted();
    expect(charges).toEqual(
      rappen.simulator.ledger.billed.map(({ costUsd }) => chargeFor(costUsd)).toSorted(),
    );
  });
});

describe('what models and people may send', () => {
  test('NUL and half of a surrogate pair do not keep an answer from being stored', async () => {
    rappen.simulator.script({ directives: { text: 'a\0b \ud83d c \ude00 d', chunks: 3 } });
    const id = await chat.begin({ systemPrompt: 'x' });
    await chat.say(id);
    const [answer] = await chat.ended(id);
    expect(answer?.state).toBe('complete');
    const text = textOf(answer?.parts ?? []);
    expect(text.isWellFormed() && !text.includes('\0')).toBe(true);
    expect(text).toMatch(/^a.b .+ d$/);
  });

  test('a file that one of the models does not take: nothing is stored, nothing is sent', async () => {
    const dataBase64 = Buffer.from('%PDF-1.7 a document').toString('base64');
    const file = await chat.api.post('/api/chat/files', {
      name: 'a.pdf',
      mediaType: 'application/pdf',
      dataBase64,
    });
    const id = await chat.begin();
    const models = [MODEL, { provider: 'perplexity', model: 'perplexity/sonar' }];
    const refused = await chat.send(id, { fileIds: [file.body.id], models });
    expect(refused).toMatchObject({
      status: 422,
      body: { path: 'body.fileIds', title: expect.stringContaining('no PDF') },
    });
    expect((await chat.read(id)).messages).toEqual([]);
    const said = { parentId: null, text: 'x', fileIds: [file.body.id], models };
    // For an estimate as for a message the file has to be his; the one provider takes it, the other says why not.
    const { body } = await chat.api.post(`/api/chat/conversations/${id}/estimate`, said);
    expect(body.estimates).toMatchObject([
      { failure: null },
      { outcome: 'refused', failure: { code: 'invalid_request' } },
    ]);
    expect(rappen.simulator.ledger.entries).toEqual([]);
  });

  test('more files than one request can carry: nothing is stored, and no answer is left running', async () => {
    const dataBase64 = Buffer.alloc(4_900_000, 'a').toString('base64');
    const fileIds: string[] = [];
    for (let number = 0; number < 5; number++) {
      const { body } = await chat.api.post('/api/chat/files', {
        name: `${number}.txt`,
        mediaType: 'text/plain',
        dataBase64,
      });
      fileIds.push(body.id);
    }
    const id = await chat.begin();
    expect(await chat.send(id, { fileIds: fileIds as never })).toMatchObject({ status: 422 });
    expect(await chat.read(id)).toMatchObject({ messages: [], isRunning: false });
  });

  test('what was said, answered or sent along is in no line of the log', async () => {
    logged = '';
    const marker = 'Zitronenfalter-4711';
    const dataBase64 = Buffer.from(marker).toString('base64');
    const file = await chat.api.post('/api/chat/files', {
      name: 'a.txt',
      mediaType: 'text/plain',
      dataBase64,
    });
    const id = await chat.begin({ systemPrompt: marker, title: marker });
    const cases = [
      { text: marker },
      { fault: 'error_mid_stream', text: `${marker} ${marker}` },
      { fault: 'bad_request' },
      { fault: 'invalid_json' },
    ] as const;
    for (const directives of cases) {
      rappen.simulator.reset();
      rappen.simulator.script({ directives });
      await chat.say(id, { text: marker, fileIds: 'fault' in directives ? [] : [file.body.id] });
      await chat.ended(id);
    }
    await chat.api.post(`/api/chat/conversations/${id}/estimate`, {
      parentId: null,
      text: marker,
      models: [MODEL],
    });
    await chat.api.get(`/api/chat/conversations?q=${marker}`);
    expect(logged).not.toContain(marker);
    expect(await rappen.context.metrics.text()).not.toContain(marker);
  });
});

describe('readers', () => {
  test('one who never reads holds up neither the answer nor the others, of an answer of 2 MB', async () => {
    rappen.simulator.script({ directives: { megabytes: 2, chunks: 400 } });
    const id = await chat.begin();
    const { hostname, port } = new URL(rappen.url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined);
    const { key } = await createApiKey(db, { ...member, name: 'reader', scopes: SCOPES });
    socket.write(`GET /api/chat/conversations/${id}/events HTTP/1.1\r\nhost: x\r\nx-api-key: ${key}\r\n\r\n`);
    socket.pause();
    const { events, leave } = await chat.watch(id);
    await chat.say(id, { maxOutputTokens: 100_000 });
    const [answer] = await chat.ended(id);
    await expect
      .poll(() => events.at(-1), PATIENT)
      .toMatchObject({ event: 'answer', data: { id: answer?.id } });
    leave();
    socket.destroy();
    expect(answer?.state).toMatch(/complete|output_limit/);
  });
});
