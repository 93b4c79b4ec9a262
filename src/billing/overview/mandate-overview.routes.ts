import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { overviewAnswer, overviewQuery } from './mandate-overview.contract.ts';
import { readMandateOverview } from './mandate-overview.service.ts';

export function mandateOverviewRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/admin/billing/mandates',
      summary: 'All mandates: balance, spend this month and last, margin, state; those at risk first',
      tag: 'Overview',
      permission: 'resource.billing.overview',
      query: overviewQuery,
      answer: overviewAnswer,
      handle: ({ query }) => readMandateOverview(db, query),
    }),
  ];
}
