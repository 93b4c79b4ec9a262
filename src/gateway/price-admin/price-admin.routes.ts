import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { priceAnswer, priceBody, pricesAnswer, pricesQuery } from './price-admin.contract.ts';
import { type PriceAdminDeps, pagePrices, previewPrice, writePrice } from './price-admin.service.ts';
import { readPriceBody } from './price-shape.ts';

export function priceAdminRoutes(deps: PriceAdminDeps): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/admin/prices',
      summary: 'List prices of the providers, with all versions',
      tag: 'Prices',
      permission: 'resource.billing.prices',
      query: pricesQuery,
      answer: pricesAnswer,
      handle: ({ query }) => pagePrices(deps, query),
    }),
    apiRoute({
      method: 'POST',
      path: '/api/admin/prices',
      summary:
        'Follows a price with a new version: first its effect on last month, then, confirmed, the change',
      tag: 'Prices',
      permission: 'resource.billing.prices',
      body: priceBody,
      needsIdempotencyKey: true,
      answer: priceAnswer,
      handle: async (call) => {
        const { confirm } = call.body;
        const price = readPriceBody(call.body);
        if (confirm === undefined) return previewPrice({ ...deps, signal: call.signal }, price);
        return writePrice(deps, price, { confirm, idempotencyKey: call.idempotencyKey, by: auditBy(call) });
      },
    }),
  ];
}
