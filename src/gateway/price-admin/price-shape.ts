import type { z } from 'zod';
import { METERS, type Meter } from '#aicore/meters.ts';
import type { MeterPrices, Price, TierPrice } from '#aicore/prices/price.ts';
import type { ListedPrice } from '#aicore/prices/price-list.ts';
import { decimal, formatDecimal, roundDecimal } from '#kernel/decimal.ts';
import type { priceAnswer, priceBody } from './price-admin.contract.ts';

/** A price as a request says it. */
export function readPriceBody(body: z.output<typeof priceBody>): ListedPrice {
  const { provider, model, source, longPrompt } = body;
  return {
    provider,
    model,
    validFrom: new Date(`${body.validFrom}T00:00:00Z`),
    perMillion: readAmounts(body.perMillion),
    ...(longPrompt ? { longPrompt: { ...longPrompt, perMillion: readAmounts(longPrompt.perMillion) } } : {}),
    tiers: Object.fromEntries(
      Object.entries(body.tiers ?? {}).map(([name, tier]): [string, TierPrice] => [
        name,
        'factor' in tier
          ? { kind: 'factor', factor: decimal(tier.factor) }
          : { kind: 'prices', perMillion: readAmounts(tier.perMillion) },
      ]),
    ),
    source,
  };
}

/** A price as answers show it. */
export function describePrice(
  price: Omit<Price, 'id'> & { readonly source: string },
): z.input<typeof priceAnswer>['price'] {
  const { provider, model, source, longPrompt } = price;
  return {
    provider,
    model,
    validFrom: price.validFrom.toISOString(),
    perMillion: describeAmounts(price.perMillion),
    ...(longPrompt
      ? { longPrompt: { ...longPrompt, perMillion: describeAmounts(longPrompt.perMillion) } }
      : {}),
    tiers: Object.fromEntries(
      Object.entries(price.tiers).map(([name, tier]) => [
        name,
        tier.kind === 'factor'
          ? { factor: formatDecimal(tier.factor) }
          : { perMillion: describeAmounts(tier.perMillion) },
      ]),
    ),
    source,
  };
}

function readAmounts(texts: Readonly<Partial<Record<Meter, string>>>): MeterPrices {
  const amounts: Partial<Record<Meter, bigint>> = {};
  for (const meter of METERS) {
    const text = texts[meter];
    if (text !== undefined) amounts[meter] = roundDecimal(decimal(text), NANO_DIGITS, 'half_up');
  }
  return amounts;
}

function describeAmounts(amounts: MeterPrices): Record<string, string> {
  return Object.fromEntries(
    Object.entries(amounts).map(([meter, coefficient]) => [
      meter,
      formatDecimal({ coefficient, scale: NANO_DIGITS }),
    ]),
  );
}

const NANO_DIGITS = 9;
