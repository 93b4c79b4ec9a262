import type { z } from 'zod';
import { findCallsOfConversation, sumConversations } from '#billing/origins/origin-cost.store.ts';
import type { Db } from '#db/database.ts';
import { decodePageCursor, MICROS_FORM, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { AppError } from '#kernel/error.ts';
import { type ConversationId, newId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import type { conversationAnswer, conversationListAnswer } from './chat.contract.ts';
import { listFiles } from './chat-file.store.ts';
import { findKeepDays } from './chat-settings.store.ts';
import * as store from './conversation.store.ts';
import type { Conversation, Owner } from './conversation.ts';
import { describeMessage } from './describe-message.ts';
import { listMessages } from './message.store.ts';

const A_DAY_MS = 86_400_000;

export interface ListedConversations {
  readonly q?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The owner's conversations with what each has cost, the newest first. Throws `invalid_request` (`query.cursor`). */
export async function pageOfConversations(
  db: Db,
  owner: Owner,
  { q, cursor, limit }: ListedConversations,
): Promise<z.input<typeof conversationListAnswer>> {
  const [micros = '', uuid = ''] = decodePageCursor(cursor, [MICROS_FORM, UUID_FORM]) ?? [];
  const after = cursor === undefined ? undefined : { micros, uuid };
  const found = await store.listConversations(db, owner, { q, after, limit: limit + 1 });
  const { page, ...next } = pageOf(found, limit, ({ place }) => [place.micros, place.uuid]);
  const sums = await sumConversations(
    db,
    owner.mandateId,
    page.map(({ id }) => id),
  );
  return { conversations: page.map((one) => describe(one, sums.get(one.id) ?? 0n)), ...next };
}

/** Throws `not_found`, also for somebody else's. */
export async function requireConversation(db: Db, owner: Owner, id: ConversationId): Promise<Conversation> {
  const found = await store.findConversation(db, owner, id);
  if (!found) throw noSuchConversation();
  return found;
}

/** All of it. Throws `not_found`. */
export async function readConversation(
  db: Db,
  owner: Owner,
  id: ConversationId,
): Promise<z.input<typeof conversationAnswer>> {
  const conversation = await requireConversation(db, owner, id);
  const [messages, files, calls, keepDays] = await Promise.all([
    listMessages(db, owner.mandateId, id),
    listFiles(db, owner.mandateId, id),
    findCallsOfConversation(db, owner.mandateId, id),
    findKeepDays(db, owner.mandateId),
  ]);
  const charged = [...calls.values()].flat().reduce((sum, { charge }) => sum + charge, 0n);
  return {
    ...describe(conversation, charged),
    systemPrompt: conversation.systemPrompt,
    messages: messages.map((message) => describeMessage(message, files, calls.get(message.id) ?? [])),
    keptUntil:
      keepDays === undefined
        ? null
        : new Date(conversation.updatedAt.getTime() + keepDays * A_DAY_MS).toISOString(),
  };
}

export async function createConversation(
  db: Db,
  owner: Owner,
  { title = '', systemPrompt }: { readonly title?: string | undefined; readonly systemPrompt: string },
): Promise<z.input<typeof conversationAnswer>> {
  const id = newId('cnv');
  await store.insertConversation(db, owner, { id, title, systemPrompt });
  return readConversation(db, owner, id);
}

/** Another title, another system prompt. Throws `not_found`. */
export async function changeConversation(
  db: Db,
  owner: Owner,
  id: ConversationId,
  change: Parameters<typeof store.updateConversation>[3],
): Promise<z.input<typeof conversationAnswer>> {
  if (!(await store.updateConversation(db, owner, id, change))) throw noSuchConversation();
  return readConversation(db, owner, id);
}

/** Gone with all that was said and sent along; bookings stay. An answer that is being made is stopped. Throws `not_found`. */
export async function removeConversation(db: Db, owner: Owner, id: ConversationId): Promise<void> {
  if (!(await store.deleteConversation(db, owner, id))) throw noSuchConversation();
}

export function noSuchConversation(): AppError {
  return new AppError('not_found', {}, 'There is no such conversation.');
}

function describe({ id, title, createdAt, updatedAt, isRunning }: Conversation, charged: NanoChf) {
  return {
    ...{ id, title, isRunning },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    chargedChf: formatChf(charged),
  };
}
