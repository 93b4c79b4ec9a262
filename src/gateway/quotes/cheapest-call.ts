import { quoteUpperBound } from '#aicore/quote/upper-bound.ts';
import type { Actor } from '#identity/actor.ts';
import { AppError } from '#kernel/error.ts';
import type { NanoChf } from '#kernel/money.ts';
import { amountsToHold } from '../admission.ts';
import { type OfferedModels, type OfferedModelsDeps, offeredModels } from '../model-list/offered-models.ts';
import { plainRequest } from './plain-request.ts';

/** A short question and the shortest answer that the gateway still lets through. */
const INPUT_TOKENS = 64;
const OUTPUT_TOKENS = 64;

/**
 * The least that a sensible call of this actor takes, in nano-CHF: 64 tokens in and 64 out, on the cheapest chat model that he
 * may use. With less an account is empty. Undefined: he may use none.
 */
export async function cheapestCall(deps: OfferedModelsDeps, actor: Actor): Promise<NanoChf | undefined> {
  const { models, termsOf } = await offeredModels(deps, actor).catch(nothingIsPriced);
  let cheapest: NanoChf | undefined;
  for (const { model, price } of models) {
    if (model.kind !== 'chat') continue;
    const bound = quoteUpperBound({
      request: plainRequest(model.name, INPUT_TOKENS, OUTPUT_TOKENS),
      limits: model.offer.limits,
      price,
      terms: termsOf(model.provider),
      how: 'bytes',
    });
    const { minimum } = amountsToHold(bound);
    if (cheapest === undefined || minimum < cheapest) cheapest = minimum;
  }
  return cheapest;
}

/** A balance is shown even while there is no exchange rate. */
function nothingIsPriced(error: unknown): Pick<OfferedModels, 'models' | 'termsOf'> {
  if (!(error instanceof AppError) || error.code !== 'model_not_priced') throw error;
  return {
    models: [],
    termsOf: () => {
      throw error;
    },
  };
}
