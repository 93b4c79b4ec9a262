import { METERS, type Meter } from '#aicore/meters.ts';
import { tokenCounts } from '#gateway/price-usage.ts';
import { addDecimals, type Decimal } from '#kernel/decimal.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { CallComparison } from './compare-call.ts';
import type { SettledDifferences, Share } from './difference-causes.ts';
import type { PlatformCall, PlatformCost } from './platform-call.ts';

/** Sums over calls: of a model of a mandate, of a mandate, or of all. Amounts are without markup but for `charge`. */
export class ComparisonSums {
  calls = 0;
  /** Calls that differ by more than rounding. */
  differing = 0;
  readonly platform = { nanoChf: 0n, ...noTokens() };
  /** Undefined: it states no cost in USD. */
  platformUsd: Decimal | undefined;
  readonly rappen = { nanoChf: 0n, usd: ZERO, charge: 0n, ...noTokens() };
  /** What is left of the difference is rounding. */
  readonly parts = { tokens: 0n, price: 0n };
  /** How far the differing calls are apart, up or down: what is sorted by. */
  apart: NanoChf = 0n;
  readonly causes = new Map<string, Share>();
  unexplained: Share = NOTHING;
  /** By why a call has no cost in Rappen. */
  readonly unpriced = new Map<string, { calls: number; usd: Decimal; nanoChf: NanoChf }>();
  /** As bookings of the gateway have them, for the operator. */
  readonly remarks = new Map<string, number>();
  /** What Rappen counted beside plain, cached and output tokens. */
  readonly otherMeters = new Map<Meter, bigint>();

  /** `charge`: with the markup of the mandate. Why it differs is added when all calls are there. */
  add(call: PlatformCall, { ours, platformNanoChf, gap }: CallComparison, charge: NanoChf): void {
    this.calls++;
    this.platform.nanoChf += platformNanoChf;
    if (call.cost?.currency === 'usd') {
      this.platformUsd = addDecimals(this.platformUsd ?? ZERO, call.cost.amount);
    }
    addTokens(this.platform, call.counts);
    this.rappen.nanoChf += ours.amountNanoChf;
    this.rappen.usd = addDecimals(this.rappen.usd, ours.costUsd);
    this.rappen.charge += charge;
    const { inputTokens, cachedTokens, outputTokens } = tokenCounts(ours);
    addTokens(this.rappen, { input: inputTokens, cached: cachedTokens, output: outputTokens });
    for (const remark of ours.remarks) this.remarks.set(remark, (this.remarks.get(remark) ?? 0) + 1);
    for (const { quantities } of ours.parts) {
      for (const meter of OTHER_METERS) addMeter(this.otherMeters, meter, quantities[meter]);
    }
    if (!gap) return;
    const difference = ours.amountNanoChf - platformNanoChf;
    this.differing++;
    this.apart += difference < 0n ? -difference : difference;
  }

  addUnpriced(reason: string, cost: PlatformCost | undefined): void {
    const isUsd = cost?.currency === 'usd';
    const usd = isUsd ? cost.amount : ZERO;
    this.#addUnpriced(reason, { calls: 1, usd, nanoChf: cost && !isUsd ? cost.amount.coefficient : 0n });
  }

  addCauses({ causes, unexplained, tokens, price }: SettledDifferences): void {
    for (const [cause, share] of causes) this.causes.set(cause, addShares(this.causes.get(cause), share));
    this.unexplained = addShares(this.unexplained, unexplained);
    this.parts.tokens += tokens;
    this.parts.price += price;
  }

  merge(other: ComparisonSums): void {
    this.calls += other.calls;
    this.differing += other.differing;
    this.apart += other.apart;
    for (const side of ['platform', 'rappen'] as const) {
      this[side].nanoChf += other[side].nanoChf;
      addTokens(this[side], other[side]);
    }
    if (other.platformUsd) this.platformUsd = addDecimals(this.platformUsd ?? ZERO, other.platformUsd);
    this.rappen.usd = addDecimals(this.rappen.usd, other.rappen.usd);
    this.rappen.charge += other.rappen.charge;
    this.addCauses({ ...other, ...other.parts });
    for (const [reason, one] of other.unpriced) this.#addUnpriced(reason, one);
    for (const [remark, calls] of other.remarks) {
      this.remarks.set(remark, (this.remarks.get(remark) ?? 0) + calls);
    }
    for (const [meter, count] of other.otherMeters) addMeter(this.otherMeters, meter, count);
  }

  #addUnpriced(reason: string, one: { calls: number; usd: Decimal; nanoChf: NanoChf }): void {
    const known = this.unpriced.get(reason) ?? { calls: 0, usd: ZERO, nanoChf: 0n };
    this.unpriced.set(reason, {
      calls: known.calls + one.calls,
      usd: addDecimals(known.usd, one.usd),
      nanoChf: known.nanoChf + one.nanoChf,
    });
  }
}

const ZERO: Decimal = { coefficient: 0n, scale: 0 };
const NOTHING: Share = { calls: 0, difference: 0n };
const PLAIN_METERS: readonly Meter[] = ['input_tokens', 'cached_input_tokens', 'output_tokens'];
const OTHER_METERS = METERS.filter((meter) => !PLAIN_METERS.includes(meter));

function noTokens() {
  return { input: 0n, cached: 0n, output: 0n };
}

function addTokens(
  sums: ReturnType<typeof noTokens>,
  { input, cached, output }: Readonly<Record<keyof typeof sums, number | bigint>>,
): void {
  sums.input += BigInt(input);
  sums.cached += BigInt(cached);
  sums.output += BigInt(output);
}

function addMeter(sums: Map<Meter, bigint>, meter: Meter, count: number | bigint | undefined): void {
  if (count) sums.set(meter, (sums.get(meter) ?? 0n) + BigInt(count));
}

function addShares(a: Share | undefined, b: Share): Share {
  return a ? { calls: a.calls + b.calls, difference: a.difference + b.difference } : b;
}
