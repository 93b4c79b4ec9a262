import type { ModelMessage } from 'ai';
import type { Db } from '#db/database.ts';
import { invalidRequest } from '#kernel/error.ts';
import type { ConversationId, FileId, MessageId } from '#kernel/id.ts';
import { readFiles, type WholeFile } from './chat-file.store.ts';
import { requireConversation } from './conversation.service.ts';
import { branchTo, type Message, type Owner } from './conversation.ts';
import { listMessages } from './message.store.ts';
import { modelMessages } from './model-messages.ts';

/** Of all files of one request; the gateway takes bodies of 32 MB. */
const MOST_FILE_BYTES = 20_000_000;

/** What a model is told. */
export interface History {
  readonly systemPrompt: string;
  readonly messages: readonly ModelMessage[];
}

/**
 * The conversation up to a message, and what is said next, if it is not stored yet. Throws `not_found`, `invalid_request` for more
 * files than one request can carry.
 */
export async function historyOf(
  db: Db,
  owner: Owner,
  conversationId: ConversationId,
  leaf: MessageId | undefined,
  next?: { readonly text: string; readonly fileIds: readonly FileId[] },
): Promise<History> {
  const { systemPrompt } = await requireConversation(db, owner, conversationId);
  const branch = branchTo(await listMessages(db, owner.mandateId, conversationId), leaf);
  const said: readonly Message[] = next
    ? [...branch, { ...next, role: 'user', id: 'msg_next', parentId: leaf, createdAt: new Date() }]
    : branch;
  const ids = said.flatMap((message) => (message.role === 'user' ? message.fileIds : []));
  const files = await ownFiles(db, owner, [...new Set(ids)]);
  return { systemPrompt, messages: modelMessages(said, files) };
}

async function ownFiles(
  db: Db,
  owner: Owner,
  ids: readonly FileId[],
): Promise<ReadonlyMap<FileId, WholeFile>> {
  const files = await readFiles(db, owner, ids);
  const bytes = [...files.values()].reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > MOST_FILE_BYTES)
    throw invalidRequest(
      'body.fileIds',
      'the files of this conversation are more than one request can carry',
    );
  return files;
}
