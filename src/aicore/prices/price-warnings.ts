import { METERS, type Meter } from '../meters.ts';
import type { MeterPrices, Price } from './price.ts';

type Amounts = Pick<Price, 'perMillion' | 'longPrompt' | 'tiers'>;

export type PriceWarning =
  /** Nobody would pay for this meter. */
  | { readonly kind: 'zero_price'; readonly meter: Meter }
  /** At least ten times what it was, or at most a tenth. */
  | { readonly kind: 'tenfold'; readonly meter: Meter }
  /** It had a price of its own, and would take the dearest of its kind. */
  | { readonly kind: 'meter_dropped'; readonly meter: Meter }
  | { readonly kind: 'tier_dropped'; readonly tier: string }
  | { readonly kind: 'long_prompt_dropped' };

/** What looks like a slip in a new price, next to the one that it follows. */
export function warningsOf(before: Amounts | undefined, after: Amounts): readonly PriceWarning[] {
  const lists: readonly [MeterPrices | undefined, MeterPrices | undefined][] = [
    [before?.perMillion, after.perMillion],
    [before?.longPrompt?.perMillion, after.longPrompt?.perMillion],
  ];
  const warnings = lists.flatMap(([old, next]) => METERS.flatMap((meter) => ofMeter(meter, old, next)));
  const dropped = Object.keys(before?.tiers ?? {}).filter((tier) => !Object.hasOwn(after.tiers, tier));
  const all: PriceWarning[] = [
    ...warnings,
    ...dropped.map((tier) => ({ kind: 'tier_dropped' as const, tier })),
    ...(before?.longPrompt && !after.longPrompt ? [{ kind: 'long_prompt_dropped' as const }] : []),
  ];
  const texts = all.map((warning) => JSON.stringify(warning));
  return all.filter((_warning, index) => texts.indexOf(texts[index] ?? '') === index);
}

function ofMeter(
  meter: Meter,
  before: MeterPrices | undefined,
  after: MeterPrices | undefined,
): PriceWarning[] {
  const [old, next] = [before?.[meter], after?.[meter]];
  if (next === undefined) return old !== undefined && after ? [{ kind: 'meter_dropped', meter }] : [];
  if (next === 0n) return [{ kind: 'zero_price', meter }];
  const isTenfold = old !== undefined && (next >= 10n * old || 10n * next <= old);
  return isTenfold ? [{ kind: 'tenfold', meter }] : [];
}
