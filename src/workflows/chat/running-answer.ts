import type { ConversationId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import type { TaskEvent } from '../processor/task-event.ts';
import type { ConversationFeed } from './conversation-feed.ts';
import { type AnswerOutcome, type AnswerSoFar, grow, NOTHING_YET } from './growing-answer.ts';
import type { MessagePlace } from './message.store.ts';

/** Small pieces that come fast are told together. */
const TELL_EVERY_MS = 30;

interface CallMoney {
  readonly held: NanoChf;
  readonly soFar: NanoChf;
  readonly charged: NanoChf;
}

/** An answer that is being made in this process: what it is by now, told to those who look. */
export class RunningAnswer {
  readonly place: MessagePlace;
  readonly stop = new AbortController();
  soFar: AnswerSoFar = NOTHING_YET;
  /** Undefined: it is being made. */
  outcome: (AnswerOutcome & { readonly endedAt: Date }) | undefined;
  /** Something has come that is not stored. */
  hasChanged = false;
  readonly #feed: ConversationFeed;
  readonly #calls = new Map<string, CallMoney>();
  #untold: { type: 'text' | 'reasoning'; delta: string } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #toldAtMs = -TELL_EVERY_MS;

  constructor(place: MessagePlace, feed: ConversationFeed) {
    this.place = place;
    this.#feed = feed;
  }

  get conversationId(): ConversationId {
    return this.place.conversationId;
  }

  /** One more event of the task. Answers whether readers should get the answer anew. */
  take(event: TaskEvent): 'told' | 'tell_whole' {
    // What comes after the end is only what it costs.
    if (this.outcome && !isMoney(event)) return 'told';
    this.hasChanged = true;
    this.soFar = grow(this.soFar, event);
    switch (event.type) {
      case 'text':
      case 'reasoning':
        this.#add(event.type, event.delta);
        return 'told';
      case 'held':
        this.#calls.set(event.transactionId, { held: event.heldNanoChf, soFar: 0n, charged: 0n });
        break;
      case 'running':
        this.#change(event.transactionId, { soFar: event.soFarNanoChf });
        break;
      case 'charged':
        this.#change(event.transactionId, { held: 0n, soFar: 0n, charged: event.chargeNanoChf });
        break;
      case 'not_charged':
        this.#change(event.transactionId, { held: 0n, soFar: 0n });
        break;
      default:
        this.flush();
        return 'tell_whole';
    }
    this.#tellCost();
    return 'told';
  }

  /** Tells what has not been told yet. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const untold = this.#untold;
    this.#untold = undefined;
    if (!untold) return;
    this.#toldAtMs = performance.now();
    const data = { messageId: this.place.messageId, delta: untold.delta };
    this.#feed.publish(this.conversationId, { event: untold.type, data });
  }

  #add(type: 'text' | 'reasoning', delta: string): void {
    if (!this.#feed.isRead(this.conversationId)) return;
    if (this.#untold && this.#untold.type !== type) this.flush();
    this.#untold = { type, delta: (this.#untold?.delta ?? '') + delta };
    // The first piece at once: somebody waits for it.
    if (performance.now() - this.#toldAtMs >= TELL_EVERY_MS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), TELL_EVERY_MS);
  }

  #change(id: string, change: Partial<CallMoney>): void {
    const call = this.#calls.get(id);
    if (call) this.#calls.set(id, { ...call, ...change });
  }

  #tellCost(): void {
    if (!this.#feed.isRead(this.conversationId)) return;
    const sum = (amount: (call: CallMoney) => NanoChf) =>
      formatChf([...this.#calls.values()].reduce((total, call) => total + amount(call), 0n));
    this.#feed.publish(this.conversationId, {
      event: 'cost',
      data: {
        messageId: this.place.messageId,
        heldChf: sum(({ held }) => held),
        soFarChf: sum(({ soFar, charged }) => soFar + charged),
        chargedChf: sum(({ charged }) => charged),
      },
    });
  }
}

function isMoney({ type }: TaskEvent): boolean {
  return type === 'held' || type === 'running' || type === 'charged' || type === 'not_charged';
}
