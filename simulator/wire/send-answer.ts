import type { Answer, FailureKind } from '../call.ts';
import type { Fault } from '../directives.ts';
import type { Exchange } from '../exchange.ts';
import type { Settings } from '../simulator-settings.ts';
import { wait } from './paced-write.ts';
import { sendFailure, sendJson } from './send-json.ts';
import { sendStream } from './send-stream.ts';

/** Sends the answer, with the delays and the fault that the request asks for, and settles what it costs. */
export async function sendAnswer(exchange: Exchange, answer: Answer): Promise<void> {
  const { call, response } = exchange;
  const { directives, settings } = call;
  if (endsBeforeGeneration(exchange, directives.fault)) return;
  const delayMs = directives.firstByteDelayMs ?? settings.firstByteDelayMs;
  // Also without a delay: the caller may have left while the request was read.
  if (!(await stays(response, delayMs, settings.pace))) {
    // A stream that nobody waits for stops before its first token; a whole answer is generated anyway.
    if (answer.stream) exchange.settlePart('aborted', answer, 0);
    else exchange.settleWhole('aborted', 0, answer, false);
    return;
  }
  if (directives.fault === 'reset_after_generation') {
    exchange.settleWhole('reset', 0, answer, false);
    response.socket?.resetAndDestroy();
  } else if (answer.stream) {
    await sendStream(exchange, answer);
  } else {
    await sendJson(exchange, answer);
  }
}

function stays(
  response: Exchange['response'],
  delayMs: number,
  pace: Settings['pace'],
): boolean | Promise<boolean> {
  return delayMs > 0 || pace ? wait(response, delayMs, pace) : !response.destroyed;
}

const REFUSALS: Partial<Record<Fault, FailureKind>> = {
  rate_limited: 'rate_limited',
  server_error: 'server_error',
  overloaded: 'overloaded',
  bad_request: 'bad_request',
  plan_limit: 'plan_limit',
  key_limit: 'key_limit',
};

/** The faults that cost nothing. True if there was one. */
function endsBeforeGeneration(exchange: Exchange, fault: Fault | undefined): boolean {
  if (fault === undefined) return false;
  const { call, provider, response } = exchange;
  const refusal = REFUSALS[fault];
  if (refusal) {
    const failure = provider.failure(refusal, call.requestId);
    const { retryAfter = refusal === 'rate_limited' ? 1 : undefined } = call.directives;
    const headers = retryAfter === undefined ? [] : ['retry-after', String(retryAfter)];
    sendFailure(exchange, { ...failure, headers });
    return true;
  }
  switch (fault) {
    case 'reset_before_generation':
      exchange.settleFree('reset', 0);
      response.socket?.resetAndDestroy();
      return true;
    case 'hang':
      response.on('close', () => exchange.settleFree('hung', 0));
      if (response.destroyed) exchange.settleFree('hung', 0);
      return true;
    case 'redirect':
      exchange.settleFree('redirected', 302);
      response.writeHead(302, { location: call.directives.location ?? trapUrl(exchange) }).end();
      return true;
    default:
      return false;
  }
}

/** Another host name for the simulator itself: who follows the redirect is noticed. */
function trapUrl({ response }: Exchange): string {
  return `http://localhost:${response.socket?.localPort}/_sim/trap`;
}
