import type { NanoChf } from '#kernel/money.ts';

/** To the nearest multiple of the unit, halves away from zero. */
export function roundedTo(amount: NanoChf, unit: NanoChf): NanoChf {
  const size = amount < 0n ? -amount : amount;
  const rounded = ((2n * size + unit) / (2n * unit)) * unit;
  return amount < 0n ? -rounded : rounded;
}

/**
 * The parts as multiples of the unit, so that what is shown adds up to what is shown as their total: each is rounded down, and
 * what is missing goes to those with the largest remainders. No part is off by a whole unit unless `total` is.
 */
export function roundedParts(
  parts: readonly NanoChf[],
  unit: NanoChf,
  total: NanoChf = roundedTo(sumOf(parts), unit),
): readonly NanoChf[] {
  const floors = parts.map((part) => part - remainderOf(part, unit));
  const missing = Number((total - sumOf(floors)) / unit);
  const byRemainder = parts
    .map((part, place) => ({ place, remainder: remainderOf(part, unit) }))
    .sort((one, other) => Number(other.remainder - one.remainder) || one.place - other.place)
    .map(({ place }) => place);
  const raised = new Set(byRemainder.slice(0, Math.max(0, missing)));
  const lowered = new Set(missing < 0 ? byRemainder.slice(missing) : []);
  return floors.map((floor, place) => floor + (raised.has(place) ? unit : lowered.has(place) ? -unit : 0n));
}

/** From 0 up to the unit, of negative amounts too. */
function remainderOf(amount: NanoChf, unit: NanoChf): NanoChf {
  return ((amount % unit) + unit) % unit;
}

function sumOf(amounts: readonly NanoChf[]): NanoChf {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
