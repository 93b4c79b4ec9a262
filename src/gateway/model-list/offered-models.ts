import type { Terms } from '#aicore/prices/price.ts';
import type { Provider } from '#aicore/provider.ts';
import { listModels, type SelectedModel, type SelectionContext } from '#aicore/selector/model-selector.ts';
import type { SpendingBook } from '#billing/accounts/spending.ts';
import type { Actor } from '#identity/actor.ts';
import { type PricingDeps, requireRate } from '../pinned-prices.ts';

export interface OfferedModelsDeps extends PricingDeps {
  readonly providers: readonly Provider[];
  readonly spending: Pick<SpendingBook, 'spendingOf'>;
}

export interface OfferedModels {
  /** What the actor may use now, with its price. */
  readonly models: readonly SelectedModel[];
  /** How a provider's list price becomes his price. */
  termsOf(provider: string): Terms;
  readonly context: SelectionContext;
}

/** The models that an actor may use, as of now. Throws `model_not_priced` without an exchange rate, `not_found` without billing. */
export async function offeredModels(deps: OfferedModelsDeps, actor: Actor): Promise<OfferedModels> {
  const [book, spending] = await Promise.all([deps.prices.book(), deps.spending.spendingOf(actor)]);
  const instant = new Date();
  const rate = requireRate(book.rateAt(instant));
  const configured = new Set(
    deps.providers.filter((provider) => deps.upstream.offers(provider)).map(({ name }) => name),
  );
  const context: SelectionContext = {
    catalogue: deps.catalogue,
    book,
    instant,
    isConfigured: (provider) => configured.has(provider),
    isProviderAllowed: actor.mayUseProvider,
    isModelAllowed: actor.mayUseModel,
  };
  return {
    models: listModels(context),
    termsOf: (provider) => ({ rate, markupPpm: spending.markupPpm(provider) }),
    context,
  };
}
