import type { ConversationId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import type { TaskEvent } from '../processor/task-event.ts';
import { type AnswerSoFar, grow, NOTHING_YET } from './answer.ts';
import type { ConversationFeed } from './conversation-feed.ts';
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
  /** Something has come since `takeChange` was asked. */
  #hasChanged = false;
  readonly #feed: ConversationFeed;
  readonly #calls = new Map<string, CallMoney>();
  #untold: { type: 'text' | 'reasoning'; delta: string } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(place: MessagePlace, feed: ConversationFeed) {
    this.place = place;
    this.#feed = feed;
  }

  get conversationId(): ConversationId {
    return this.place.conversationId;
  }

  /** One more event of the task. Answers whether readers should get the answer anew. */
  take(event: TaskEvent): 'told' | 'tell_whole' {
    this.#hasChanged = true;
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

  /** True if it has changed since this was asked last. */
  takeChange(): boolean {
    const hasChanged = this.#hasChanged;
    this.#hasChanged = false;
    return hasChanged;
  }

  /** Tells what has not been told yet. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const untold = this.#untold;
    this.#untold = undefined;
    if (!untold) return;
    const data = { messageId: this.place.messageId, delta: untold.delta };
    this.#feed.publish(this.conversationId, { event: untold.type, data });
  }

  #add(type: 'text' | 'reasoning', delta: string): void {
    if (!this.#feed.isRead(this.conversationId)) return;
    if (this.#untold && this.#untold.type !== type) this.flush();
    this.#untold = { type, delta: (this.#untold?.delta ?? '') + delta };
    this.#timer ??= setTimeout(() => this.flush(), TELL_EVERY_MS);
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
