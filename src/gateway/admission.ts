import type { UpperBound } from '#aicore/quote/upper-bound.ts';
import type { NanoChf } from '#kernel/money.ts';

/** The most that the call can cost, the input bounded by its bytes, or by tokenizer: lower, but dearer to compute. */
export type Quote = (how: 'bytes' | 'estimate') => UpperBound;

/** What to hold for a call, in nano-CHF: at least one, so that a call that costs nothing has a hold too. */
export function amountsToHold(bound: UpperBound): { readonly minimum: NanoChf; readonly wanted: NanoChf } {
  const minimum = bound.minimumNanoChf > 0n ? bound.minimumNanoChf : 1n;
  const wanted = bound.wantedNanoChf > minimum ? bound.wantedNanoChf : minimum;
  return { minimum, wanted };
}

/**
 * The output that a grant pays for, per choice; undefined: all that was asked for. Where the grant is less than wanted, the
 * output follows from it; the tokenizer's lower bound of the input leaves more for it, but is not to be had too often.
 */
export function loweredOutputTokens(
  grantedNanoChf: NanoChf,
  bound: UpperBound,
  byTokenizer: () => UpperBound | undefined,
): number | undefined {
  if (grantedNanoChf >= bound.wantedNanoChf) return undefined;
  const lower = byTokenizer() ?? bound;
  const affordable = Math.max(
    bound.outputTokensFor(grantedNanoChf) ?? 0,
    lower.outputTokensFor(grantedNanoChf) ?? 0,
  );
  return affordable >= (lower.wantedOutputTokens ?? 0) ? undefined : affordable;
}
