import { calculatePriceChf, type PricedCall } from '#aicore/prices/charge.ts';
import { isStandardTier } from '#aicore/prices/meter-price.ts';
import type { Price } from '#aicore/prices/price.ts';
import type { CallPrices } from './call-prices.ts';
import type { CountedUsage } from './platform-call.ts';

/** How a platform may have priced. */
export interface PricingWay {
  readonly cause: string;
  price(usage: CountedUsage): PricedCall;
}

/** As Rappen does, without a markup. */
export function priceAtCost({ asked, priceOf, rate }: CallPrices, usage: CountedUsage): PricedCall {
  return calculatePriceChf({ usage, asked, priceOf, terms: { rate, markupPpm: 0 } });
}

/** Other prices by which the platform may have computed its cost, the likeliest first; `ours` is the call as Rappen prices it. */
export function otherPricings(prices: CallPrices, ours: PricedCall): readonly PricingWay[] {
  const ways: PricingWay[] = [];
  if (ours.parts.some(({ tier }) => !isStandardTier(tier))) {
    const tiers = [...new Set(ours.parts.map(({ tier }) => tier).filter((tier) => !isStandardTier(tier)))];
    ways.push({
      cause: `prices the tier ${tiers.join(', ')} as standard`,
      price: (usage) =>
        priceAtCost(
          prices,
          withParts(usage, ({ tier: _, ...part }) => part),
        ),
    });
  }
  if (ours.parts.some(({ long }) => long)) {
    ways.push({
      cause: 'prices a long prompt as a short one',
      price: (usage) =>
        priceAtCost(
          mapPrices(prices, shortPrice),
          withParts(usage, (part) => part),
        ),
    });
  }
  if (ours.parts.some(({ priceId }) => priceId !== prices.asked.price.id)) {
    ways.push({
      cause: 'prices the model that was asked, not the one that answered',
      price: (usage) =>
        priceAtCost(
          prices,
          withParts(usage, (part) => ({ ...part, model: undefined })),
        ),
    });
  }
  for (const { price: other, title } of prices.otherVersions) {
    const replaced = (price: Price) => (price.model === other.model ? other : price);
    ways.push({
      cause: `takes ${title}`,
      price: (usage) =>
        priceAtCost(
          mapPrices(prices, replaced),
          withParts(usage, (part) => part),
        ),
    });
  }
  return ways;
}

type Part = CountedUsage['parts'][number];

/** A cost that the provider states follows no price of ours, so it is left out here. */
function withParts({ parts }: CountedUsage, change: (part: Part) => Part): CountedUsage {
  return { parts: parts.map(change) };
}

function mapPrices(prices: CallPrices, change: (price: Price) => Price): CallPrices {
  const { asked, priceOf, rate, otherVersions } = prices;
  return {
    asked: { model: asked.model, price: change(asked.price) },
    priceOf: (model) => {
      const price = priceOf(model);
      return price && change(price);
    },
    ...{ rate, otherVersions },
  };
}

function shortPrice({ longPrompt: _, ...price }: Price): Price {
  return price;
}
