import type { Db } from '#db/database.ts';
import { type ApiRoute, apiAction, apiRoute, apiStream } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { describeRequest, downloadRequest, listTopUpRequests } from './describe-request.ts';
import { cancelRequest, requestTopUp } from './request-top-up.service.ts';
import {
  topUpRequestAnswer,
  topUpRequestBody,
  topUpRequestParams,
  topUpRequestsAnswer,
  topUpRequestsQuery,
} from './top-up-request.contract.ts';

const REQUESTS = '/api/billing/top-up-requests';
const common = { tag: 'Top-ups by bank transfer' } as const;
const asking = { ...common, permission: 'resource.billing.top_up' } as const;
const reading = { ...common, permission: 'resource.billing.read' } as const;

/** A mandate asks for a top-up and gets a QR-bill for it. */
export function topUpRequestRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      ...asking,
      method: 'POST',
      path: REQUESTS,
      summary: 'Asks for a top-up by bank transfer; the balance is topped up when it is paid',
      needsIdempotencyKey: true,
      body: topUpRequestBody,
      answer: topUpRequestAnswer,
      status: 201,
      handle: async (call) => {
        const { actor, idempotencyKey, body } = call;
        const by = { ...auditBy(call), userId: actor.userId };
        const id = await requestTopUp(db, by, { amount: body.amountChf, idempotencyKey });
        return describeRequest(db, actor.mandateId, id);
      },
    }),
    apiRoute({
      ...reading,
      method: 'GET',
      path: REQUESTS,
      summary: 'Requests for top-ups, the newest first',
      query: topUpRequestsQuery,
      answer: topUpRequestsAnswer,
      handle: ({ actor, query }) => listTopUpRequests(db, actor.mandateId, query),
    }),
    apiRoute({
      ...reading,
      method: 'GET',
      path: `${REQUESTS}/:requestId`,
      summary: 'A request for a top-up, with what its QR code holds',
      params: topUpRequestParams,
      answer: topUpRequestAnswer,
      handle: ({ actor, params }) => describeRequest(db, actor.mandateId, params.requestId),
    }),
    ...(['bill', 'receipt'] as const).map((which) =>
      apiStream({
        ...reading,
        method: 'GET',
        path: `${REQUESTS}/:requestId/${which}`,
        summary: which === 'bill' ? 'The QR-bill as PDF' : 'The receipt as PDF, once it is paid',
        params: topUpRequestParams,
        produces: ['application/pdf'],
        handle: ({ actor, params }) => downloadRequest(db, actor.mandateId, { id: params.requestId, which }),
      }),
    ),
    apiAction({
      ...asking,
      method: 'POST',
      path: `${REQUESTS}/:requestId/cancel`,
      summary: 'Cancels a request that is not paid',
      params: topUpRequestParams,
      handle: (call) => cancelRequest(db, auditBy(call), call.params.requestId),
    }),
  ];
}
