import { type IncomingMessage, request } from 'node:http';

/** One call of a customer's program. */
export interface CallToMake {
  /** `/openai/v1/chat/completions` */
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
  readonly idempotencyKey?: string | undefined;
  /** When the caller goes away before the end; undefined: he stays. */
  readonly leave?: { readonly afterMs: number } | { readonly afterBytes: number } | undefined;
}

/** What the caller saw. */
export interface CallSeen {
  /** `unreachable`: not even a connection. `broken`: it ended before the answer did. `left`: the caller went away. */
  readonly ending: 'whole' | 'left' | 'broken' | 'unreachable';
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Longer than any answer takes; a call that hangs is given up then. */
const PATIENCE_MS = 40_000;

/** Makes one call, without any retry. Never rejects. */
export function makeCall(url: string, call: CallToMake): Promise<CallSeen> {
  return new Promise((resolve) => {
    const body = Buffer.from(JSON.stringify(call.body));
    let answer: IncomingMessage | undefined;
    let connected = false;
    let left = false;
    let text = '';
    const outgoing = request(url + call.path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${call.key}`,
        'content-type': 'application/json',
        'content-length': body.length,
        ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
      },
      agent: false,
    });
    const end = (ending: CallSeen['ending']) => {
      clearTimeout(leaving);
      resolve({
        ending: left ? 'left' : ending,
        status: answer?.statusCode,
        headers: headersOf(answer),
        text,
      });
    };
    const goAway = () => {
      left = true;
      outgoing.destroy();
      end('left');
    };
    const leaveAfterMs = call.leave && 'afterMs' in call.leave ? call.leave.afterMs : PATIENCE_MS;
    const leaving = setTimeout(goAway, leaveAfterMs);
    const leaveAfterBytes = call.leave && 'afterBytes' in call.leave ? call.leave.afterBytes : undefined;
    outgoing.on('socket', (socket) => socket.on('connect', () => (connected = true)));
    outgoing.on('error', () => end(connected ? 'broken' : 'unreachable'));
    outgoing.on('response', (incoming) => {
      answer = incoming;
      if (leaveAfterBytes === 0) return goAway();
      incoming.setEncoding('utf8');
      incoming.on('data', (piece: string) => {
        text += piece;
        if (leaveAfterBytes !== undefined && text.length >= leaveAfterBytes) goAway();
      });
      incoming.on('end', () => end(incoming.complete ? 'whole' : 'broken'));
      incoming.on('error', () => end('broken'));
      incoming.on('close', () => end('broken'));
    });
    outgoing.end(body);
  });
}

function headersOf(answer: IncomingMessage | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer?.headers ?? {})) headers[name] = String(value);
  return headers;
}

/** The transaction that the answer's head names, as the database has it: a bare uuid. */
export function transactionOf(seen: CallSeen): string | undefined {
  return seen.headers['x-rappen-transaction-id']?.slice('txn_'.length);
}

/** A refusal by the gateway itself, not one that it passed on from a provider. */
export function isOwnRefusal({ status, headers }: CallSeen): boolean {
  return (
    status !== undefined && OWN_REFUSALS.has(status) && headers['x-rappen-provider-request-id'] === undefined
  );
}

const OWN_REFUSALS: ReadonlySet<number> = new Set([401, 402, 403, 404, 409, 413, 415, 422, 503]);
