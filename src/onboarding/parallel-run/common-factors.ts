import { ANY_FACTOR, bothFactors, factorIn } from './constant-factor.ts';
import type { DifferenceCauses } from './difference-causes.ts';

/**
 * Factors by which amounts of a platform are Rappen's costs: a margin that is in them already, a discount, another exchange rate. Those
 * that a group proves by itself, the most frequent first; else one that fits all of them.
 */
export function commonFactors(groups: Iterable<DifferenceCauses>): readonly string[] {
  const calls = new Map<string, number>();
  let all = ANY_FACTOR;
  for (const { factors } of groups) {
    if (!factors) continue;
    const factor = factorIn(factors);
    if (factor !== undefined) calls.set(factor, (calls.get(factor) ?? 0) + factors.calls);
    all = bothFactors(all, factors);
  }
  const common = factorIn(all);
  if (common !== undefined && !calls.has(common)) calls.set(common, 0);
  return [...calls].toSorted(([, a], [, b]) => b - a).map(([factor]) => factor);
}
