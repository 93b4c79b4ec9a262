import type { OpenAIProviderSettings } from '@ai-sdk/openai';
import type { Endpoint, Provider } from '#aicore/provider.ts';
import type { CallOrigin } from '#billing/origins/call-origin.ts';
import type { CallWatcher } from '#gateway/call-watcher.ts';
import type { GatewayAnswer } from '#gateway/gateway-call.ts';
import type { GatewayDeps } from '#gateway/gateway-deps.ts';
import { type GatewaySlots, noFreeSlot } from '#gateway/gateway-slots.ts';
import { meteredCall } from '#gateway/metered-call.ts';
import { pathToProvider } from '#gateway/provider-path.ts';
import type { RateLimits } from '#identity/access/rate-limits.ts';
import type { Actor } from '#identity/actor.ts';
import { AppError } from '#kernel/error.ts';
import { newId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';

export interface MeteredFetchDeps extends GatewayDeps, Pick<GatewaySlots, 'isStopping'> {
  readonly rateLimits: Pick<RateLimits, 'takeCall' | 'takeCounting'>;
  readonly providers: readonly Provider[];
}

export interface MeteredFetchOptions {
  readonly actor: Actor;
  /** Undefined: a program's own call. */
  readonly origin?: CallOrigin | undefined;
  /** `req_...`; default: each call has its own. */
  readonly requestId?: string | undefined;
  /** Of the caller, for a program's own call. */
  readonly idempotencyKey?: string | undefined;
  /** It came in by the gateway's own door, where slots and rate limits were looked at. */
  readonly isAdmitted?: true;
  /** Asked at each call; undefined: what balance and limits allow. */
  readonly spendAtMost?: (() => NanoChf | undefined) | undefined;
  /** One for each call. */
  readonly watcher?: (() => CallWatcher) | undefined;
}

/** What the AI SDK takes for `fetch`. */
export type Send = NonNullable<OpenAIProviderSettings['fetch']>;

/** `fetch` for the AI SDK: each request is one metered call. */
export type MeteredFetch = (options: MeteredFetchOptions) => Send;

/** No host of that name exists (RFC 2606): what is sent past the metered call arrives nowhere. */
const NOWHERE = 'https://metered.invalid';

/** The base URL that the SDK is given: `https://metered.invalid/openai/v1`. */
export function meteredBaseUrl(mountPath: string): string {
  return `${NOWHERE}${mountPath}`;
}

/**
 * Throws the house's own refusals as they are (`AppError`); a provider's refusal is a `Response`. A signal that is aborted ends
 * the waiting at once; the call itself goes on until the provider has said what it bills, as for any caller who leaves.
 */
export function createMeteredFetch(deps: MeteredFetchDeps): MeteredFetch {
  return (options) => async (input, init) => {
    const signal = init?.signal ?? undefined;
    signal?.throwIfAborted();
    if (!options.isAdmitted) admit(deps, options.actor);
    const url = new URL(input instanceof Request ? input.url : input);
    const { provider, endpoint } = findEndpoint(deps.providers, url);
    const answer = meteredCall(deps, {
      actor: options.actor,
      origin: options.origin,
      spendAtMost: options.spendAtMost?.(),
      watcher: options.watcher?.(),
      provider,
      endpoint,
      requestId: options.requestId ?? newId('req'),
      path: pathToProvider(endpoint, {}, url.pathname + url.search),
      headers: headersOf(init, options.idempotencyKey),
      body: bodyOf(init),
      callerHasLeft: () => signal?.aborted ?? false,
    });
    return responseOf(await unlessLeft(answer.catch(throwWithoutCause), signal), signal);
  };
}

/** A broken connection among the causes, and the SDK takes the refusal for its own: it wraps it together with the whole prompt. */
function throwWithoutCause(error: unknown): never {
  throw error instanceof AppError ? new AppError(error.code, error.details, error.message) : error;
}

/** Throws `overloaded`, `rate_limited`. */
function admit(deps: MeteredFetchDeps, actor: Actor): void {
  const refusal = noFreeSlot(deps) ?? deps.rateLimits.takeCall(actor);
  if (refusal) throw refusal;
}

function findEndpoint(providers: readonly Provider[], url: URL) {
  const place = placeOf(providers, url);
  const endpoint = place?.provider.endpoints.find(({ path }) => path === place.path);
  if (place && endpoint && isMetered(endpoint)) return { provider: place.provider, endpoint };
  throw new AppError('not_found', {}, 'There is no way to a provider at this address.');
}

/** Whose endpoint an address is, and its path below that provider's base URL; undefined: nobody's. */
export function placeOf(
  providers: readonly Provider[],
  { origin, pathname }: URL,
): { readonly provider: Provider; readonly path: string } | undefined {
  const provider = providers.find(({ mountPath }) => pathname.startsWith(`${mountPath}/`));
  return provider && origin === NOWHERE
    ? { provider, path: pathname.slice(provider.mountPath.length) }
    : undefined;
}

function isMetered(endpoint: Endpoint): endpoint is Extract<Endpoint, { kind: 'metered' }> {
  return endpoint.kind === 'metered';
}

/** What the gateway looks at; it passes on only what the provider's plugin lists. */
function headersOf(init: RequestInit | undefined, idempotencyKey: string | undefined) {
  const headers: Record<string, string> = Object.fromEntries(new Headers(init?.headers));
  return idempotencyKey === undefined ? headers : { ...headers, 'idempotency-key': idempotencyKey };
}

function bodyOf(init: RequestInit | undefined): Buffer {
  if (typeof init?.body !== 'string') throw new TypeError('the body of a metered call is text');
  return Buffer.from(init.body);
}

/** Rejects as soon as the signal is aborted. An answer that comes later is left, so that it is drained and charged. */
async function unlessLeft(
  answer: Promise<GatewayAnswer>,
  signal: AbortSignal | undefined,
): Promise<GatewayAnswer> {
  if (!signal) return answer;
  const left = Promise.withResolvers<never>();
  const leave = () => {
    left.reject(signal.reason);
    answer.then(leaveAnswer, () => undefined);
  };
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([answer, left.promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function leaveAnswer({ body }: GatewayAnswer): void {
  if (!Buffer.isBuffer(body)) void body[Symbol.asyncIterator]().return?.();
}

function responseOf({ status, headers, body }: GatewayAnswer, signal: AbortSignal | undefined): Response {
  return new Response(Buffer.isBuffer(body) ? new Uint8Array(body) : streamOf(body, signal), {
    status,
    headers: Object.entries(headers).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, one]),
    ),
  });
}

/** Read at the reader's pace. A reader that cancels, or whose signal is aborted, leaves the call at once. */
function streamOf(
  body: AsyncIterable<Buffer>,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = body[Symbol.asyncIterator]();
  const leave = () => void pieces.return?.();
  const end = () => signal?.removeEventListener('abort', leave);
  signal?.addEventListener('abort', leave, { once: true });
  return new ReadableStream(
    {
      pull: async (controller) => {
        const piece = await pieces.next();
        if (!piece.done) return controller.enqueue(new Uint8Array(piece.value));
        end();
        if (signal?.aborted) controller.error(signal.reason);
        else controller.close();
      },
      cancel: () => {
        end();
        leave();
      },
    },
    { highWaterMark: 0 },
  );
}
