import type { OfferedModel } from '#aicore/models/model.ts';
import type { ExchangeRate, Price, Terms } from '#aicore/prices/price.ts';
import type { MeteredRequest } from '#aicore/provider.ts';
import { selectModel } from '#aicore/selector/model-selector.ts';
import type { Spending } from '#billing/accounts/spending.ts';
import { AppError } from '#kernel/error.ts';
import type { MeteredGatewayCall } from './gateway-call.ts';
import type { GatewayDeps } from './gateway-deps.ts';

/** The model of a call and everything that its charge depends on, as of one instant. A later change does not touch it. */
export interface PinnedPrices {
  readonly model: OfferedModel;
  readonly price: Price;
  readonly terms: Terms;
  /** The price of a model that answers, by the provider's name for it. */
  readonly priceOf: (model: string) => Price | undefined;
}

/** What prices depend on. */
export interface PricingDeps extends Pick<GatewayDeps, 'prices' | 'catalogue'> {
  readonly upstream: Pick<GatewayDeps['upstream'], 'offers'>;
}

/** Throws what `selectModel` throws, and `model_not_priced` where there is no exchange rate yet. */
export async function pinPrices(
  deps: PricingDeps,
  { actor, provider }: Pick<MeteredGatewayCall, 'actor' | 'provider'>,
  request: Pick<MeteredRequest, 'model' | 'output'>,
  spending: Pick<Spending, 'markupPpm'>,
): Promise<PinnedPrices> {
  const book = await deps.prices.book();
  const instant = new Date();
  const context = {
    catalogue: deps.catalogue,
    book,
    instant,
    isConfigured: () => deps.upstream.offers(provider),
    isProviderAllowed: actor.mayUseProvider,
    isModelAllowed: actor.mayUseModel,
  };
  const { model, price } = selectModel(
    context,
    provider.name,
    request.model,
    request.output ? 'chat' : undefined,
  );
  return {
    model,
    price,
    terms: { rate: requireRate(book.rateAt(instant)), markupPpm: spending.markupPpm(provider.name) },
    priceOf: (name) => deps.catalogue.priceOf(book, provider.name, name, instant),
  };
}

/** Throws `model_not_priced` where there is none yet. */
export function requireRate(rate: ExchangeRate | undefined): ExchangeRate {
  if (rate) return rate;
  throw new AppError('model_not_priced', {}, 'There is no exchange rate yet, so nothing has a price in CHF.');
}
