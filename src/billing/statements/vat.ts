import type { Rappen } from './apportion.ts';

/** A rate of the VAT, from 00:00 in Zurich of a day on. */
export interface VatRate {
  /** `2024-01-01` */
  readonly validFrom: string;
  /** Parts per million: 81000 is 8.1 %. */
  readonly ratePpm: number;
}

/**
 * When VAT is due (swiss.md, Federal Administrative Court A-2587/2020). `on_consumption`: open credit is a means of payment, so charges contain
 * the VAT. `on_top_up`: the credit is tied to this service, so credit and charges are net, and a top-up costs VAT on top.
 */
export type VatTiming = 'on_consumption' | 'on_top_up';

export interface VatAmounts {
  readonly net: Rappen;
  readonly vat: Rappen;
  readonly gross: Rappen;
}

const MILLION = 1_000_000n;

/** What a price contains of VAT: one rounding, halves away from zero. */
export function vatIn(gross: Rappen, ratePpm: number): VatAmounts {
  const vat = divideRounded(gross * BigInt(ratePpm), MILLION + BigInt(ratePpm));
  return { net: gross - vat, vat, gross };
}

/** What VAT comes on top of a net amount: one rounding, halves away from zero. */
export function vatOn(net: Rappen, ratePpm: number): VatAmounts {
  const vat = divideRounded(net * BigInt(ratePpm), MILLION);
  return { net, vat, gross: net + vat };
}

/** The rates of a range of days, oldest first: that of its first day, and those that begin in it. Empty: none is known yet. */
export function ratesWithin(
  rates: readonly VatRate[],
  { firstDay, endDay }: { readonly firstDay: string; readonly endDay: string },
): readonly VatRate[] {
  const known = rates.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const first = known.findLast(({ validFrom }) => validFrom <= firstDay);
  const later = known.filter(({ validFrom }) => validFrom > firstDay && validFrom < endDay);
  return first ? [first, ...later] : later;
}

/** `8.1` */
export function ratePercent(ratePpm: number): string {
  return (ratePpm / 10_000).toFixed(2).replace(/\.?0+$/, '');
}

function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const size = dividend < 0n ? -dividend : dividend;
  const rounded = (size * 2n + divisor) / (divisor * 2n);
  return dividend < 0n ? -rounded : rounded;
}
