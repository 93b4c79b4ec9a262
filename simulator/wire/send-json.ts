import type { Answer, Failure } from '../call.ts';
import type { Exchange } from '../exchange.ts';
import { writeSplit } from './paced-write.ts';
import { usageOnWire } from './usage-on-wire.ts';

export function sendFailure(exchange: Exchange, failure: Failure): void {
  const { provider, call, response } = exchange;
  exchange.settleFree('failed', failure.status);
  const headers = [
    ...jsonHeaders(failure.body),
    ...provider.headers(call.requestId),
    ...(failure.headers ?? []),
  ];
  response.writeHead(failure.status, headers);
  response.end(failure.body);
}

/** A whole answer at once. */
export async function sendJson(exchange: Exchange, answer: Answer): Promise<void> {
  const { provider, call, response } = exchange;
  const { fault, splitUtf8 } = call.directives;
  if (fault === 'error_first_event' || fault === 'error_mid_stream') {
    const { body } = provider.failure('server_error', call.requestId);
    exchange.settleFree('failed', 200, answer);
    response.writeHead(200, [...jsonHeaders(body), ...provider.headers(call.requestId)]).end(body);
    return;
  }
  const usage = usageOnWire(answer.billing, fault);
  const body = answer.json(usage);
  if (fault?.startsWith('cut_')) {
    exchange.settleWhole('cut', 200, answer, false);
    response.writeHead(200, [...jsonHeaders(body), ...provider.headers(call.requestId)]);
    const half = Buffer.from(body).subarray(0, fault === 'cut_at_start' ? 0 : body.length >> 1);
    response.write(half, () => response.socket?.destroy());
    if (half.length === 0) response.flushHeaders();
    if (half.length === 0) setTimeout(() => response.socket?.destroy(), 5);
    return;
  }
  const sent = fault === 'invalid_json' ? body.slice(0, -2) : body;
  const told = answer.billing !== undefined && sent.includes(answer.billing.usageText);
  exchange.settleWhole('answered', 200, answer, told);
  const type = fault === 'wrong_content_type' ? 'text/html; charset=utf-8' : 'application/json';
  response.writeHead(200, [...jsonHeaders(sent, type), ...provider.headers(call.requestId)]);
  if (splitUtf8) await writeSplit(response, sent);
  response.end(splitUtf8 ? undefined : sent);
}

function jsonHeaders(body: string, type = 'application/json'): string[] {
  return ['content-type', type, 'content-length', String(Buffer.byteLength(body))];
}
