import { assert } from '#kernel/assert.ts';
import type { NanoChf } from '#kernel/money.ts';

/** An amount in whole Rappen. */
export type Rappen = bigint;

export const NANO_PER_RAPPEN = 10_000_000n;

/** Rounded down, as pages show what can be spent: never more than there is. */
export function floorToRappen(amount: NanoChf): Rappen {
  const whole = amount / NANO_PER_RAPPEN;
  return amount < 0n && amount % NANO_PER_RAPPEN !== 0n ? whole - 1n : whole;
}

/**
 * Writes exact amounts in whole Rappen that add up to the total, by the largest remainder; where remainders are equal, the first one is rounded
 * up. A part that is whole already stays as it is as long as the total is within a Rappen of the exact sum. Answers in
 * the order of the parts.
 */
export function apportion(total: Rappen, parts: readonly NanoChf[]): readonly Rappen[] {
  const floors = parts.map(floorToRappen);
  let left = total - sumOf(floors);
  if (left === 0n) return floors;
  assert(parts.length > 0, 'a part to carry the total');
  const remainder = (index: number) => (parts[index] ?? 0n) - (floors[index] ?? 0n) * NANO_PER_RAPPEN;
  const order = parts.map((_, index) => index).sort((a, b) => compare(remainder(b), remainder(a)) || a - b);
  const step = left > 0n ? 1n : -1n;
  if (step < 0n) order.reverse();
  const shares = [...floors];
  for (let at = 0; left !== 0n; at++, left -= step) {
    const index = order[at % order.length] ?? 0;
    shares[index] = (shares[index] ?? 0n) + step;
  }
  return shares;
}

export function sumOf(amounts: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
