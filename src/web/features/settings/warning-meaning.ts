import type { NanoChf } from '#kernel/money.ts';

/** What a threshold means as things stand. */
export type Meaning =
  | { readonly kind: 'unknown' }
  /** How long it lasts: too little was spent to tell. */
  | { readonly kind: 'unknown_pace' }
  /** Nothing is there that could come near to it. */
  | { readonly kind: 'no_top_up' }
  | { readonly kind: 'unlimited' }
  | { readonly kind: 'amount'; readonly at: NanoChf; readonly left: NanoChf }
  | { readonly kind: 'days'; readonly at: number; readonly left: number };

export interface Standing {
  /** What is left of the pool in nano-CHF; null: it has no end; undefined: not known. */
  readonly available: NanoChf | null | undefined;
  /** The newest top-up of the pool; null: there was none; undefined: not known. */
  readonly newestTopUp: NanoChf | null | undefined;
  /** How long it lasts; undefined: nobody knows. */
  readonly daysLeft: number | undefined;
}

export function meaningOfAmount(at: NanoChf, { available }: Standing): Meaning {
  if (available === null) return { kind: 'unlimited' };
  if (available === undefined) return { kind: 'unknown' };
  return { kind: 'amount', at, left: available - at };
}

/** As the server computes it: hundredths of the newest top-up, cut to nano-CHF. */
export function meaningOfShare(percent: number, standing: Standing): Meaning {
  const { newestTopUp } = standing;
  if (newestTopUp === undefined) return { kind: 'unknown' };
  if (newestTopUp === null) return { kind: 'no_top_up' };
  return meaningOfAmount((newestTopUp / 100n) * BigInt(percent), standing);
}

export function meaningOfDays(at: number, { available, daysLeft }: Standing): Meaning {
  if (available === null) return { kind: 'unlimited' };
  if (daysLeft === undefined) return { kind: available === undefined ? 'unknown' : 'unknown_pace' };
  return { kind: 'days', at, left: daysLeft - at };
}

/** True if it would warn at once: below the threshold, not at it. */
export function wouldWarnNow(meaning: Meaning): boolean {
  return (meaning.kind === 'amount' || meaning.kind === 'days') && meaning.left < 0;
}
