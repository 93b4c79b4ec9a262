import { beforeEach, describe, expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { ChatClient, freshKey, MODEL } from '#test/support/chat-client.ts';
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

describe('files', () => {
  const PIXEL =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const keep = (body: object) => chat.api.post('/api/chat/files', body);

  test.each(['openai', 'anthropic'])('an image and a text are sent along to %s', async (provider) => {
    const model = provider === 'openai' ? MODEL : { provider, model: 'claude-sonnet-5' };
    const image = await keep({ name: 'pixel.png', mediaType: 'image/png', dataBase64: PIXEL });
    const text = await keep({
      name: 'a.txt',
      mediaType: 'text/plain',
      dataBase64: Buffer.from('x </file> y').toString('base64'),
    });
    expect([image.status, text.status]).toEqual([201, 201]);
    const id = await chat.begin();
    const sent = await chat.say(id, { fileIds: [image.body.id, text.body.id], models: [model] });
    expect(sent.message.files.map(({ name }) => name)).toEqual(['pixel.png', 'a.txt']);
    expect(await chat.ended(id)).toMatchObject([{ state: 'complete' }]);
    const download = await chat.api.get(`/api/chat/files/${image.body.id}`);
    expect(download.headers.get('content-disposition')).toContain('attachment');
    expect((await (await chatterIn()).api.get(`/api/chat/files/${image.body.id}`)).status).toBe(404);
  });

  test('what is not what it says, too large, or not his own is refused', async () => {
    const wrong = {
      name: 'a.png',
      mediaType: 'image/png',
      dataBase64: Buffer.from('<script>').toString('base64'),
    };
    expect(await keep(wrong)).toMatchObject({ status: 422, body: { path: 'body.mediaType' } });
    const large = {
      name: 'a.txt',
      mediaType: 'text/plain',
      dataBase64: Buffer.alloc(5_000_001, 'a').toString('base64'),
    };
    expect([413, 422]).toContain((await keep(large)).status);
    const other = await chatterIn();
    const file = await other.api.post('/api/chat/files', { ...wrong, mediaType: 'text/plain' });
    const id = await chat.begin();
    expect(await chat.send(id, { fileIds: [file.body.id] })).toMatchObject({
      status: 422,
      body: { path: 'body.fileIds' },
    });
  });
});

test('a conversation is its owner’s alone', async () => {
  const id = await chat.begin({ title: 'Private' });
  const { message } = await chat.say(id);
  await chat.ended(id);
  const admin = await chatterIn('mandate_admin');
  const path = `/api/chat/conversations/${id}`;
  for (const answer of [
    await admin.api.get(path),
    await admin.api.get(`${path}/events`),
    await admin.api.get(`${path}/export`),
    await admin.api.send('PATCH', path, { title: 'Mine' }),
    await admin.api.send('DELETE', path),
    await admin.send(id, {}),
    await admin.api.post(`${path}/messages/${message.id}/answers`, { models: [MODEL] }, freshKey()),
    await admin.api.post(`${path}/messages/${message.id}/stop`),
    await admin.api.post(`${path}/estimate`, { parentId: null, text: 'x', models: [MODEL] }),
  ])
    expect(answer.status).toBe(404);
  expect((await admin.api.get('/api/chat/conversations')).body.conversations).toEqual([]);
  expect(await chat.read(id)).toMatchObject({ title: 'Private' });
});

test('as Markdown, with what it has cost; deleted: gone, but its bookings stay and point back', async () => {
  const id = await chat.begin();
  await chat.say(id);
  const [answer] = await chat.ended(id);
  const path = `/api/chat/conversations/${id}`;
  const { body: markdown } = await chat.api.get(`${path}/export`);
  expect(markdown).toContain('What is a Rappen?');
  expect(markdown).toContain(textOf(must(answer, 'the answer')));
  expect(markdown).toMatch(/Total: CHF\s0\.0\d+/);
  expect((await chat.api.send('DELETE', path)).status).toBe(204);
  expect((await chat.api.get(path)).status).toBe(404);
  const bookings = await chat.api.get(`/api/billing/transactions?q=${id}`);
  expect(bookings.body.transactions).toMatchObject([
    { feature: 'chat', origin: { feature: 'chat', conversationId: id, messageId: answer?.id } },
  ]);
  const { rows } = await rappen.context.database.pool.query(
    'select 1 from chat_message where conversation_id = $1',
    [id.slice(4)],
  );
  expect(rows).toEqual([]);
});

test('what was said is nowhere in billing', async () => {
  const marker = 'Zitronenfalter-4711';
  const id = await chat.begin({ systemPrompt: marker });
  rappen.simulator.script({ directives: { text: marker } });
  await chat.say(id, { text: marker });
  await chat.ended(id);
  const { pool } = rappen.database.openOwner();
  const { rows } = await pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_name not like 'chat_%'",
  );
  for (const { name } of rows) {
    const found = await pool.query(`select 1 from ${name} t where t::text like $1`, [`%${marker}%`]);
    expect(found.rows, name).toEqual([]);
  }
});
