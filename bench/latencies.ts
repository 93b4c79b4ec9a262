export interface LatencySummary {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Times in milliseconds, kept one by one: a histogram would round what is compared here. */
export class Latencies {
  #times = new Float64Array(4096);
  #count = 0;

  add(timeMs: number): void {
    if (this.#count === this.#times.length) {
      const larger = new Float64Array(2 * this.#count);
      larger.set(this.#times);
      this.#times = larger;
    }
    this.#times[this.#count++] = timeMs;
  }

  summary(): LatencySummary {
    const sorted = this.#times.slice(0, this.#count).sort();
    return { count: this.#count, p50Ms: rank(sorted, 0.5), p99Ms: rank(sorted, 0.99) };
  }
}

/** The middle one; of an even number the lower of the two in the middle. NaN of nothing. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The smallest value that at least this share of all does not exceed. NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  return rank(Float64Array.from(values).sort(), share);
}

/** The smallest value that at least this share of all does not exceed. */
function rank(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
