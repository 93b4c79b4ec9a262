import { isJsonObject } from './field-rules.ts';
import type { Meter, Quantities } from './meters.ts';

/**
 * Reads the counts of one usage object. A count that is negative, fractional, text, or beyond 2^53 - 1 makes the
 * whole usage absurd: it must not become a charge, and above all not a credit.
 */
export class CountReader {
  absurd = false;

  /** The count; undefined where the field is absent or null. */
  count(value: unknown): number | undefined {
    if (value === null || value === undefined) return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    this.absurd = true;
    return undefined;
  }

  /** What is left of a total once its known parts are taken out. Parts above the total are absurd. */
  rest(total: number, ...parts: readonly number[]): number {
    const rest = parts.reduce((left, part) => left - part, total);
    if (rest >= 0) return rest;
    this.absurd = true;
    return 0;
  }

  /** A count inside an object that may be missing: `completion_tokens_details.audio_tokens`. */
  countIn(container: unknown, field: string): number | undefined {
    return isJsonObject(container) ? this.count(container[field]) : undefined;
  }
}

/** Leaves out the zeros, so that equal usages look equal. */
export function quantitiesOf(counts: Readonly<Partial<Record<Meter, number>>>): Quantities {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
