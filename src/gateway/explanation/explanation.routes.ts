import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import type { CurrentPrices } from '../current-prices.ts';
import { transactionExplanation, transactionParams } from './explanation.contract.ts';
import { explainTransaction } from './explanation.service.ts';
import { describeExplanation } from './explanation-answer.ts';

export function explanationRoutes(deps: {
  readonly db: Db;
  readonly prices: Pick<CurrentPrices, 'book'>;
}): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/billing/transactions/:transactionId',
      summary: 'One booking with the full calculation: hold, usage x price, markup, rate, charge',
      tag: 'Billing',
      permission: 'resource.billing.own',
      params: transactionParams,
      answer: transactionExplanation,
      handle: async ({ actor, params }) =>
        describeExplanation(await explainTransaction(deps, actor, params.transactionId)),
    }),
  ];
}
