import { vatOnTop } from './top-up-figures.ts';
import type { TopUpRequest } from './top-up-request.store.ts';

/**
 * A paid request with what was paid and credited, for its receipt: a person may have credited another amount than was asked for. Where the money came
 * in another currency, what it stands for in francs follows from the credit.
 */
export function asPaid(request: TopUpRequest): TopUpRequest {
  const { credited, received, figures } = request;
  if (credited === undefined) return request;
  const { vat } = figures;
  const payable = received ?? credited + (vat === null ? 0n : vatOnTop(credited, vat.ratePpm));
  if (credited === request.amount && payable === request.payable) return request;
  const taxed = payable > credited ? payable - credited : 0n;
  return {
    ...request,
    ...{ amount: credited, payable },
    figures: {
      ...figures,
      ...{ amount: `${credited}`, payable: `${payable}` },
      vat: vat && { ratePpm: vat.ratePpm, amount: `${taxed}` },
    },
  };
}
