import type { z } from 'zod';
import { isOffered, type Model } from '#aicore/models/model.ts';
import type { Terms } from '#aicore/prices/price.ts';
import { quoteUpperBound } from '#aicore/quote/upper-bound.ts';
import type { SelectedModel } from '#aicore/selector/model-selector.ts';
import type { Actor } from '#identity/actor.ts';
import { modelResource } from '#identity/permissions.ts';
import { formatDecimal } from '#kernel/decimal.ts';
import { formatChf } from '#kernel/money.ts';
import { plainRequest } from '../quotes/plain-request.ts';
import type { modelsAnswer } from './model-list.contract.ts';
import { type OfferedModels, type OfferedModelsDeps, offeredModels } from './offered-models.ts';
import { priceLinesOf } from './price-lines.ts';

type Answer = z.input<typeof modelsAnswer>;
type Refusal = NonNullable<Answer['notAllowed']>[number];

/** About a page of text, and an answer of half a page. */
const TYPICAL = { inputTokens: 1_000, outputTokens: 500 };

/** What the actor may use, at his prices; with `all` also what he may not, and why. */
export async function listModelPrices(
  deps: OfferedModelsDeps,
  actor: Actor,
  { all }: { readonly all: boolean },
): Promise<Answer> {
  const offered = await offeredModels(deps, actor);
  const { rate } = offered.termsOf('');
  return {
    asOf: offered.context.instant.toISOString(),
    exchangeRate: {
      id: rate.id,
      validFrom: rate.validFrom.toISOString(),
      chfPerUsd: formatDecimal(rate.chfPerUsd),
    },
    models: offered.models.map((selected) =>
      describeModel(selected, offered.termsOf(selected.model.provider)),
    ),
    ...(all && { notAllowed: refusalsOf(offered, actor) }),
  };
}

function describeModel({ model, price }: SelectedModel, terms: Terms): Answer['models'][number] {
  return {
    ...nameOf(model),
    aliases: [...model.aliases],
    isDefault: model.isDefault,
    ...model.offer.limits,
    markupPercent: formatDecimal({ coefficient: BigInt(terms.markupPpm), scale: 4 }),
    price: { id: price.id, validFrom: price.validFrom.toISOString() },
    longPromptAboveTokens: price.longPrompt?.abovePromptTokens ?? null,
    prices: priceLinesOf(price, terms),
    typicalMessage: typicalMessageOf({ model, price }, terms),
  };
}

function typicalMessageOf({ model, price }: SelectedModel, terms: Terms) {
  if (model.kind !== 'chat') return null;
  const { inputTokens, outputTokens } = TYPICAL;
  const request = plainRequest(model.name, inputTokens, outputTokens);
  const bound = quoteUpperBound({ request, limits: model.offer.limits, price, terms, how: 'bytes' });
  return { ...TYPICAL, chf: formatChf(bound.wantedNanoChf) };
}

function refusalsOf({ models, context }: OfferedModels, actor: Actor): Refusal[] {
  const allowed = new Set<Model>(models.map(({ model }) => model));
  return context.catalogue.models
    .filter((model) => !allowed.has(model))
    .map((model) => ({
      ...nameOf(model),
      ...reasonOf(model, context.isConfigured(model.provider), actor),
      resource: modelResource(model.provider, model.name),
    }));
}

/** In the order in which a call is refused: the key's own list comes first, then the role. */
function reasonOf(model: Model, isConfigured: boolean, actor: Actor): Pick<Refusal, 'reason' | 'because'> {
  const { provider, name, offer } = model;
  if (actor.keyProviders && !actor.keyProviders.includes(provider)) return { reason: 'key' };
  if (!actor.mayUseProvider(provider)) return { reason: 'role' };
  if (!isConfigured) return { reason: 'provider_not_configured' };
  if (!isOffered(model))
    return { reason: 'not_offered', ...(offer.offered ? {} : { because: offer.because }) };
  return { reason: actor.mayUseModel(provider, name) ? 'not_priced' : 'role' };
}

function nameOf({ provider, name, kind }: Model): Pick<Refusal, 'provider' | 'model' | 'kind'> {
  return { provider, model: name, kind };
}
