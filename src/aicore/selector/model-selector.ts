import { AppError } from '#kernel/error.ts';
import { isOffered, type Model, type OfferedModel } from '../models/model.ts';
import type { ModelCatalogue } from '../models/model-catalogue.ts';
import type { Price } from '../prices/price.ts';
import type { PriceBook } from '../prices/price-book.ts';

export interface SelectionContext {
  readonly catalogue: ModelCatalogue;
  readonly book: PriceBook;
  readonly instant: Date;
  /** Whether the operator has set the provider up (a key, or the simulator). */
  readonly isConfigured: (provider: string) => boolean;
  /** What the user's roles and key allow. */
  readonly isProviderAllowed: (provider: string) => boolean;
  readonly isModelAllowed: (provider: string, model: string) => boolean;
}

export interface SelectedModel {
  readonly model: OfferedModel;
  readonly price: Price;
}

/**
 * The model for a call to one provider, by name, alias or dated id; without a name the provider's default, else the
 * first that is allowed. Refusals, in this order: `provider_not_allowed`, `provider_not_configured`, `model_not_found`,
 * `model_not_allowed`, `model_not_priced`. The role comes first, so that nobody learns of what he may not use.
 * With a `kind` a model of another kind is not found: an embedding model does not chat.
 */
export function selectModel(
  context: SelectionContext,
  provider: string,
  wanted: string | undefined,
  kind?: Model['kind'],
): SelectedModel {
  if (!context.isProviderAllowed(provider)) {
    throw new AppError('provider_not_allowed', { provider, resource: `resource.aicore.${provider}` });
  }
  if (!context.isConfigured(provider)) throw new AppError('provider_not_configured', { provider });
  if (wanted === undefined) return firstOffered(context, provider);
  const model = context.catalogue.find(provider, wanted);
  if (!model || !isOffered(model) || (kind && model.kind !== kind)) {
    throw new AppError('model_not_found', { model: wanted.slice(0, 200) });
  }
  if (!context.isModelAllowed(provider, model.name)) {
    throw new AppError('model_not_allowed', {
      model: model.name,
      resource: `resource.aicore.${provider}.${model.name}`,
    });
  }
  const price = context.book.priceAt(provider, model.name, context.instant);
  if (!price) throw new AppError('model_not_priced', { model: model.name });
  return { model, price };
}

/** The same for a name with the provider in front (`anthropic/claude-haiku-5-5`), as the endpoint for all providers takes it. */
export function selectModelOfAny(context: SelectionContext, qualifiedName: string): SelectedModel {
  const slash = qualifiedName.indexOf('/');
  const provider = qualifiedName.slice(0, Math.max(slash, 0));
  if (!context.catalogue.models.some((model) => model.provider === provider)) {
    throw new AppError('model_not_found', { model: qualifiedName.slice(0, 200) });
  }
  // Perplexity's own model is called `perplexity/sonar`: with the provider in front of it once or twice.
  const whole = context.catalogue.find(provider, qualifiedName);
  return selectModel(context, provider, whole ? qualifiedName : qualifiedName.slice(slash + 1));
}

/** What somebody may use now: offered, configured, allowed and priced; in the catalogue's order. */
export function listModels(context: SelectionContext): readonly SelectedModel[] {
  return context.catalogue.models.flatMap((model) => {
    const { provider, name } = model;
    if (!isOffered(model) || !context.isConfigured(provider) || !context.isProviderAllowed(provider))
      return [];
    const price = context.book.priceAt(provider, name, context.instant);
    return price && context.isModelAllowed(provider, name) ? [{ model, price }] : [];
  });
}

function firstOffered(context: SelectionContext, provider: string): SelectedModel {
  const models = listModels(context).filter(({ model }) => model.provider === provider);
  const chosen = models.find(({ model }) => model.isDefault) ?? models[0];
  if (!chosen) throw new AppError('model_not_found', { provider });
  return chosen;
}
