import type { NanoChf } from '#kernel/money.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import type { Limit } from './limits.query.ts';

export interface LimitUse {
  /** Thousandths of the limit, 0 to 1,000, for a bar: never full while something is left, never empty when something is used. */
  readonly usedParts: number;
  readonly heldParts: number;
  /** How far it stands above the limit; 0: it does not. */
  readonly over: NanoChf;
  readonly state: 'unused' | 'ok' | 'low' | 'used_up';
}

const WHOLE = 1_000;

/** How much of a limit is used. `low`: less than a tenth is left, as the server says of limits. */
export function limitUse(limit: Pick<Limit, 'monthlyChf' | 'usedChf' | 'heldChf'>): LimitUse {
  const [monthly, used, held] = [limit.monthlyChf, limit.usedChf, limit.heldChf].map(nanoOf) as [
    NanoChf,
    NanoChf,
    NanoChf,
  ];
  const left = monthly - used - held;
  const usedParts = partOf(used, monthly);
  return {
    usedParts,
    heldParts: Math.min(partOf(held, monthly), WHOLE - usedParts),
    over: left < 0n ? -left : 0n,
    state: left <= 0n ? 'used_up' : left * 10n < monthly ? 'low' : used + held > 0n ? 'ok' : 'unused',
  };
}

function partOf(part: NanoChf, whole: NanoChf): number {
  if (part <= 0n) return 0;
  if (part >= whole) return WHOLE;
  const parts = Number((part * BigInt(WHOLE)) / whole);
  return Math.min(Math.max(parts, 10), WHOLE - 10);
}
