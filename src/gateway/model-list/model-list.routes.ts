import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { modelsAnswer, modelsQuery } from './model-list.contract.ts';
import { listModelPrices } from './model-list.service.ts';
import type { OfferedModelsDeps } from './offered-models.ts';

export function modelListRoutes(deps: OfferedModelsDeps): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/models',
      summary: 'The models that I may use, with their prices in CHF',
      tag: 'Models',
      // Prices are a matter of billing; a viewer, who may use none, sees with `all` what others could.
      permission: 'resource.billing.own',
      query: modelsQuery,
      answer: modelsAnswer,
      handle: ({ actor, query }) => listModelPrices(deps, actor, query),
    }),
  ];
}
