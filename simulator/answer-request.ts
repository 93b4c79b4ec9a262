import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Call, JsonObject, SimulatedProvider } from './call.ts';
import { type Directives, directivesIn, NO_DIRECTIVES } from './directives.ts';
import { Exchange } from './exchange.ts';
import { isPlain, sendPrepared } from './repeated-answers.ts';
import { readBody } from './request-body.ts';
import { isObject } from './request-texts.ts';
import type { SimulatorState } from './simulator-state.ts';
import { sendAnswer } from './wire/send-answer.ts';
import { sendFailure } from './wire/send-json.ts';

const GATEWAY_KEY = 'rpn_';

/** From one request at a provider's path to its answer: read, check the key, find the directives, answer, send. */
export async function answerRequest(
  state: SimulatorState,
  provider: SimulatedProvider,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { text, bytes } = await readBody(request);
  const plain = request.method === 'POST' && state.script.isEmpty && isPlain(state.settings);
  const same = `${provider.prefix}${path} ${request.headers['anthropic-version'] ?? ''} ${text}`;
  const known = plain ? state.repeated.find(same) : undefined;
  if (known && acceptsKey(state, provider, request)) {
    sendPrepared(known, state.ledger, request, response);
    return;
  }
  const requestId = provider.newRequestId();
  const base = {
    provider: provider.name,
    method: request.method ?? '',
    path,
    headers: request.headers,
    requestId,
  };
  const settings = state.settings;
  const refuse = (kind: 'bad_key' | 'bad_request', directives: Directives, detail?: string) => {
    const call = { ...base, body: {}, bodyBytes: bytes, directives, settings };
    const exchange = new Exchange(call, provider, response, state.ledger);
    if (kind === 'bad_key' && carriesGatewayKey(request)) exchange.settleFree('key_leaked', 401);
    sendFailure(exchange, provider.failure(kind, requestId, detail));
  };

  if (!acceptsKey(state, provider, request)) return refuse('bad_key', NO_DIRECTIVES);
  const body = parseBody(text);
  if (!body) return refuse('bad_request', NO_DIRECTIVES, 'The body is not a JSON object.');
  let directives: Directives;
  try {
    directives = readDirectives(state, { provider: provider.name, path, body }, text);
  } catch (error) {
    return refuse('bad_request', NO_DIRECTIVES, error instanceof Error ? error.message : String(error));
  }
  const call: Call = { ...base, body, bodyBytes: bytes, directives, settings };
  const exchange = new Exchange(call, provider, response, state.ledger);
  const answer = provider.answer(call);
  if (answer.kind === 'failure') return sendFailure(exchange, answer);
  if (plain && directives === NO_DIRECTIVES) state.repeated.learn(same, provider, path, answer, requestId);
  await sendAnswer(exchange, answer);
}

/** Any key will do unless one is configured, but never one of the gateway's own. */
function acceptsKey(
  { keys }: SimulatorState,
  provider: SimulatedProvider,
  request: IncomingMessage,
): boolean {
  if (carriesGatewayKey(request)) return false;
  const key = provider.readKey(request.headers);
  const expected = keys[provider.name];
  return key !== undefined && key !== '' && (expected === undefined || key === expected);
}

function carriesGatewayKey({ rawHeaders, url }: IncomingMessage): boolean {
  return rawHeaders.some((text) => text.includes(GATEWAY_KEY)) || (url ?? '').includes(GATEWAY_KEY);
}

function parseBody(text: string): JsonObject | undefined {
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** From the script and from the request's own text; the latter wins. */
function readDirectives(
  { script }: SimulatorState,
  request: Pick<Call, 'provider' | 'path' | 'body'>,
  text: string,
): Directives {
  const scripted = script.take(request);
  const own = directivesIn(text, request.body);
  if (scripted === NO_DIRECTIVES) return own;
  return own === NO_DIRECTIVES ? scripted : { ...scripted, ...own };
}
