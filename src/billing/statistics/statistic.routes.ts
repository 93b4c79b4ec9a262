import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { requestedFilter } from '../transactions/requested-filter.ts';
import { statisticsAnswer, statisticsQuery } from './statistic.contract.ts';
import { usageStatistics } from './statistic.service.ts';
import { describeStatistics } from './statistics-answer.ts';

export function statisticRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/billing/statistics',
      summary:
        'What calls have used and cost by day, month or year (Europe/Zurich): of the mandate, or one’s own',
      tag: 'Billing',
      permission: 'resource.billing.own',
      query: statisticsQuery,
      answer: statisticsAnswer,
      handle: async ({ actor, query }) => {
        const { period, from, to, groupBy, ...asked } = query;
        const request = { ...(await requestedFilter(db, actor, asked)), period, from, to, groupBy };
        return describeStatistics(period, await usageStatistics(db, actor.mandateId, request));
      },
    }),
  ];
}
