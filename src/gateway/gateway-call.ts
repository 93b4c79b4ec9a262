import type { IncomingHttpHeaders } from 'node:http';
import type { Endpoint, MeteredEndpoint, Provider } from '#aicore/provider.ts';
import type { CallOrigin } from '#billing/origins/call-origin.ts';
import type { HttpAnswer } from '#http/http-answer.ts';
import type { Actor } from '#identity/actor.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { CallWatcher } from './call-watcher.ts';

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
  /** What it is made for, where that is not a program's own call. */
  readonly origin?: CallOrigin | undefined;
  /** What may be held for it at most, beside balance and limits: what is left of the allowance of a run. */
  readonly spendAtMost?: NanoChf | undefined;
  readonly watcher?: CallWatcher | undefined;
  /** True as soon as nobody waits for the answer any more. */
  callerHasLeft(): boolean;
}

export type MeteredGatewayCall = GatewayCall<MeteredEndpoint>;

/** Shaped like a `Response`. A caller that stops reading a stream calls its iterator's `return`. */
export type GatewayAnswer = HttpAnswer;
