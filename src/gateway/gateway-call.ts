import type { IncomingHttpHeaders } from 'node:http';
import type { Endpoint, MeteredEndpoint, Provider } from '#aicore/provider.ts';
import type { HttpAnswer } from '#http/http-answer.ts';
import type { Actor } from '#identity/actor.ts';

/** One call as it came in: whose it is, what it wants, and its bytes. Shaped like a `Request`, without web streams. */
export interface GatewayCall<E extends Endpoint = Endpoint> {
  readonly actor: Actor;
  readonly provider: Provider;
  readonly endpoint: E;
  /** `req_...`, told to the caller and kept with the booking. */
  readonly requestId: string;
  /** Below the provider's base URL, with the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer | undefined;
  /** True as soon as nobody waits for the answer any more. */
  callerHasLeft(): boolean;
}

export type MeteredGatewayCall = GatewayCall<MeteredEndpoint>;

/** Shaped like a `Response`. A caller that stops reading a stream calls its iterator's `return`. */
export type GatewayAnswer = HttpAnswer;
