import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { unchargedCallsAnswer, unchargedCallsQuery } from './uncharged.contract.ts';
import { describeUncharged } from './uncharged.service.ts';

export function unchargedCallRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/billing/uncharged-calls',
      summary: 'Calls that failed and were not charged: of the mandate, or one’s own',
      tag: 'Billing',
      permission: 'resource.billing.own',
      query: unchargedCallsQuery,
      answer: unchargedCallsAnswer,
      handle: ({ actor, query }) => describeUncharged(db, actor, query),
    }),
  ];
}
