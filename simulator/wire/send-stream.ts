import type { Answer, UsageOnWire, WireEvent } from '../call.ts';
import type { Directives, Fault } from '../directives.ts';
import type { Exchange } from '../exchange.ts';
import { eventText } from './event-text.ts';
import { wait, write, writeSplit } from './paced-write.ts';
import { usageOnWire } from './usage-on-wire.ts';

const MOST_AT_ONCE = 256;

/** An answer as server-sent events. Without delays and faults it is one write. */
export async function sendStream(exchange: Exchange, answer: Answer): Promise<void> {
  const { call, provider, response } = exchange;
  const { directives, settings } = call;
  const usage = usageOnWire(answer.billing, directives.fault);
  const type = directives.fault === 'wrong_content_type' ? 'text/html' : 'text/event-stream; charset=utf-8';
  const headers = ['content-type', type, 'cache-control', 'no-cache', ...provider.headers(call.requestId)];
  response.writeHead(200, headers);
  const chunkDelayMs = directives.chunkDelayMs ?? settings.chunkDelayMs;
  const paced = chunkDelayMs > 0 || settings.pace || directives.splitUtf8 || answer.deltaCount > MOST_AT_ONCE;
  if (!paced && !STREAM_FAULTS.has(directives.fault)) sendAtOnce(exchange, answer, usage);
  else await sendEventByEvent(exchange, answer, usage, chunkDelayMs);
}

function sendAtOnce(exchange: Exchange, answer: Answer, usage: UsageOnWire): void {
  const { directives } = exchange.call;
  let text = '';
  let told = false;
  for (const event of eventsOf(answer, usage, directives)) {
    text += eventText(event, directives);
    told ||= tellsUsage(event, answer, usage);
  }
  exchange.settleWhole('answered', 200, answer, told);
  exchange.response.end(text);
}

function eventsOf(answer: Answer, usage: UsageOnWire, { repeatStart }: Directives): Iterable<WireEvent> {
  const events = answer.events(usage);
  return repeatStart ? withFirstTwice(events) : events;
}

function* withFirstTwice(events: Iterable<WireEvent>): Generator<WireEvent> {
  let first = true;
  for (const event of events) {
    yield event;
    if (first) yield event;
    first = false;
  }
}

function tellsUsage(event: WireEvent, answer: Answer, usage: UsageOnWire): boolean {
  return event.kind === 'usage' && usage.text !== undefined && usage.text === answer.billing?.usageText;
}

/** Faults that act within the stream. */
const STREAM_FAULTS: ReadonlySet<Fault | undefined> = new Set<Fault>([
  'error_first_event',
  'error_mid_stream',
  'cut_at_start',
  'cut_mid_event',
  'cut_mid_stream',
  'cut_before_usage',
  'hang_mid_stream',
  'invalid_json',
]);

async function sendEventByEvent(
  exchange: Exchange,
  answer: Answer,
  usage: UsageOnWire,
  chunkDelayMs: number,
): Promise<void> {
  const { response, call } = exchange;
  const { directives } = call;
  const faultAfter = directives.afterChunks ?? answer.deltaCount >> 1;
  let deltas = 0;
  let generated = 0;
  let told = false;
  response.on('close', () => exchange.settlePart('aborted', answer, generated));
  const events = eventsOf(answer, usage, directives)[Symbol.iterator]();
  for (let next = events.next(), event = next.value; !next.done; event = next.value) {
    const fault = faultNow(directives.fault, event, deltas, faultAfter);
    if (fault !== undefined) {
      await strike(exchange, answer, fault, event, generated);
      return;
    }
    if (event.kind === 'text') {
      if (deltas > 0 && !(await wait(response, chunkDelayMs, call.settings.pace))) break;
      deltas += 1;
      generated = event.outputTokens ?? generated;
    } else if (event.kind === 'usage' || event.kind === 'end') {
      generated = answer.billing?.outputTokens ?? 0;
      told ||= tellsUsage(event, answer, usage);
    }
    next = events.next();
    // The books are closed before the last byte is out, so that who has read it all finds the entry.
    if (next.done) exchange.settleWhole('answered', 200, answer, told);
    if (!(await send(exchange, event))) break;
  }
  // Only who left early finds this call unsettled here.
  exchange.settlePart('aborted', answer, generated);
  response.end();
}

async function send({ response, call }: Exchange, event: WireEvent): Promise<boolean> {
  const text = eventText(event, call.directives);
  return call.directives.splitUtf8 ? writeSplit(response, text) : write(response, text);
}

/** The fault, once its moment has come. */
function faultNow(
  fault: Fault | undefined,
  event: WireEvent,
  deltas: number,
  after: number,
): Fault | undefined {
  switch (fault) {
    case 'error_first_event':
    case 'cut_at_start':
      return fault;
    case 'error_mid_stream':
    case 'cut_mid_stream':
    case 'cut_mid_event':
    case 'hang_mid_stream':
    case 'invalid_json':
      return event.kind !== 'head' && event.kind !== 'middle' && deltas >= after ? fault : undefined;
    case 'cut_before_usage':
      return event.kind === 'usage' || event.kind === 'end' ? fault : undefined;
    default:
      return undefined;
  }
}

/** Lets the fault happen instead of the event, and bills what was generated until now. */
async function strike(
  exchange: Exchange,
  answer: Answer,
  fault: Fault,
  event: WireEvent,
  generated: number,
): Promise<void> {
  const { provider, call, response } = exchange;
  const { directives } = call;
  switch (fault) {
    case 'error_first_event':
    case 'error_mid_stream':
      if (fault === 'error_first_event') exchange.settleFree('failed', 200, answer);
      else exchange.settlePart('failed', answer, generated);
      for (const error of provider.failureEvents('overloaded', call.requestId)) {
        await write(response, eventText(error, directives));
      }
      response.end();
      return;
    case 'hang_mid_stream':
      return;
    case 'invalid_json':
      exchange.settlePart('answered', answer, generated);
      response.end(`data: ${event.data.slice(0, event.data.length >> 1)}\n\n`);
      return;
    default: {
      exchange.settlePart(
        'cut',
        answer,
        fault === 'cut_before_usage' ? (answer.billing?.outputTokens ?? 0) : generated,
      );
      const half = fault === 'cut_mid_event' ? eventText(event, directives).slice(0, 20) : '';
      if (half === '') response.flushHeaders();
      else await write(response, half);
      // What was written before must arrive; only then is the connection ended.
      setTimeout(() => response.socket?.destroy(), 5);
    }
  }
}
