import { quoteUpperBound } from '#aicore/quote/upper-bound.ts';
import type { OfferedModels } from '#gateway/model-list/offered-models.ts';
import { plainRequest } from '#gateway/quotes/plain-request.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { ModelChoice } from '../processor/ai-task.ts';

/** About a page in, and half a page out. */
const TYPICAL = { inputTokens: 1_000, outputTokens: 500 };

/** Of these models the one that costs least, if it costs less than the present one. */
export function cheaperThan(
  offered: Pick<OfferedModels, 'models' | 'termsOf'>,
  present: ModelChoice,
  models: readonly ModelChoice[],
): ModelChoice | undefined {
  const now = priceOf(offered, present);
  let cheapest: { readonly model: ModelChoice; readonly price: NanoChf } | undefined;
  for (const model of models) {
    const price = priceOf(offered, model);
    if (price === undefined || (now !== undefined && price >= now)) continue;
    if (!cheapest || price < cheapest.price) cheapest = { model, price };
  }
  return cheapest?.model;
}

/** What a typical message costs; undefined: the model is not to be had. */
function priceOf(
  { models, termsOf }: Pick<OfferedModels, 'models' | 'termsOf'>,
  { provider, model: name }: ModelChoice,
): NanoChf | undefined {
  const found = models.find(({ model }) => model.provider === provider && model.name === name);
  if (!found) return undefined;
  return quoteUpperBound({
    request: plainRequest(name, TYPICAL.inputTokens, TYPICAL.outputTokens),
    limits: found.model.offer.limits,
    price: found.price,
    terms: termsOf(provider),
    how: 'bytes',
  }).wantedNanoChf;
}
