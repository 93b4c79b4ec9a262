import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, SimulatedProvider, Usd } from './call.ts';
import { NO_DIRECTIVES } from './directives.ts';
import { callerIds } from './exchange.ts';
import { renewedId } from './ids.ts';
import type { SimulatorLedger } from './ledger/simulator-ledger.ts';
import type { Settings } from './simulator-settings.ts';
import { eventText } from './wire/event-text.ts';

const MOST_ANSWERS = 1000;
const MOST_CHARACTERS = 8192;
const MOST_DELTAS = 64;
/** What makes two answers to the same body differ: the prompt cache, ids of tool calls, directives. */
const NOT_REPEATABLE = ['"cache_control"', '"tools"', '[[sim:'];
const ID_TAIL = 24;

/**
 * Plain answers to bodies that come again and again, as in a benchmark: text and price are kept, only the ids are new
 * each time. They are forgotten after a second, so that `created` stays right.
 */
export class RepeatedAnswers {
  readonly #answers = new Map<string, PreparedAnswer>();
  #second = 0;

  find(sameRequest: string): PreparedAnswer | undefined {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) {
      this.#answers.clear();
      this.#second = second;
      return undefined;
    }
    return this.#answers.get(sameRequest);
  }

  learn(
    sameRequest: string,
    provider: SimulatedProvider,
    path: string,
    answer: Answer,
    requestId: string,
  ): void {
    if (sameRequest.length > MOST_CHARACTERS || this.#answers.size >= MOST_ANSWERS) return;
    if (answer.deltaCount > MOST_DELTAS || NOT_REPEATABLE.some((text) => sameRequest.includes(text))) return;
    const prepared = prepare(provider, path, answer, requestId);
    if (prepared) this.#answers.set(sameRequest, prepared);
  }

  forget(): void {
    this.#answers.clear();
  }
}

/** True while nothing but plain answers is asked of the simulator. */
export function isPlain({ firstByteDelayMs, chunkDelayMs, pace }: Settings): boolean {
  return firstByteDelayMs === 0 && chunkDelayMs === 0 && pace === undefined;
}

export interface PreparedAnswer {
  readonly provider: SimulatedProvider;
  readonly path: string;
  readonly answer: Answer;
  readonly idIsRequestId: boolean;
  /** The text without the end of the answer's id, wherever that occurs. */
  readonly parts: readonly string[];
  readonly headers: readonly string[];
  readonly usageText: string;
  readonly usageSent: boolean;
  readonly cost: Usd;
}

function prepare(
  provider: SimulatedProvider,
  path: string,
  answer: Answer,
  requestId: string,
): PreparedAnswer | undefined {
  const { billing, stream, id } = answer;
  if (!billing || id === '') return undefined;
  const usage = { text: billing.usageText, twice: false, afterEnd: false };
  const events = stream ? [...answer.events(usage)] : [];
  const text = stream ? events.map((event) => eventText(event, NO_DIRECTIVES)).join('') : answer.json(usage);
  return {
    provider,
    path,
    answer,
    idIsRequestId: id === requestId,
    parts: text.split(id.slice(-ID_TAIL)),
    headers: stream
      ? ['content-type', 'text/event-stream; charset=utf-8', 'cache-control', 'no-cache']
      : ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(text))],
    usageText: billing.usageText,
    usageSent: stream ? events.some(({ kind }) => kind === 'usage') : text.includes(billing.usageText),
    cost: billing.priceOf(billing.usageText),
  };
}

export function sendPrepared(
  prepared: PreparedAnswer,
  ledger: SimulatorLedger,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { provider, answer } = prepared;
  const answerId = renewedId(answer.id);
  const requestId = prepared.idIsRequestId ? answerId : provider.newRequestId();
  ledger.settle({
    provider: provider.name,
    method: 'POST',
    path: prepared.path,
    stream: answer.stream,
    status: 200,
    outcome: 'answered',
    requestedModel: answer.requestedModel,
    model: answer.model,
    requestId,
    answerId,
    callerIds: callerIds(request.headers),
    billed: true,
    usageText: prepared.usageText,
    usageSent: prepared.usageSent,
    cost: prepared.cost,
  });
  response.writeHead(200, [...prepared.headers, ...provider.headers(requestId)]);
  response.end(prepared.parts.join(answerId.slice(-ID_TAIL)));
}
