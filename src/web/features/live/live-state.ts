/** How fresh the page is. `secondsAgo`: since everything that was booked had been told, in steps that need no watching. */
export type LiveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** Connected, but nothing new can be told: the server waits for its database. */
  | { readonly kind: 'late'; readonly secondsAgo: number }
  | { readonly kind: 'cut'; readonly secondsAgo: number };

/** What a connection knows; instants in milliseconds of any clock that only goes forward. */
export interface LiveFacts {
  /** Since when it has been tried. */
  readonly begunAt: number;
  /** Everything that was booked before was told; undefined: never yet. */
  readonly upToDateAt: number | undefined;
  /** Since when there is no connection; undefined: there is one. */
  readonly cutAt: number | undefined;
}

/** The server says every 15 s that it is up to date. */
const LATE_AFTER_MS = 25_000;
/** A connection that comes back at once is none that anybody needs to hear of. */
const CUT_AFTER_MS = 3_000;
const FIRST_CONNECTION_MS = 6_000;

export function liveStateOf({ begunAt, upToDateAt, cutAt }: LiveFacts, now: number): LiveState {
  if (upToDateAt === undefined) {
    return now - begunAt < FIRST_CONNECTION_MS
      ? { kind: 'connecting' }
      : { kind: 'cut', secondsAgo: inSteps(now - begunAt) };
  }
  const age = now - upToDateAt;
  if (cutAt !== undefined && now - cutAt >= CUT_AFTER_MS) return { kind: 'cut', secondsAgo: inSteps(age) };
  return age < LATE_AFTER_MS ? { kind: 'live' } : { kind: 'late', secondsAgo: inSteps(age) };
}

export function isSameState(one: LiveState, other: LiveState): boolean {
  return one.kind === other.kind && secondsOf(one) === secondsOf(other);
}

function secondsOf(state: LiveState): number {
  return 'secondsAgo' in state ? state.secondsAgo : 0;
}

/** 5 s up to a minute, then whole minutes. */
function inSteps(ms: number): number {
  const seconds = Math.floor(ms / 1_000);
  return seconds < 60 ? seconds - (seconds % 5) : seconds - (seconds % 60);
}
