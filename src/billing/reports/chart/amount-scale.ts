import type { NanoChf } from '#kernel/money.ts';

/** The lines of a chart, from zero upwards, evenly spaced. */
export interface AmountScale {
  readonly top: NanoChf;
  readonly lines: readonly NanoChf[];
}

/** Three to five lines at round amounts (1, 2 or 5 times a power of ten), the topmost at or above the amount. */
export function scaleFor(most: NanoChf): AmountScale {
  const step = roundStep(most > 0n ? most : 1n);
  const count = most > 0n ? (most + step - 1n) / step : 1n;
  const lines = Array.from({ length: Number(count) + 1 }, (_, place) => BigInt(place) * step);
  return { top: step * count, lines };
}

/** Of that size that at most four fit under the amount and a part of one above. */
function roundStep(most: NanoChf): bigint {
  for (let power = 1n; ; power *= 10n) {
    const step = [1n, 2n, 5n].map((times) => times * power).find((each) => each * 4n >= most);
    if (step !== undefined) return step;
  }
}

/** The place of an amount between zero (0) and the top (1), for drawing only; what is less than nothing lies at 0. */
export function placeOf(amount: NanoChf, { top }: AmountScale): number {
  return amount <= 0n ? 0 : Number((amount * 100_000n) / top) / 100_000;
}
