import type { z } from 'zod';
import type { Meter } from '#aicore/meters.ts';
import { calculatePriceChf } from '#aicore/prices/charge.ts';
import type { Terms } from '#aicore/prices/price.ts';
import type { SelectedModel } from '#aicore/selector/model-selector.ts';
import type { ChargedPart } from '#billing/ledger/ledger.ts';
import { findCallsOfRuns, findUsageOfCalls, type OriginCall } from '#billing/origins/origin-cost.store.ts';
import type { Db } from '#db/database.ts';
import { type OfferedModelsDeps, offeredModels } from '#gateway/model-list/offered-models.ts';
import type { Actor } from '#identity/actor.ts';
import { invalidRequest } from '#kernel/error.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import type { ModelChoice } from '../processor/ai-task.ts';
import type { whatIfAnswer } from './automation.contract.ts';
import type { Automation } from './automation.ts';
import { listRuns } from './run.store.ts';

const RUNS = 20;

/**
 * What the last runs would have cost if another model had used as many tokens: at its price, the markup and the rate of now. Searches
 * cost what they did. Throws `invalid_request` for a model that may not be used.
 */
export async function whatIf(
  deps: OfferedModelsDeps & { readonly db: Db },
  actor: Actor,
  { mandateId, id }: Automation,
  choice: ModelChoice,
): Promise<z.input<typeof whatIfAnswer>> {
  const offered = await offeredModels(deps, actor);
  const selected = offered.models.find(
    ({ model }) => model.provider === choice.provider && model.name === choice.model,
  );
  if (selected?.model.kind !== 'chat')
    throw invalidRequest('query.model', 'is no model that chats and that you may use');
  const place = { mandateId, automationId: id };
  const runs = await listRuns(deps.db, place, { states: ['succeeded', 'output_limit'], limit: RUNS });
  const runIds = runs.map((run) => run.place.runId);
  const calls = await findCallsOfRuns(deps.db, mandateId, runIds);
  const ids = [...calls.values()].flat().map(({ transactionId }) => transactionId);
  const usage = await findUsageOfCalls(deps.db, mandateId, ids);
  const terms = offered.termsOf(choice.provider);
  const compared = runs.map((run) => {
    const own = calls.get(run.place.runId) ?? [];
    const otherwise = own.map((call) => priceOf(call, usage.get(call.transactionId) ?? [], selected, terms));
    return {
      run,
      actual: own.reduce((sum, { charge }) => sum + charge, 0n),
      otherwise: sumOf(otherwise),
    };
  });
  return {
    model: choice,
    runs: compared.map(({ run, actual, otherwise }) => ({
      runId: run.place.runId,
      at: run.createdAt.toISOString(),
      actualChf: formatChf(actual),
      otherwiseChf: otherwise === undefined ? null : formatChf(otherwise),
    })),
    actualChf: formatChf(compared.reduce((sum, { actual }) => sum + actual, 0n)),
    otherwiseChf: textOf(sumOf(compared.map(({ otherwise }) => otherwise))),
  };
}

/** Undefined: it used something that the other model has no price for. */
function priceOf(
  call: OriginCall,
  usage: readonly ChargedPart[],
  { model, price }: SelectedModel,
  terms: Terms,
): NanoChf | undefined {
  // A search is no matter of the model.
  if (call.provider === 'tavily') return call.charge;
  const parts = usage.map(({ quantities }) => ({
    model: undefined,
    quantities: quantities as Partial<Record<Meter, number>>,
  }));
  const asked = { model: model.name, price };
  const { amountNanoChf, remarks } = calculatePriceChf({
    usage: { parts },
    asked,
    priceOf: () => undefined,
    terms,
  });
  return remarks.includes('meter_not_priced') ? undefined : amountNanoChf;
}

function sumOf(amounts: readonly (NanoChf | undefined)[]): NanoChf | undefined {
  return amounts.reduce(
    (sum, amount) => (sum === undefined || amount === undefined ? undefined : sum + amount),
    0n,
  );
}

function textOf(amount: NanoChf | undefined): string | null {
  return amount === undefined ? null : formatChf(amount);
}
