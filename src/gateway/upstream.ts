import { Pool } from 'undici';
import type { Provider } from '#aicore/provider.ts';
import { AppError } from '#kernel/error.ts';
import { UpstreamExchange } from './upstream-exchange.ts';

/** Where one provider is reached, and with whose key: the operator's. A caller can choose neither. */
export interface UpstreamTarget {
  readonly provider: Provider;
  readonly baseUrl: string;
  readonly apiKey: string;
}

export interface UpstreamTimeouts {
  readonly connectMs: number;
  /** Until the head of the answer; a long answer that is not streamed needs minutes. */
  readonly headersMs: number;
  /** Between two pieces of the answer. */
  readonly bodyMs: number;
}

export const UPSTREAM_TIMEOUTS: UpstreamTimeouts = { connectMs: 10_000, headersMs: 600_000, bodyMs: 300_000 };

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  /** Below the base URL, with the query. */
  readonly path: string;
  /** Name, value, name, value, ...: what the caller may add, without any key. */
  readonly headers: readonly string[];
  readonly body: Buffer | undefined;
}

export interface Upstream {
  offers(provider: Provider): boolean;
  /**
   * Sends one request, once: nothing is retried, no redirect is followed. Throws `provider_not_configured`; the answer
   * rejects with `UpstreamFailure`.
   */
  send(provider: Provider, request: UpstreamRequest): UpstreamExchange;
  close(): Promise<void>;
}

/** Calls beyond it would wait for a connection; `MAX_CALLS_IN_FLIGHT` refuses them before. */
const MAX_CONNECTIONS = 4096;

/** The only code that opens connections to providers: one pool each, bound to the configured host. */
export function createUpstream(targets: readonly UpstreamTarget[], timeouts: UpstreamTimeouts): Upstream {
  const connections = new Map(targets.map((target) => [target.provider.name, connect(target, timeouts)]));
  return {
    offers: (provider) => connections.has(provider.name),
    send(provider, request) {
      const connection = connections.get(provider.name);
      if (!connection) throw new AppError('provider_not_configured', { provider: provider.name });
      const exchange = new UpstreamExchange();
      connection.pool.dispatch(
        {
          method: request.method,
          path: connection.pathPrefix + request.path,
          headers: [...connection.headers, ...request.headers],
          body: request.body ?? null,
        },
        exchange,
      );
      return exchange;
    },
    close: async () => {
      await Promise.all(Array.from(connections.values(), ({ pool }) => pool.destroy()));
    },
  };
}

function connect(target: UpstreamTarget, timeouts: UpstreamTimeouts) {
  const url = new URL(target.baseUrl);
  const pool = new Pool(url.origin, {
    connections: MAX_CONNECTIONS,
    pipelining: 1,
    allowH2: false,
    connectTimeout: timeouts.connectMs,
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
  });
  return {
    pool,
    pathPrefix: url.pathname.replace(/\/$/, ''),
    // Unpacking and packing again would cost more than it saves; `identity` keeps the provider's bytes as they are.
    headers: [
      ...Object.entries(target.provider.authHeaders(target.apiKey)).flat(),
      'accept-encoding',
      'identity',
    ],
  };
}
