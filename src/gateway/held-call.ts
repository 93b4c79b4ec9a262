import type { AnswerReader, MeteredRequest } from '#aicore/provider.ts';
import type { ServerSentEvent } from '#aicore/sse.ts';
import { countTokens } from '#aicore/tokens.ts';
import type { Charge } from '#billing/ledger/ledger.ts';
import type { HoldId, MandateId } from '#kernel/id.ts';
import type { Hold } from './authorise-call.ts';
import type { CallInFlight } from './calls-in-flight.ts';
import type { MeteredGatewayCall } from './gateway-call.ts';
import type { PinnedPrices } from './pinned-prices.ts';
import { chargeSoFar } from './price-usage.ts';
import type { StreamReader } from './relay-stream.ts';

/** A call from its hold to its settlement: what was asked, what may be spent, and what the answer has said so far. */
export class HeldCall implements CallInFlight, StreamReader {
  readonly call: MeteredGatewayCall;
  readonly request: MeteredRequest;
  readonly prices: PinnedPrices;
  readonly hold: Hold;
  readonly answer: AnswerReader;
  /** Events of the answer so far. */
  position = 0;
  /** Ends the call now; set by who reads the answer. */
  breakOff: () => void = () => undefined;
  #countedTokens = 0;

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

  readEvent(event: ServerSentEvent): 'pass' | 'drop' {
    this.position++;
    return this.answer.event(event);
  }

  isComplete(): boolean {
    return this.answer.complete;
  }

  /** Tokens of the output that has been shown so far, by tokenizer. The text itself is not kept. */
  shownOutputTokens(): number {
    const text = this.answer.takeStreamedText();
    if (text !== '') this.#countedTokens += countTokens(text);
    return this.#countedTokens;
  }

  progress(): Charge | undefined {
    return chargeSoFar(this);
  }
}
