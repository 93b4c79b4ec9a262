import type { Difference, Recount } from '#billing/verify/difference.ts';
import type { ProofId } from '#kernel/id.ts';

/** A recount of everything, and what it found. Of the differences the first are kept, and the number of all. */
export interface Proof {
  readonly id: ProofId;
  readonly source: ProofSource;
  readonly askedAt: Date;
  /** Undefined: it waits. */
  readonly startedAt: Date | undefined;
  /** Undefined: it runs. */
  readonly finishedAt: Date | undefined;
  /** Undefined: not finished, or not possible (`error`). */
  readonly ok: boolean | undefined;
  readonly counts: ProofCounts | undefined;
  readonly differences: readonly Difference[];
  readonly differencesTotal: number;
  readonly error: string | undefined;
}

/** The nightly one, one that the operator asked for, `rappen verify`. */
export type ProofSource = 'schedule' | 'request' | 'command';

export type ProofCounts = Omit<Recount, 'ok' | 'differences'>;

/** More than these say nothing new; the evidence is the ledger itself, and `rappen verify` lists all. */
const MOST_KEPT = 100;
const MOST_TEXT = 500;

/** What is kept of a recount. */
export function summarise(recount: Recount) {
  const { ok, differences, ...counts } = recount;
  return {
    ok,
    counts,
    differences: differences.slice(0, MOST_KEPT).map(shorten),
    differencesTotal: differences.length,
  };
}

function shorten(difference: Difference): Difference {
  const texts = Object.entries(difference).map(([name, value]) => [name, String(value).slice(0, MOST_TEXT)]);
  return Object.fromEntries(texts);
}
