import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { decimal } from '#kernel/decimal.ts';
import { rateAnswer, rateBody, ratesAnswer, ratesQuery } from './rate-admin.contract.ts';
import { type NewRate, pageRates, previewRate, writeRate } from './rate-admin.service.ts';

export function rateAdminRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/admin/exchange-rates',
      summary: 'Exchange rates, with all versions',
      tag: 'Prices',
      permission: 'resource.billing.prices',
      query: ratesQuery,
      answer: ratesAnswer,
      handle: ({ query }) => pageRates(db, query),
    }),
    apiRoute({
      method: 'POST',
      path: '/api/admin/exchange-rates',
      summary:
        'Follows the exchange rate with a new one: first its effect on last month, then, confirmed, the change',
      tag: 'Prices',
      permission: 'resource.billing.prices',
      body: rateBody,
      needsIdempotencyKey: true,
      answer: rateAnswer,
      handle: async (call) => {
        const { chfPerUsd, validFrom, source, confirm } = call.body;
        const rate: NewRate = {
          chfPerUsd: decimal(chfPerUsd),
          validFrom: new Date(`${validFrom}T00:00:00Z`),
          source,
        };
        if (confirm === undefined) return previewRate({ db, signal: call.signal }, rate);
        return writeRate(db, rate, { confirm, idempotencyKey: call.idempotencyKey, by: auditBy(call) });
      },
    }),
  ];
}
