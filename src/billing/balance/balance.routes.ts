import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { balanceAnswer, balanceQuery } from './balance.contract.ts';
import { type BalanceDeps, readBalance } from './balance.service.ts';

export function balanceRoutes(deps: BalanceDeps): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/billing/balance',
      summary: 'What can be spent now and why, the accounts, and how long they last',
      tag: 'Billing',
      permission: 'resource.billing.own',
      query: balanceQuery,
      answer: balanceAnswer,
      handle: ({ actor, query }) => readBalance(deps, actor, query),
    }),
  ];
}
