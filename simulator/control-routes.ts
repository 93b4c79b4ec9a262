import type { IncomingMessage, ServerResponse } from 'node:http';
import { NO_DIRECTIVES } from './directives.ts';
import { Exchange } from './exchange.ts';
import { clearPromptCache } from './providers/anthropic/anthropic-prompt-cache.ts';
import { anthropic } from './providers/anthropic/anthropic-provider.ts';
import { readBody } from './request-body.ts';
import { isObject } from './request-texts.ts';
import { DEFAULT_SETTINGS } from './simulator-settings.ts';
import type { SimulatorState } from './simulator-state.ts';

/** `/_sim/...`: the same as the programming interface, for tests whose simulator is another process. */
export async function answerControl(
  state: SimulatorState,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { text } = await readBody(request);
  try {
    const result = control(state, `${request.method} ${url.pathname}`, url, text, request, response);
    if (result === undefined)
      send(response, 404, { error: `no such control: ${request.method} ${url.pathname}` });
    else send(response, 200, result);
  } catch (error) {
    send(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function control(
  state: SimulatorState,
  route: string,
  url: URL,
  text: string,
  request: IncomingMessage,
  response: ServerResponse,
): unknown {
  switch (route) {
    case 'GET /_sim/ledger': {
      const id = url.searchParams.get('id');
      const entries = id === null ? state.ledger.entries : state.ledger.find(id);
      return { counters: state.ledger.counters(), entries };
    }
    case 'GET /_sim/counters':
      return state.ledger.counters();
    case 'POST /_sim/script':
      for (const entry of [JSON.parse(text)].flat()) state.script.add(entry);
      return { ok: true };
    case 'POST /_sim/settings':
      state.repeated.forget();
      state.settings = { ...state.settings, ...settingsFrom(JSON.parse(text)) };
      return state.settings;
    case 'POST /_sim/reset':
      resetState(state);
      return { ok: true };
    case 'GET /_sim/trap':
    case 'POST /_sim/trap':
      spring(state, request, response);
      return { trapped: true };
    default:
      return undefined;
  }
}

/** Forgets everything, but for the keys. */
export function resetState(state: SimulatorState): void {
  state.ledger.reset();
  state.script.clear();
  state.repeated.forget();
  state.settings = DEFAULT_SETTINGS;
  clearPromptCache();
}

function settingsFrom(value: unknown): Record<string, number | undefined> {
  if (!isObject(value)) throw new Error('settings are a JSON object');
  for (const [name, setting] of Object.entries(value)) {
    if (!(name in DEFAULT_SETTINGS)) throw new Error(`no such setting: ${name}`);
    if (typeof setting !== 'number' || !(setting >= 0)) throw new Error(`${name} is not a number`);
  }
  return value as Record<string, number>;
}

/** Somebody followed a redirect. */
function spring(
  { ledger, settings }: SimulatorState,
  { headers, method }: IncomingMessage,
  response: ServerResponse,
): void {
  const call = {
    provider: anthropic.name,
    method: method ?? '',
    path: '/_sim/trap',
    headers,
    body: {},
    bodyBytes: 0,
    directives: NO_DIRECTIVES,
    settings,
    requestId: anthropic.newRequestId(),
  };
  new Exchange(call, anthropic, response, ledger).settleFree('trapped', 200);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
