import { NANO_PER_CHF, type NanoChf } from '#kernel/money.ts';
import { amountText } from '#kernel/money-text.ts';

/** The lines of a chart's scale, from the lowest up, and how they are written. */
export interface ChartScale {
  readonly ticks: readonly NanoChf[];
  readonly decimals: number;
}

const NANO_DIGITS = 9;
const LEAST_STEP = 10n;
/** As many lines as can be read at a glance. */
const MOST_STEPS = 5n;

/** Round lines around 0, the lowest and the highest amount: in steps of 1, 2 or 5 times a power of ten. */
export function scaleOf(lowest: NanoChf, highest: NanoChf): ChartScale {
  const low = lowest < 0n ? lowest : 0n;
  const high = highest > 0n || low < 0n ? max(0n, highest) : NANO_PER_CHF;
  const step = stepFor(high - low);
  const ticks: NanoChf[] = [];
  for (let tick = floorTo(low, step); tick < high + step; tick += step) ticks.push(tick);
  return { ticks, decimals: decimalsOf(step) };
}

export function tickText(tick: NanoChf, { decimals }: ChartScale): string {
  return amountText(tick, { decimals });
}

/** Where an amount lies between the lowest and the highest line. For drawing only, so a rounded number will do. */
export function heightOf(amount: NanoChf): number {
  return Number(amount);
}

function stepFor(span: NanoChf): bigint {
  for (let power = LEAST_STEP; ; power *= 10n) {
    for (const factor of [1n, 2n, 5n]) {
      if (power * factor * MOST_STEPS >= span) return power * factor;
    }
  }
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

function floorTo(amount: bigint, step: bigint): bigint {
  const rest = amount % step;
  return rest === 0n ? amount : amount - rest - (amount < 0n ? step : 0n);
}

/** Steps of francs need none; of CHF 0.05 two. */
function decimalsOf(step: bigint): number {
  const zeros = /0*$/.exec(step.toString())?.[0].length ?? 0;
  return Math.max(0, NANO_DIGITS - zeros);
}
