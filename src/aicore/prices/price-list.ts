import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { decimal, roundDecimal } from '#kernel/decimal.ts';
import { METERS, type Meter } from '../meters.ts';
import type { Model } from '../models/model.ts';
import { CALL_METERS } from './meter-price.ts';
import type { MeterPrices, Price, TierPrice } from './price.ts';

/** A price that has no id yet. */
export type ListedPrice = Omit<Price, 'id'> & { readonly source: string };

export interface PriceList {
  readonly models: readonly Model[];
  readonly prices: readonly ListedPrice[];
}

/** The list that comes with Rappen: `price-list.json`. Throws if it is not in order. */
export function readPriceList(file: URL = new URL('price-list.json', import.meta.url)): PriceList {
  return parsePriceList(JSON.parse(readFileSync(file, 'utf8')));
}

/** Reads and checks a list: amounts are decimal text, every price has a source. Throws a `ZodError` that names the place. */
export function parsePriceList(json: unknown): PriceList {
  const { models } = LIST.parse(json);
  return {
    models: models.map(toModel),
    prices: models.flatMap((entry) => entry.prices.map((price) => toPrice(entry, price))),
  };
}

const amounts = z.partialRecord(
  z.enum(METERS),
  z.string().regex(/^\d{1,9}(\.\d{1,9})?$/, 'an amount is decimal text with at most nine decimals'),
);

const PRICE = z.strictObject({
  /** From 00:00 UTC of this day. */
  validFrom: z.iso.date(),
  validFromNote: z.string().optional(),
  usdPerMillion: amounts,
  /** Fees: searches, fetches, requests, credits. */
  usdPerUnit: amounts.optional(),
  longPrompt: z.strictObject({ abovePromptTokens: z.int().positive(), usdPerMillion: amounts }).optional(),
  tiers: z
    .record(
      z.string().regex(/^[a-z]{1,30}$/),
      z.union([
        z.strictObject({ factor: z.string().regex(/^\d{1,3}(\.\d{1,4})?$/) }),
        z.strictObject({ usdPerMillion: amounts }),
      ]),
    )
    .optional(),
  source: z.string().min(1),
  confidence: z.string().optional(),
  notes: z.string().optional(),
});

const MODEL = z.strictObject({
  provider: z.string().min(1),
  model: z.string().min(1),
  kind: z.enum(['chat', 'embedding', 'search', 'media']),
  default: z.literal(true).optional(),
  aliases: z.array(z.string()).optional(),
  notOffered: z.string().min(1).optional(),
  limits: z
    .strictObject({
      maxInputTokens: z.int().nonnegative(),
      maxOutputTokens: z.int().nonnegative(),
      source: z.string().min(1),
    })
    .optional(),
  prices: z.array(PRICE).min(1),
});

const LIST = z.strictObject({ asOf: z.iso.date(), unit: z.string(), models: z.array(MODEL) });

type ListedModel = z.infer<typeof MODEL>;

function toModel({ provider, model, kind, aliases, limits, notOffered, ...entry }: ListedModel): Model {
  return {
    provider,
    name: model,
    kind,
    aliases: aliases ?? [],
    isDefault: entry.default ?? false,
    offer:
      limits && !notOffered
        ? {
            offered: true,
            limits: { maxInputTokens: limits.maxInputTokens, maxOutputTokens: limits.maxOutputTokens },
          }
        : { offered: false, because: notOffered ?? 'its limits are not known to us' },
  };
}

function toPrice({ provider, model }: ListedModel, price: z.infer<typeof PRICE>): ListedPrice {
  const perMillion = {
    ...perMillionOf(price.usdPerMillion),
    ...perMillionOf(price.usdPerUnit ?? {}, 1_000_000n),
  };
  if (Object.keys(perMillion).length === 0)
    throw new Error(`${provider} ${model}: a price without an amount`);
  return {
    provider,
    model,
    validFrom: new Date(`${price.validFrom}T00:00:00Z`),
    perMillion,
    ...(price.longPrompt
      ? {
          longPrompt: {
            abovePromptTokens: price.longPrompt.abovePromptTokens,
            perMillion: perMillionOf(price.longPrompt.usdPerMillion),
          },
        }
      : {}),
    tiers: Object.fromEntries(
      Object.entries(price.tiers ?? {}).map(([name, tier]): [string, TierPrice] => [
        name,
        'factor' in tier
          ? { kind: 'factor', factor: decimal(tier.factor) }
          : { kind: 'prices', perMillion: perMillionOf(tier.usdPerMillion) },
      ]),
    ),
    source: price.source,
  };
}

/** Fees stand in the list per unit, tokens per million; the meters' own kinds keep them apart. */
function perMillionOf(listed: Readonly<Partial<Record<Meter, string>>>, units = 1n): MeterPrices {
  const perMillion: Partial<Record<Meter, bigint>> = {};
  for (const meter of METERS) {
    const text = listed[meter];
    if (text === undefined) continue;
    if (CALL_METERS.has(meter) !== (units !== 1n)) throw new Error(`${meter} stands in the wrong unit`);
    perMillion[meter] = roundDecimal(decimal(text), 9, 'half_up') * units;
  }
  return perMillion;
}
