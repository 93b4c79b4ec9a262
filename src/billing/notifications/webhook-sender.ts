import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Client } from 'undici';
import { faultOfAddress, hostOf, isPublicAddress } from './webhook-address.ts';

/** Sends to addresses that customers chose: Rappen's only requests to anything but a provider or a mail server. */
export interface WebhookSender {
  /** One attempt. It never throws, and tells nothing of the answer but its status. */
  send(address: string, message: WebhookMessage): Promise<WebhookOutcome>;
}

export interface WebhookMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type WebhookProblem =
  | 'address_not_allowed'
  | 'name_not_found'
  | 'timeout'
  | 'connection_failed'
  | 'redirected'
  | 'refused';

export interface WebhookOutcome {
  readonly isDelivered: boolean;
  /** Undefined: there was no answer. */
  readonly status?: number;
  readonly problem?: WebhookProblem;
}

/** For tests: which name leads where, which addresses are right, whose certificates count. */
export interface WebhookNetwork {
  resolve(host: string): Promise<readonly string[]>;
  isAllowed(address: string): boolean;
  readonly trusted?: string;
  readonly timeoutMs: number;
}

const PUBLIC_NETWORK: WebhookNetwork = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  isAllowed: isPublicAddress,
  timeoutMs: 10_000,
};

/** A name is resolved once, each of its addresses is looked at, and that is where the connection goes: no second answer counts. */
export function createWebhookSender(network: WebhookNetwork = PUBLIC_NETWORK): WebhookSender {
  return {
    async send(address, message) {
      const { timeoutMs } = network;
      // AbortSignal.timeout does not keep the process alive, and an unanswered look-up is left behind.
      const signal = AbortSignal.timeout(timeoutMs);
      const late = new Promise<WebhookOutcome>((resolve) =>
        signal.addEventListener('abort', () => resolve({ isDelivered: false, problem: 'timeout' })),
      );
      return Promise.race([attempt(network, address, message, signal), late]);
    },
  };
}

async function attempt(
  network: WebhookNetwork,
  address: string,
  message: WebhookMessage,
  signal: AbortSignal,
): Promise<WebhookOutcome> {
  if (faultOfAddress(address)) return { isDelivered: false, problem: 'address_not_allowed' };
  const url = new URL(address);
  const found = await addressesOf(network, hostOf(url));
  if (found.length === 0) return { isDelivered: false, problem: 'name_not_found' };
  if (!found.every((one) => network.isAllowed(one)))
    return { isDelivered: false, problem: 'address_not_allowed' };
  const client = connectTo(network, url, found);
  try {
    const { statusCode, body } = await client.request({
      method: 'POST',
      path: url.pathname + url.search,
      headers: { ...message.headers, 'content-type': 'application/json', 'user-agent': 'Rappen-Webhook/1' },
      body: message.body,
      signal,
    });
    body.on('error', () => undefined).destroy();
    return outcomeOf(statusCode);
  } catch {
    return { isDelivered: false, problem: signal.aborted ? 'timeout' : 'connection_failed' };
  } finally {
    await client.destroy();
  }
}

/** All addresses of the host; an address is its own. Empty: there is none. */
async function addressesOf(network: WebhookNetwork, host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  return network.resolve(host).catch(() => []);
}

/** A connection to one of these addresses, whose certificate must be the host's. */
function connectTo({ trusted, timeoutMs }: WebhookNetwork, url: URL, found: readonly string[]): Client {
  const addresses = found.map((address) => ({ address, family: isIP(address) }));
  return new Client(url.origin, {
    pipelining: 0,
    allowH2: false,
    maxHeaderSize: 16 * 1024,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: {
      timeout: timeoutMs,
      // Node asks with `all`, and tries one after the other: not every machine reaches both kinds.
      lookup: (_, options, answer) =>
        options.all ? answer(null, addresses) : answer(null, found[0] ?? '', addresses[0]?.family),
      ...(trusted === undefined ? {} : { ca: trusted }),
    },
  });
}

function outcomeOf(status: number): WebhookOutcome {
  if (status >= 200 && status < 300) return { isDelivered: true, status };
  return { isDelivered: false, status, problem: status >= 300 && status < 400 ? 'redirected' : 'refused' };
}
