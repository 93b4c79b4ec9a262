import { findCallsOfConversation } from '#billing/origins/origin-cost.store.ts';
import type { Db } from '#db/database.ts';
import type { HttpAnswer } from '#http/http-answer.ts';
import { AppError } from '#kernel/error.ts';
import type { ConversationId, MessageId } from '#kernel/id.ts';
import { listFiles } from './chat-file.store.ts';
import { requireConversation } from './conversation.service.ts';
import { branchTo, type Owner } from './conversation.ts';
import { markdownOf } from './export-conversation.ts';
import { listMessages } from './message.store.ts';

/** The branch that ends with this message (default: the newest) as a file. Throws `not_found`. */
export async function exportConversation(
  db: Db,
  owner: Owner,
  id: ConversationId,
  leaf: MessageId | undefined,
): Promise<HttpAnswer> {
  const conversation = await requireConversation(db, owner, id);
  const [messages, files, calls] = await Promise.all([
    listMessages(db, owner.mandateId, id),
    listFiles(db, owner.mandateId, id),
    findCallsOfConversation(db, owner.mandateId, id),
  ]);
  const branch = branchTo(messages, leaf ?? messages.at(-1)?.id);
  if (leaf !== undefined && branch.length === 0)
    throw new AppError('not_found', {}, 'There is no such message.');
  return {
    status: 200,
    headers: {
      'content-type': 'text/markdown; charset=utf-8',
      'content-disposition': `attachment; filename="conversation-${id.slice(4, 12)}.md"`,
    },
    body: Buffer.from(markdownOf(conversation, branch, files, calls)),
  };
}
