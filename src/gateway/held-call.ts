import type { AnswerReader, MeteredRequest } from '#aicore/provider.ts';
import type { ServerSentEvent } from '#aicore/sse.ts';
import { TokenEstimate } from '#aicore/token-estimate.ts';
import type { Charge } from '#billing/ledger/ledger.ts';
import { type HoldId, idOf, type MandateId, type TransactionId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { Hold } from './authorise-call.ts';
import type { WatchedCall } from './call-watcher.ts';
import type { CallInFlight } from './calls-in-flight.ts';
import type { MeteredGatewayCall } from './gateway-call.ts';
import type { PinnedPrices } from './pinned-prices.ts';
import { chargeSoFar } from './price-usage.ts';
import type { StreamReader } from './relay-stream.ts';

const MAX_UNREAD_CHARACTERS = 128 * 1024;

/** A call from its hold to its settlement: what was asked, what may be spent, and what the answer has said so far. */
export class HeldCall implements CallInFlight, StreamReader, WatchedCall {
  readonly call: MeteredGatewayCall;
  readonly request: MeteredRequest;
  readonly prices: PinnedPrices;
  readonly hold: Hold;
  readonly answer: AnswerReader;
  /** Events of the answer so far. */
  position = 0;
  /** Ends the call now; set by who reads the answer. */
  breakOff: () => void = () => undefined;
  readonly #shown = new TokenEstimate();
  #unreadCharacters = 0;

  constructor(call: MeteredGatewayCall, request: MeteredRequest, prices: PinnedPrices, hold: Hold) {
    this.call = call;
    this.request = request;
    this.prices = prices;
    this.hold = hold;
    this.answer = call.endpoint.readAnswer(request);
  }

  get mandateId(): MandateId {
    return this.call.actor.mandateId;
  }

  get holdId(): HoldId {
    return this.hold.id;
  }

  /** The hold and the booking that it becomes share one uuid. */
  get transactionId(): TransactionId {
    return idOf('txn', uuidOf(this.hold.id));
  }

  get provider(): string {
    return this.call.provider.name;
  }

  get model(): string {
    return this.request.model;
  }

  get heldNanoChf(): NanoChf {
    return this.hold.grantedNanoChf;
  }

  get loweredOutputTokens(): number | undefined {
    return this.hold.loweredOutputTokens;
  }

  readEvent(event: ServerSentEvent): 'pass' | 'drop' {
    this.position++;
    const verdict = this.answer.event(event);
    this.#unreadCharacters += event.data?.length ?? 0;
    // The text of a fast stream is counted before it grows; the journal comes round only every second.
    if (this.#unreadCharacters > MAX_UNREAD_CHARACTERS) this.shownOutputTokens();
    return verdict;
  }

  isComplete(): boolean {
    return this.answer.complete;
  }

  /** Tokens of the output that has been shown so far, by tokenizer. The text itself is not kept. */
  shownOutputTokens(): number {
    this.#unreadCharacters = 0;
    this.#shown.add(this.answer.takeStreamedText());
    return this.#shown.tokens;
  }

  progress(): Charge | undefined {
    return chargeSoFar(this);
  }

  chargeSoFar(): NanoChf | undefined {
    return this.progress()?.amount;
  }
}
