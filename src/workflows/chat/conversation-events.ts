import { findCallsOfConversation } from '#billing/origins/origin-cost.store.ts';
import type { Changes } from '#db/changes.ts';
import type { Db } from '#db/database.ts';
import type { HttpAnswer } from '#http/http-answer.ts';
import { sseAnswer, sseEvent, sseRetry } from '#http/sse/sse-event.ts';
import { StreamGuard } from '#http/sse/stream-guard.ts';
import { StreamSlots } from '#http/sse/stream-slots.ts';
import type { Access } from '#identity/access/access.ts';
import { RIGHTS_TABLES, recheckOf } from '#identity/access/recheck.ts';
import type { Actor } from '#identity/actor.ts';
import type { ConversationId } from '#kernel/id.ts';
import type { AnswerDesk } from './answer-desk.ts';
import { AnswerFollower } from './answer-follower.ts';
import { requireConversation } from './conversation.service.ts';
import type { Answer } from './conversation.ts';
import type { FeedReader, ReadPlace } from './conversation-feed.ts';
import { describeAnswer } from './describe-message.ts';
import { listLateAnswers } from './message.store.ts';

const RETRY_MS = 1_000;
/** Streams of conversations that may be open at once. */
const STREAMS = { inAll: 2_000, perUser: 20 };
const TABLES = new Set(RIGHTS_TABLES);
/** A comment. */
const ALIVE = Buffer.from(': alive\n\n');

export interface ConversationEventsDeps {
  readonly db: Db;
  readonly desk: AnswerDesk;
  readonly access: Access;
  readonly changes: Changes;
}

/** A request for the stream of a conversation. */
export interface ConversationEventsCall {
  readonly actor: Actor;
  readonly conversationId: ConversationId;
  header(name: string): string | undefined;
  readonly signal: AbortSignal;
}

export interface ConversationEvents {
  /**
   * What happens in a conversation: first each answer that is being made, or has just ended, then every piece of it, as SSE. It ends
   * when its reader may not read it any more. Throws `not_found`, `rate_limited`, `overloaded`.
   */
  open(call: ConversationEventsCall): Promise<HttpAnswer>;
  close(): void;
}

export function createConversationEvents(deps: ConversationEventsDeps): ConversationEvents {
  const { db, desk } = deps;
  const slots = new StreamSlots(STREAMS);
  const guard = new StreamGuard({ changes: deps.changes, tables: TABLES, heartbeat: () => ALIVE });
  const follower = new AnswerFollower({ db, desk });
  return {
    async open(call) {
      const { actor, conversationId, signal } = call;
      await requireConversation(db, actor, conversationId);
      const release = slots.take(actor.userId);
      const place = { mandateId: actor.mandateId, conversationId };
      const reader = desk.feed.join(place);
      const recheck = recheckOf(deps.access, call, 'resource.workflows.chat');
      const stream = {
        queue: reader.queue,
        mayGoOn: async () => {
          await requireConversation(db, await recheck(), conversationId);
          return true;
        },
      };
      guard.add(stream);
      // Not at the end of the body, which nobody may ever begin to read.
      const end = () => {
        guard.remove(stream);
        reader.leave();
        release();
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
      return sseAnswer(bodyOf(deps, place, reader));
    },
    close: () => {
      guard.close();
      follower.close();
    },
  };
}

/**
 * The answers as they are, then what comes. He has joined before they are read, and gets whole answers since: so an end that comes
 * meanwhile follows on what was read before it. Pieces follow on what this process has at that moment.
 */
async function* bodyOf(
  { db, desk }: ConversationEventsDeps,
  { mandateId, conversationId }: ReadPlace,
  reader: FeedReader,
): AsyncIterable<Buffer> {
  yield sseRetry(RETRY_MS);
  const [late, calls] = await Promise.all([
    listLateAnswers(db, mandateId, conversationId),
    findCallsOfConversation(db, mandateId, conversationId),
  ]);
  const told = (answer: Answer) =>
    sseEvent({ event: 'answer', data: describeAnswer(answer, calls.get(answer.id) ?? []) });
  const here = desk.answersOf(conversationId);
  const elsewhere = late.filter(({ id }) => here.every((answer) => answer.id !== id)).map(told);
  for (const answer of here) reader.queue.push(told(answer));
  reader.follow();
  yield Buffer.concat(elsewhere);
  yield* reader.queue;
}
