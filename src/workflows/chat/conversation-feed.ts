import { sseEvent } from '#http/sse/sse-event.ts';
import { SseQueue } from '#http/sse/sse-queue.ts';
import type { ConversationId } from '#kernel/id.ts';
import type { ChatEvent } from './chat.contract.ts';

/** What may wait for one reader: an answer of 100,000 tokens. */
const MOST_WAITING_BYTES = 1024 * 1024;

/** Who looks at conversations just now, in this process. */
export class ConversationFeed {
  readonly #readers = new Map<ConversationId, Set<SseQueue>>();

  /** Answers what will come, and how to leave. */
  join(conversationId: ConversationId): { readonly queue: SseQueue; readonly leave: () => void } {
    const queue = new SseQueue(MOST_WAITING_BYTES);
    const readers = this.#readers.get(conversationId) ?? new Set();
    this.#readers.set(conversationId, readers.add(queue));
    return {
      queue,
      leave: () => {
        queue.end();
        readers.delete(queue);
        if (readers.size === 0) this.#readers.delete(conversationId);
      },
    };
  }

  /** True if somebody looks at it. */
  isRead(conversationId: ConversationId): boolean {
    return this.#readers.has(conversationId);
  }

  publish(conversationId: ConversationId, event: ChatEvent): void {
    const readers = this.#readers.get(conversationId);
    if (!readers) return;
    const bytes = sseEvent(event);
    for (const queue of readers) queue.push(bytes);
  }
}
