import { reconnectDelayMs } from '#web/features/live/reconnect-delay.ts';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { readEvents } from '#web/lib/api/event-stream.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { ChatPlace } from '../calls/chat-calls.ts';
import type { StreamEvent } from '../model/chat-types.ts';

export type StreamState = 'connecting' | 'live' | 'cut';

export interface ConversationStreamDeps extends ChatPlace {
  /** Events that came close together, in order. */
  onEvents(events: readonly StreamEvent[]): void;
  /** `isFirst`: no other connection was before it; otherwise something may have been missed. */
  onConnected(isFirst: boolean): void;
  onState(state: StreamState): void;
}

const EVENT_NAMES: readonly string[] = [
  'answer',
  'text',
  'reasoning',
  'cost',
] satisfies StreamEvent['event'][];
/** So often the page is drawn anew, at most. */
const GATHERED_MS = 60;
/** The server sends something every 15 s. */
const SILENT_MS = 45_000;
/** A connection that comes back at once is none that anybody needs to hear of. */
const CUT_SAID_AFTER_MS = 2_000;

/** The stream of one conversation, which comes back by itself until it is closed. */
export class ConversationStream {
  readonly #deps: ConversationStreamDeps;
  readonly #closed = new AbortController();
  #waiting: StreamEvent[] = [];
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #retry: (() => void) | undefined;

  constructor(deps: ConversationStreamDeps) {
    this.#deps = deps;
  }

  open(): void {
    void this.#keepOpen();
  }

  close(): void {
    this.#closed.abort();
    this.#retry?.();
    clearTimeout(this.#gathering);
    // What came is not lost to whoever comes back.
    this.#flush();
  }

  /** The network is back, or somebody looks: no reason to wait any longer. */
  hurry(): void {
    this.#retry?.();
  }

  async #keepOpen(): Promise<void> {
    let failures = 0;
    let isFirst = true;
    let cutSaid: ReturnType<typeof setTimeout> | undefined;
    this.#deps.onState('connecting');
    while (!this.#closed.signal.aborted) {
      const isHeard = await this.#listen(() => {
        clearTimeout(cutSaid);
        cutSaid = undefined;
        failures = 0;
        this.#deps.onState('live');
        this.#deps.onConnected(isFirst);
        isFirst = false;
      });
      if (this.#closed.signal.aborted || isHeard === 'never again') break;
      cutSaid ??= setTimeout(() => this.#deps.onState('cut'), CUT_SAID_AFTER_MS);
      await this.#pause(reconnectDelayMs(failures++));
    }
    clearTimeout(cutSaid);
  }

  /** Until the connection ends, however it does. */
  async #listen(onOpen: () => void): Promise<'ended' | 'never again'> {
    const { mandateId, conversationId } = this.#deps;
    const silent = new AbortController();
    let watch: ReturnType<typeof setTimeout> | undefined;
    const beHeard = () => {
      clearTimeout(watch);
      watch = setTimeout(() => silent.abort(), SILENT_MS);
    };
    beHeard();
    try {
      const bytes = await answerOf(
        apiIn(mandateId).GET('/api/chat/conversations/{conversationId}/events', {
          params: { path: { conversationId } },
          parseAs: 'stream',
          signal: AbortSignal.any([this.#closed.signal, silent.signal]),
        }),
      );
      if (!bytes) return 'ended';
      onOpen();
      for await (const { name, data } of readEvents(bytes)) {
        beHeard();
        if (EVENT_NAMES.includes(name)) this.#gather({ event: name, data: JSON.parse(data) } as StreamEvent);
      }
      return 'ended';
    } catch (error) {
      return isFinal(error) ? 'never again' : 'ended';
    } finally {
      clearTimeout(watch);
    }
  }

  #gather(event: StreamEvent): void {
    this.#waiting.push(event);
    this.#gathering ??= setTimeout(() => this.#flush(), GATHERED_MS);
  }

  #flush(): void {
    this.#gathering = undefined;
    const events = this.#waiting;
    this.#waiting = [];
    if (events.length > 0) this.#deps.onEvents(events);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#retry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** It has been deleted, or may not be read: the page says so by itself when it reads the conversation. */
function isFinal(error: unknown): boolean {
  return error instanceof ApiProblem && [401, 403, 404, 422].includes(error.status);
}
