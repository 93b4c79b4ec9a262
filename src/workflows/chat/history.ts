import type { ModelMessage } from 'ai';
import type { Db } from '#db/database.ts';
import { invalidRequest } from '#kernel/error.ts';
import type { ConversationId, FileId, MessageId } from '#kernel/id.ts';
import { type ChatFile, readFiles } from './chat-file.store.ts';
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

/** What is said next, and is not stored yet. */
interface NextMessage {
  readonly text: string;
  readonly fileIds: readonly FileId[];
}

/** The conversation up to a message, and what is said next, with all its files. Throws `not_found`. */
export async function historyOf(
  db: Db,
  owner: Owner,
  conversationId: ConversationId,
  leaf: MessageId | undefined,
  next: NextMessage,
): Promise<History & { readonly files: readonly ChatFile[] }> {
  const { systemPrompt } = await requireConversation(db, owner, conversationId);
  const messages = await listMessages(db, owner.mandateId, conversationId);
  const said: Message = { ...next, role: 'user', id: 'msg_next', parentId: leaf, createdAt: new Date() };
  const branch = [...branchTo(messages, leaf), said];
  const files = await filesOf(db, owner, branch);
  return { systemPrompt, messages: modelMessages(branch, files), files: [...files.values()] };
}

/** The same of messages that were just read. */
export async function historyFrom(
  db: Db,
  owner: Owner,
  { systemPrompt, messages }: { readonly systemPrompt: string; readonly messages: readonly Message[] },
  leaf: MessageId,
): Promise<History> {
  const branch = branchTo(messages, leaf);
  return { systemPrompt, messages: modelMessages(branch, await filesOf(db, owner, branch)) };
}

function filesOf(db: Db, owner: Owner, branch: readonly Message[]) {
  return readFiles(db, owner, fileIdsOf(branch));
}

/** Each once. */
export function fileIdsOf(branch: readonly Message[]): readonly FileId[] {
  return [...new Set(branch.flatMap((message) => (message.role === 'user' ? message.fileIds : [])))];
}

/** Perplexity's models take pictures and no documents. Texts are sent to all, as text. */
const TAKE_PDF: ReadonlySet<string> = new Set(['anthropic', 'openai']);

/** Throws `invalid_request` for a file that models of the provider do not take, and for more than one request can carry. */
export function requireSendable(
  files: readonly Pick<ChatFile, 'name' | 'mediaType' | 'bytes'>[],
  provider: string,
): void {
  const refused = files.find(({ mediaType }) => mediaType === 'application/pdf' && !TAKE_PDF.has(provider));
  if (refused) throw invalidRequest('body.fileIds', `models of ${provider} take no PDF (${refused.name})`);
  if (bytesOf(files) > MOST_FILE_BYTES)
    throw invalidRequest(
      'body.fileIds',
      'the files of this conversation are more than one request can carry (20 MB)',
    );
}

export function bytesOf(files: readonly Pick<ChatFile, 'bytes'>[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}
