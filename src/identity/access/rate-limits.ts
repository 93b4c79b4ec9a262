import type { FastifyRequest } from 'fastify';
import { RateLimiter, type RateState } from '#http/rate-limiter.ts';
import { AppError } from '#kernel/error.ts';
import type { Actor } from '../actor.ts';
import type { KeyHeaders } from '../authenticate.ts';
import { limitedAddress } from '../sign-in/client-address.ts';
import type { Caller } from './api-caller.ts';

/** Points a minute; 0: no limit. Each process counts for itself. */
export interface RateLimitSettings {
  /** Gateway calls, of each key and of each user. */
  readonly callsPerMinute: number;
  /** Requests to the API, of each key, of all keys of a user together, and of each user who is signed in. */
  readonly apiPerMinute: number;
  /** Wrong API keys from one address. */
  readonly failedPerMinute: number;
}

/** What was refused for: a key's or user's calls, the counting of tokens, the API, wrong keys. */
const RATE_LIMIT_KINDS = ['calls', 'counting', 'api', 'failed'] as const;
export type RateLimitKind = (typeof RATE_LIMIT_KINDS)[number];

type Request = Pick<FastifyRequest, 'headers' | 'ip'>;

export interface RateLimits {
  /** One call of the gateway. Answers `rate_limited` where it may not be made now; then nothing was counted. */
  takeCall(actor: Actor): AppError | undefined;
  /**
   * Before the tokens of a body are counted, which takes a microsecond a byte and holds everybody up: a point for each
   * KiB. So at the default of 6,000 nobody gets more than a tenth of the process for it. Answers `rate_limited` where
   * the points are not there.
   */
  takeCounting(actor: Actor, bodyBytes: number): AppError | undefined;
  /** One request to the API. `state` is undefined where there is no limit. */
  takeApi(caller: Caller): { readonly state: RateState | undefined; readonly refusal: AppError | undefined };
  /** Runs `find`, which may have to look a key up. From an address that has sent too many wrong ones: `rate_limited`. */
  authenticate<T>(request: Request, find: () => Promise<T>): Promise<T>;
  /** The error to answer a wrong key with; counts it. Other errors pass. */
  refusedKey(request: Request, error: unknown): unknown;
  /** How often each limit refused. */
  readonly refusals: ReadonlyMap<RateLimitKind, number>;
}

/** `wasValid`: see `Authenticator`; who has a right key is not kept out by a neighbour who sends wrong ones. */
export function createRateLimits(
  settings: RateLimitSettings,
  wasValid: (headers: KeyHeaders) => boolean = () => false,
): RateLimits {
  const keys = limiter(settings.callsPerMinute);
  const users = limiter(settings.callsPerMinute);
  const api = limiter(settings.apiPerMinute);
  const failed = limiter(settings.failedPerMinute);
  const refusals = new Map<RateLimitKind, number>(RATE_LIMIT_KINDS.map((kind) => [kind, 0]));

  function refuse(kind: RateLimitKind, waitMs: number): AppError {
    refusals.set(kind, (refusals.get(kind) ?? 0) + 1);
    return new AppError('rate_limited', { retry_after_seconds: Math.ceil(waitMs / 1000) }, MESSAGES[kind]);
  }

  function takeOf({ apiKeyId, userId }: Actor, kind: RateLimitKind, points: number): AppError | undefined {
    if (!keys || !users) return undefined;
    const key = apiKeyId ?? userId;
    const waitMs = Math.max(keys.waitMs(key, points), users.waitMs(userId, points));
    if (waitMs > 0) return refuse(kind, waitMs);
    keys.take(key, points);
    users.take(userId, points);
    return undefined;
  }

  function refusedKey(request: Request, error: unknown): unknown {
    if (!failed || !(error instanceof AppError) || error.code !== 'invalid_api_key') return error;
    const address = limitedAddress(request.ip);
    const waitMs = failed.waitMs(address);
    if (waitMs > 0) return refuse('failed', waitMs);
    failed.take(address);
    return error;
  }

  return {
    refusals,
    refusedKey,
    takeCall: (actor) => takeOf(actor, 'calls', 1),
    takeCounting: (actor, bodyBytes) =>
      takeOf(actor, 'counting', Math.ceil(Math.min(bodyBytes, MOST_COUNTED_BYTES) / 1024)),
    takeApi(caller) {
      if (!api) return { state: undefined, refusal: undefined };
      const names = apiNamesOf(caller);
      const waitMs = Math.max(...names.map((name) => api.waitMs(name)));
      if (waitMs === 0) for (const name of names) api.take(name);
      const [state] = names.map((name) => api.stateOf(name)).toSorted((a, b) => a.remaining - b.remaining);
      return { state, refusal: waitMs > 0 ? refuse('api', waitMs) : undefined };
    },
    async authenticate(request, find) {
      // Cookies are signed: forged ones cost nothing. And a company's whole staff may come from one address.
      const mayBeWrong = hasKey(request) && !wasValid(request.headers);
      const waitMs = failed && mayBeWrong ? failed.waitMs(limitedAddress(request.ip)) : 0;
      if (waitMs > 0) throw refuse('failed', waitMs);
      return find().catch((error: unknown) => {
        throw refusedKey(request, error);
      });
    },
  };
}

export const NO_RATE_LIMITS: RateLimitSettings = { callsPerMinute: 0, apiPerMinute: 0, failedPerMinute: 0 };

/** Beyond it nothing is counted: see aicore/tokens.ts. */
const MOST_COUNTED_BYTES = 256 * 1024;

const MESSAGES: Readonly<Record<RateLimitKind, string>> = {
  calls: 'Too many calls of this API key or user.',
  counting: 'Too many large calls of this API key or user for a balance that is nearly used up.',
  api: 'Too many requests to the API.',
  failed: 'Too many wrong API keys from this address.',
};

/** Whose points a request takes. A user's programs share theirs, and leave him those for the pages. */
function apiNamesOf(caller: Caller): readonly string[] {
  if (caller.kind === 'session') return [caller.userId];
  const { apiKeyId, userId } = caller.actor;
  return [...(apiKeyId === undefined ? [] : [apiKeyId]), `keys of ${userId}`];
}

function limiter(perMinute: number): RateLimiter | undefined {
  return perMinute > 0 ? new RateLimiter(perMinute) : undefined;
}

function hasKey({ headers }: Request): boolean {
  return headers.authorization !== undefined || headers['x-api-key'] !== undefined;
}
