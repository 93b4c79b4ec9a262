/** How much is left for one who is limited. */
export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  /** Until all of it is there again, rounded up. */
  readonly resetSeconds: number;
}

const WINDOW_MS = 60_000;
const MAX_NAMES = 50_000;

/**
 * So many points a minute for each name, which come back evenly: who was idle may spend a minute's points at once (the
 * "generic cell rate algorithm": one number a name, the time at which all points are there again).
 *
 * A name that was not heard of for a minute has all its points and is forgotten; with more than 50,000 names at once
 * the oldest are forgotten earlier, so memory is bounded whatever strangers send.
 */
export class RateLimiter {
  readonly perMinute: number;
  readonly #msPerPoint: number;
  readonly #maxNames: number;
  readonly #now: () => number;
  #fullAtMs = new Map<string, number>();
  #before = new Map<string, number>();
  #turnedAtMs: number;

  constructor(perMinute: number, options: { maxNames?: number; now?: () => number } = {}) {
    this.perMinute = perMinute;
    this.#msPerPoint = WINDOW_MS / perMinute;
    this.#maxNames = options.maxNames ?? MAX_NAMES;
    this.#now = options.now ?? (() => performance.now());
    this.#turnedAtMs = this.#now();
  }

  /** How long this many points are not there yet; 0: they are. More than a minute's points count as a minute's. */
  waitMs(name: string, points = 1): number {
    const cost = Math.min(points, this.perMinute) * this.#msPerPoint;
    return Math.max(0, this.#owedMs(name) + cost - WINDOW_MS);
  }

  /** Takes points whether or not they are there: ask `waitMs` first. */
  take(name: string, points = 1): void {
    const nowMs = this.#now();
    this.#turn(nowMs);
    const cost = Math.min(points, this.perMinute) * this.#msPerPoint;
    this.#fullAtMs.set(name, nowMs + this.#owedMs(name) + cost);
  }

  stateOf(name: string): RateState {
    const owedMs = this.#owedMs(name);
    return {
      limit: this.perMinute,
      remaining: Math.max(0, Math.floor((WINDOW_MS - owedMs) / this.#msPerPoint)),
      resetSeconds: Math.ceil(owedMs / 1000),
    };
  }

  /** Names in memory. */
  get size(): number {
    return this.#fullAtMs.size + this.#before.size;
  }

  /** Until all points are there again. */
  #owedMs(name: string): number {
    const fullAtMs = this.#fullAtMs.get(name) ?? this.#before.get(name);
    return fullAtMs === undefined ? 0 : Math.max(0, fullAtMs - this.#now());
  }

  /** What was written a whole window ago has its points back. */
  #turn(nowMs: number): void {
    if (nowMs - this.#turnedAtMs < WINDOW_MS && this.#fullAtMs.size < this.#maxNames) return;
    this.#before = this.#fullAtMs;
    this.#fullAtMs = new Map();
    this.#turnedAtMs = nowMs;
  }
}
