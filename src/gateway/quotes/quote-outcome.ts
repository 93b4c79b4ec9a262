import type { UpperBound } from '#aicore/quote/upper-bound.ts';
import type { Spendable, SpendableSource } from '#billing/balance/spendable.ts';
import type { AppError } from '#kernel/error.ts';
import type { NanoChf } from '#kernel/money.ts';
import { amountsToHold, loweredOutputTokens, type Quote } from '../admission.ts';

/** What would become of a call if it came now. */
export type QuoteOutcome =
  | { readonly outcome: 'admitted'; readonly heldNanoChf: NanoChf }
  | { readonly outcome: 'lowered'; readonly heldNanoChf: NanoChf; readonly outputTokens: number }
  | {
      readonly outcome: 'refused';
      readonly source: SpendableSource;
      readonly available: NanoChf;
      readonly required: NanoChf;
    };

/**
 * The decision of `authorizeCall`, with what is spendable in the place of the ledger: first by bytes; where that does not fit,
 * by tokenizer, unless `countingRefused` says that this caller has had too much of it. Nothing is held. Throws `rate_limited`.
 */
export function outcomeOf(
  quote: Quote,
  spendable: Spendable,
  countingRefused: () => AppError | undefined,
): QuoteOutcome {
  const byBytes = quote('bytes');
  const first = grantOf(byBytes, spendable.amount);
  if (first !== undefined) {
    return admitted(first, byBytes, () => (countingRefused() ? undefined : quote('estimate')));
  }
  const available = spendable.amount ?? 0n;
  const source = spendable.boundBy ?? 'balance';
  if (available <= 0n) {
    return { outcome: 'refused', source, available, required: byBytes.minimumNanoChf };
  }
  const limited = countingRefused();
  if (limited) throw limited;
  const byTokenizer = quote('estimate');
  const second = grantOf(byTokenizer, spendable.amount);
  if (second !== undefined) return admitted(second, byTokenizer, () => byTokenizer);
  return { outcome: 'refused', source, available, required: byTokenizer.minimumNanoChf };
}

/** min(wanted, spendable), as the ledger has it; undefined: below the minimum. */
function grantOf(bound: UpperBound, spendable: NanoChf | undefined): NanoChf | undefined {
  const { minimum, wanted } = amountsToHold(bound);
  if (spendable === undefined || spendable >= wanted) return wanted;
  return spendable < minimum ? undefined : spendable;
}

function admitted(
  heldNanoChf: NanoChf,
  bound: UpperBound,
  byTokenizer: () => UpperBound | undefined,
): QuoteOutcome {
  const outputTokens = loweredOutputTokens(heldNanoChf, bound, byTokenizer);
  return outputTokens === undefined
    ? { outcome: 'admitted', heldNanoChf }
    : { outcome: 'lowered', heldNanoChf, outputTokens };
}
