import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { previewQuery } from '../postings/operator-posting.contract.ts';
import {
  resolveBody,
  resolvedAnswer,
  unknownCallParams,
  unknownCallsAnswer,
  unknownCallsQuery,
} from './unknown.contract.ts';
import { pageUnknownCalls, resolveOnce } from './unknown.service.ts';

/** Calls whose cost nobody learned: the operator charges them, or writes them off. */
export function unknownCallRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/admin/unknown-calls',
      summary: 'Calls of unknown cost of all mandates, the oldest first',
      tag: 'Credit',
      permission: 'resource.billing.overview',
      query: unknownCallsQuery,
      answer: unknownCallsAnswer,
      handle: ({ query }) => pageUnknownCalls(db, query),
    }),
    apiRoute({
      method: 'POST',
      path: '/api/admin/mandates/:mandateId/unknown-calls/:holdId',
      summary: 'Charges a call of unknown cost, or writes it off',
      tag: 'Credit',
      permission: 'resource.billing.credit',
      params: unknownCallParams,
      query: previewQuery,
      body: resolveBody,
      needsIdempotencyKey: true,
      answer: resolvedAnswer,
      handle: (call) =>
        resolveOnce(db, {
          mandateId: call.actor.mandateId,
          holdId: call.params.holdId,
          amount: call.body.amountChf,
          by: auditBy(call),
          reason: call.body.reason,
          idempotencyKey: call.idempotencyKey,
          isPreview: call.query.preview,
        }),
    }),
  ];
}
