import { sseEvent } from '#http/sse/sse-event.ts';
import { SseQueue } from '#http/sse/sse-queue.ts';
import type { ConversationId, MandateId } from '#kernel/id.ts';
import type { ChatEvent } from './chat.contract.ts';

/** What may wait for one reader: three answers of 100,000 tokens, each whole, and what comes meanwhile. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

/** A conversation that somebody reads. */
export interface ReadPlace {
  readonly mandateId: MandateId;
  readonly conversationId: ConversationId;
}

/** Somebody who looks at it. */
export interface FeedReader {
  readonly queue: SseQueue;
  /** He has got the answers as they are: from now on pieces of them follow. Until then he gets whole ones only. */
  follow(): void;
  leave(): void;
}

interface Readers {
  readonly place: ReadPlace;
  readonly queues: Set<SseQueue>;
  readonly following: Set<SseQueue>;
}

/** Who looks at conversations just now, in this process. */
export class ConversationFeed {
  readonly #readers = new Map<ConversationId, Readers>();

  join(place: ReadPlace): FeedReader {
    const queue = new SseQueue(MOST_WAITING_BYTES);
    const { conversationId } = place;
    const known = this.#readers.get(conversationId);
    const readers = known ?? { place, queues: new Set(), following: new Set() };
    this.#readers.set(conversationId, readers);
    readers.queues.add(queue);
    return {
      queue,
      follow: () => readers.following.add(queue),
      leave: () => {
        queue.end();
        readers.queues.delete(queue);
        readers.following.delete(queue);
        if (readers.queues.size === 0 && this.#readers.get(conversationId) === readers)
          this.#readers.delete(conversationId);
      },
    };
  }

  /** True if somebody looks at it. */
  isRead(conversationId: ConversationId): boolean {
    return this.#readers.has(conversationId);
  }

  /** All that somebody looks at. */
  places(): readonly ReadPlace[] {
    return [...this.#readers.values()].map(({ place }) => place);
  }

  /** Its readers are let go; they hear that it is not there any more when they come back. */
  close(conversationId: ConversationId): void {
    for (const queue of this.#readers.get(conversationId)?.queues ?? []) queue.end();
  }

  publish(conversationId: ConversationId, event: ChatEvent): void {
    const readers = this.#readers.get(conversationId);
    if (!readers) return;
    const bytes = sseEvent(event);
    for (const queue of event.event === 'answer' ? readers.queues : readers.following) queue.push(bytes);
  }
}
