import { expect } from 'vitest';
import { done, type TypedClient } from './typed-client.ts';

let keys = 0;
const once = () => ({ 'idempotency-key': `chat-walk-${++keys}` });

/** Every route of the chat, by somebody who administrates the mandate. */
export async function walkThroughChat(admin: TypedClient, mandateId: string): Promise<void> {
  const conversations = '/api/chat/conversations' as const;
  const one = `${conversations}/{conversationId}` as const;
  const { id: conversationId } = await done(admin.POST(conversations, { body: { title: 'Walk' } }));
  const path = { conversationId };
  const models = [{ provider: 'openai', model: 'gpt-5.5' }];
  const dataBase64 = Buffer.from('walk').toString('base64');
  const file = { name: 'walk.txt', mediaType: 'text/plain' as const, dataBase64 };
  const { id: fileId } = await done(admin.POST('/api/chat/files', { body: file }));
  await done(admin.GET('/api/chat/files/{fileId}', { params: { path: { fileId } }, parseAs: 'text' }));
  const said = { parentId: null, text: 'Walk', models };
  await done(admin.POST(`${one}/estimate`, { params: { path }, body: said }));
  const sending = { params: { path, header: once() }, body: { ...said, fileIds: [fileId] } };
  const { message } = await done(admin.POST(`${one}/messages`, sending));
  const answered = { path: { ...path, messageId: message.id } };
  const again = { params: { ...answered, header: once() }, body: { models } };
  await done(admin.POST(`${one}/messages/{messageId}/answers`, again));
  const stopped = await admin.POST(`${one}/messages/{messageId}/stop`, { params: answered });
  expect(stopped.response.status).toBe(204);
  const events = await admin.GET(`${one}/events`, { params: { path }, parseAs: 'stream' });
  await events.response.body?.cancel();
  await done(admin.GET(conversations));
  await expect
    .poll(async () => (await done(admin.GET(one, { params: { path } }))).isRunning, { timeout: 20_000 })
    .toBe(false);
  await done(admin.PATCH(one, { params: { path }, body: { title: 'Walked' } }));
  await done(admin.GET(`${one}/export`, { params: { path }, parseAs: 'text' }));
  const gone = await admin.DELETE(one, { params: { path } });
  expect(gone.response.status).toBe(204);
  const settings = '/api/admin/mandates/{mandateId}/chat/settings' as const;
  const scope = { params: { path: { mandateId } } };
  await done(admin.PUT(settings, { ...scope, body: { keepDays: 90 } }));
  await done(admin.GET(settings, scope));
}
