import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Db, Tx } from '#db/database.ts';
import type { Actor } from '#identity/actor.ts';
import { once } from '#identity/idempotency/once.ts';
import { must } from '#kernel/assert.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { type ConversationId, type MessageId, newId } from '#kernel/id.ts';
import type { AnswerDesk, AnswerOrder } from './answer-desk.ts';
import type { newAnswersBody, newMessageBody } from './chat.contract.ts';
import { attachFiles, listFiles } from './chat-file.store.ts';
import { noSuchConversation } from './conversation.service.ts';
import { findConversation, lockConversation, touchConversation } from './conversation.store.ts';
import { type Answer, branchTo, type Message, type SaidMessage } from './conversation.ts';
import { bytesOf, fileIdsOf, historyFrom, requireSendable } from './history.ts';
import { insertAnswer, insertSaid, listMessages } from './message.store.ts';

export interface SendingDeps {
  readonly db: Db;
  readonly desk: AnswerDesk;
}

type Asked = z.output<typeof newAnswersBody>;
type Said = z.output<typeof newMessageBody>;

/** What was said, by its id, and the answers to it that are being made. */
export interface Sent {
  readonly said: SaidMessage;
  readonly answers: readonly Answer[];
}

const MOST_MESSAGES = 2_000;
const MOST_RUNNING = 3;
const TITLE_CHARACTERS = 60;

/**
 * Says something in a conversation and begins to have it answered, once for each key. Throws `not_found`, `invalid_request`,
 * `conflict`, `rate_limited`; whether the balance and the role allow it is said by the answers.
 */
export async function sendMessage(
  deps: SendingDeps,
  actor: Actor,
  conversationId: ConversationId,
  { idempotencyKey, body }: { readonly idempotencyKey: string; readonly body: Said },
): Promise<Sent> {
  const { parentId, text, fileIds } = body;
  const said = { id: newId('msg'), parentId: parentId ?? undefined, text, fileIds };
  const content = [parentId ?? undefined, text, ...fileIds];
  return send(deps, actor, { conversationId, idempotencyKey, asked: body, content }, async (tx, messages) => {
    requireAnswer(messages, said.parentId);
    const place = { mandateId: actor.mandateId, conversationId };
    if ((await attachFiles(tx, actor, conversationId, fileIds)) !== new Set(fileIds).size)
      throw invalidRequest('body.fileIds', 'there is no such file');
    await insertSaid(tx, place, said);
    await touchConversation(tx, actor.mandateId, conversationId, titleOf(text));
    return [...branchTo(messages, said.parentId), { ...said, role: 'user', createdAt: new Date() }];
  });
}

/** Has a message answered once more, by the same model or another. Throws as `sendMessage` does. */
export async function sendAgain(
  deps: SendingDeps,
  actor: Actor,
  { conversationId, messageId }: { readonly conversationId: ConversationId; readonly messageId: MessageId },
  { idempotencyKey, body }: { readonly idempotencyKey: string; readonly body: Asked },
): Promise<Sent> {
  const content = [messageId];
  return send(deps, actor, { conversationId, idempotencyKey, asked: body, content }, async (tx, messages) => {
    if (!messages.some(({ id, role }) => id === messageId && role === 'user'))
      throw new AppError('not_found', {}, 'There is no such message.');
    await touchConversation(tx, actor.mandateId, conversationId, '');
    return branchTo(messages, messageId);
  });
}

interface Sending {
  readonly conversationId: ConversationId;
  readonly idempotencyKey: string;
  readonly asked: Asked;
  readonly content: readonly (string | undefined)[];
}

/** `say` answers the branch whose last message is to be answered. */
async function send(
  { db, desk }: SendingDeps,
  actor: Actor,
  sending: Sending,
  say: (tx: Tx, messages: readonly Message[]) => Promise<readonly Message[]>,
): Promise<Sent> {
  const { conversationId, idempotencyKey, asked, content } = sending;
  let places: readonly (() => void)[] = [];
  const { mandateId } = actor;
  const request = {
    mandateId,
    idempotencyKey: keyIn(conversationId, idempotencyKey),
    content: [...content, JSON.stringify(asked.models), asked.webSearch, String(asked.maxOutputTokens)],
  };
  try {
    // Only ids are kept with the key: what was said can be deleted.
    const { saidId, answerIds } = await once(db, request, async (tx) => {
      if (!(await lockConversation(tx, actor, conversationId))) throw noSuchConversation();
      const messages = await listMessages(tx, mandateId, conversationId);
      requireRoom(messages, asked.models.length);
      const branch = await say(tx, messages);
      places = desk.take(
        actor.userId,
        asked.models.length,
        await filesToSend(tx, actor, asked, sending, branch),
      );
      const parentId = must(branch.at(-1), 'what is answered').id;
      const ids: MessageId[] = [];
      for (const model of asked.models) {
        const answer = { id: newId('msg'), parentId, model, webSearch: asked.webSearch };
        await insertAnswer(tx, { mandateId, conversationId }, answer);
        ids.push(answer.id);
      }
      return { saidId: parentId, answerIds: ids };
    });
    const read = await readConversation(db, actor, conversationId);
    const sent = sentIn(read.messages, saidId, answerIds);
    if (places.length > 0) {
      const history = historyFrom(db, actor, read, saidId);
      begin(desk, { actor, conversationId, maxOutputTokens: asked.maxOutputTokens, history, places }, sent);
    }
    return sent;
  } catch (error) {
    for (const release of places) release();
    throw error;
  }
}

/** Their bytes, for each answer. Throws `invalid_request` where they cannot be sent to one of the models. */
async function filesToSend(
  tx: Tx,
  { mandateId }: Actor,
  { models }: Asked,
  { conversationId }: Sending,
  branch: readonly Message[],
): Promise<number> {
  const ids = fileIdsOf(branch);
  if (ids.length === 0) return 0;
  const stored = await listFiles(tx, mandateId, conversationId);
  const files = ids.flatMap((id) => stored.get(id) ?? []);
  for (const { provider } of models) requireSendable(files, provider);
  return bytesOf(files);
}

/** A caller's key is his own within one conversation. Hashed: both together are longer than a key may be. */
function keyIn(conversationId: ConversationId, key: string): string {
  return `chat-${createHash('sha256').update(`${conversationId} ${key}`).digest('hex')}`;
}

interface Beginning extends Pick<AnswerOrder, 'conversationId' | 'history'> {
  readonly actor: Actor;
  readonly maxOutputTokens: number | undefined;
  readonly places: readonly (() => void)[];
}

function begin(desk: AnswerDesk, beginning: Beginning, { answers }: Sent): void {
  const { actor, conversationId, maxOutputTokens, history, places } = beginning;
  // Each answer says what went wrong; before it listens nobody does.
  history.catch(() => undefined);
  for (const [index, answer] of answers.entries()) {
    const { model, webSearch } = answer;
    const task = { actor, model, webSearch, maxOutputTokens };
    desk.start({ answer, conversationId, task, history, release: must(places[index], 'a place') });
  }
}

/** Throws `not_found`. */
async function readConversation(db: Db, actor: Actor, conversationId: ConversationId) {
  const [conversation, messages] = await Promise.all([
    findConversation(db, actor, conversationId),
    listMessages(db, actor.mandateId, conversationId),
  ]);
  if (!conversation) throw noSuchConversation();
  return { systemPrompt: conversation.systemPrompt, messages };
}

/** What was just said, or was said before by the same key. Throws `not_found` where it was deleted meanwhile. */
function sentIn(messages: readonly Message[], saidId: MessageId, answerIds: readonly MessageId[]): Sent {
  const said = messages.find((message) => message.id === saidId);
  if (said?.role !== 'user') throw noSuchConversation();
  const answers = messages.filter((message) => message.role === 'assistant');
  return { said, answers: answers.filter(({ id }) => answerIds.includes(id)) };
}

function requireRoom(messages: readonly Message[], count: number): void {
  if (messages.length + count >= MOST_MESSAGES)
    throw new AppError('conflict', {}, 'This conversation is full: begin a new one.');
  const running = messages.filter((message) => message.role === 'assistant' && message.state === 'running');
  if (running.length + count > MOST_RUNNING)
    throw new AppError('conflict', {}, 'Answers are still being written: wait for them, or stop them.');
}

/** What follows an answer can only be said when the answer has ended. */
function requireAnswer(messages: readonly Message[], parentId: MessageId | undefined): void {
  if (parentId === undefined) return;
  const parent = branchTo(messages, parentId).at(-1);
  if (parent?.role !== 'assistant')
    throw invalidRequest('body.parentId', 'is no answer of this conversation');
  if (parent.state === 'running') throw new AppError('conflict', {}, 'This answer is still being written.');
}

function titleOf(text: string): string {
  const [line = ''] = text.trim().split(/\s*\n/);
  const plain = line.replaceAll(/\p{Cc}/gu, ' ').toWellFormed();
  return plain.length <= TITLE_CHARACTERS ? plain : `${plain.slice(0, TITLE_CHARACTERS - 1).toWellFormed()}…`;
}
