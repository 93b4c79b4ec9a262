import { findCallsOfMessage } from '#billing/origins/origin-cost.store.ts';
import type { Db } from '#db/database.ts';
import type { HttpAnswer } from '#http/http-answer.ts';
import { sseAnswer, sseEvent, sseRetry } from '#http/sse/sse-event.ts';
import type { SseQueue } from '#http/sse/sse-queue.ts';
import type { StreamSlots } from '#http/sse/stream-slots.ts';
import type { ConversationId, MessageId } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import type { AnswerDesk } from './answer-desk.ts';
import { requireConversation } from './conversation.service.ts';
import type { Answer, Owner } from './conversation.ts';
import { describeAnswer } from './describe-message.ts';
import { listLateAnswers } from './message.store.ts';

const RETRY_MS = 1_000;
/** How often answers that another process makes are looked at. */
const LOOK_EVERY_MS = 2_000;
/** What keeps proxies from closing a quiet connection. */
const HEARTBEAT_EVERY_MS = 20_000;
const HEARTBEAT = Buffer.from(': still here\n\n');

export interface ConversationEventsDeps {
  readonly db: Db;
  readonly desk: AnswerDesk;
  readonly slots: StreamSlots;
  readonly log: Log;
}

/**
 * What happens in a conversation: first each answer that is being made, then every piece of it, as SSE. Throws `not_found`,
 * `rate_limited`, `overloaded`.
 */
export async function openEvents(
  deps: ConversationEventsDeps,
  owner: Owner,
  conversationId: ConversationId,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  await requireConversation(deps.db, owner, conversationId);
  const release = deps.slots.take(owner.userId);
  const here = deps.desk.answersOf(conversationId);
  const { queue, leave } = deps.desk.feed.join(conversationId);
  const follower = new Follower(deps, owner, conversationId, queue);
  const heartbeat = setInterval(() => queue.push(HEARTBEAT), HEARTBEAT_EVERY_MS);
  const end = () => {
    clearInterval(heartbeat);
    follower.stop();
    leave();
    release();
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return sseAnswer(bodyOf(follower, here, queue));
}

async function* bodyOf(follower: Follower, here: readonly Answer[], queue: SseQueue): AsyncIterable<Buffer> {
  yield sseRetry(RETRY_MS);
  for (const answer of here) yield await follower.eventOf(answer);
  yield* queue;
}

/** Looks at the answers that are not made here, for one reader. */
class Follower {
  readonly #deps: ConversationEventsDeps;
  readonly #owner: Owner;
  readonly #conversationId: ConversationId;
  readonly #queue: SseQueue;
  readonly #told = new Map<MessageId, string>();
  readonly #timer: NodeJS.Timeout;

  constructor(deps: ConversationEventsDeps, owner: Owner, conversationId: ConversationId, queue: SseQueue) {
    this.#deps = deps;
    this.#owner = owner;
    this.#conversationId = conversationId;
    this.#queue = queue;
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    void this.#look();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async eventOf(answer: Answer): Promise<Buffer> {
    const { db } = this.#deps;
    const calls = await findCallsOfMessage(db, this.#owner.mandateId, this.#conversationId, answer.id);
    return sseEvent({ event: 'answer', data: describeAnswer(answer, calls) });
  }

  async #look(): Promise<void> {
    try {
      const { db, desk } = this.#deps;
      const here = new Set(desk.answersOf(this.#conversationId).map(({ id }) => id));
      for (const { answer, version } of await listLateAnswers(
        db,
        this.#owner.mandateId,
        this.#conversationId,
      )) {
        if (here.has(answer.id) || this.#told.get(answer.id) === version) continue;
        this.#told.set(answer.id, version);
        this.#queue.push(await this.eventOf(answer));
      }
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'answers of another process could not be looked at; it goes on');
    }
  }
}
