import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import type { Actor } from '#identity/actor.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import type { NanoChf } from '#kernel/money.ts';
import { payInvoice } from '../invoices/pay-invoice.service.ts';
import {
  adjustmentBody,
  creditBody,
  creditsAnswer,
  creditsQuery,
  paymentBody,
  postingAnswer,
  previewQuery,
  refundBody,
  transferAnswer,
  transferBody,
} from './operator-posting.contract.ts';
import {
  adjustWallet,
  bookPayment,
  creditWallet,
  type PostingRequest,
  refundTopUp,
} from './operator-posting.service.ts';
import { listCredits } from './top-up-list.service.ts';
import { transferBetweenWallets } from './wallet-transfer.service.ts';

/** Money that people move: top-ups, payments, adjustments, refunds, transfers. Each has a preview at `?preview=true`. */
export function operatorPostingRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  const booking = {
    method: 'POST',
    tag: 'Credit',
    params: ofMandate,
    query: previewQuery,
    needsIdempotencyKey: true,
  } as const;
  const byOperator = {
    ...booking,
    permission: 'resource.billing.credit',
    answer: postingAnswer,
    status: 201,
  } as const;
  return [
    apiRoute({
      method: 'GET',
      path: '/api/admin/mandates/:mandateId/billing/credits',
      summary: 'Top-ups, the newest first, with what is left of each to refund',
      tag: 'Credit',
      permission: 'resource.billing.read',
      params: ofMandate,
      query: creditsQuery,
      answer: creditsAnswer,
      handle: ({ actor, query }) => listCredits(db, actor, query),
    }),
    apiRoute({
      ...byOperator,
      path: '/api/admin/mandates/:mandateId/billing/credits',
      summary: 'Tops a wallet up',
      body: creditBody,
      handle: (call) => creditWallet(db, { ...requestOf(call, call.body.description), ...call.body }),
    }),
    apiRoute({
      ...byOperator,
      path: '/api/admin/mandates/:mandateId/billing/payments',
      summary: 'Books the payment of an invoice (postpaid)',
      body: paymentBody,
      handle: (call) => {
        const { invoiceId, paidOn } = call.body;
        const request = requestOf(call, call.body.description);
        return invoiceId === undefined
          ? bookPayment(db, request)
          : payInvoice(db, { ...request, invoiceId, paidOn });
      },
    }),
    apiRoute({
      ...byOperator,
      path: '/api/admin/mandates/:mandateId/billing/adjustments',
      summary: 'Puts a balance right, either way',
      body: adjustmentBody,
      handle: (call) => adjustWallet(db, { ...requestOf(call, call.body.reason), ...call.body }),
    }),
    apiRoute({
      ...byOperator,
      path: '/api/admin/mandates/:mandateId/billing/refunds',
      summary: 'Pays back of a top-up at most what is left of it',
      body: refundBody,
      handle: (call) => refundTopUp(db, { ...requestOf(call, call.body.reason), ...call.body }),
    }),
    apiRoute({
      ...booking,
      path: '/api/admin/mandates/:mandateId/billing/transfers',
      summary: "Moves credit from the pool to a user's wallet, or back (prepaid_user)",
      permission: 'resource.billing.transfer',
      body: transferBody,
      answer: transferAnswer,
      status: 201,
      handle: (call) => transferBetweenWallets(db, { ...requestOf(call, call.body.reason), ...call.body }),
    }),
  ];
}

function requestOf(
  call: {
    readonly actor: Actor;
    readonly requestId: string;
    readonly idempotencyKey: string;
    readonly query: { readonly preview: boolean };
    readonly body: { readonly amountChf: NanoChf };
  },
  reason: string,
): PostingRequest {
  const { actor, idempotencyKey, query, body } = call;
  return {
    by: { ...auditBy(call), userId: actor.userId },
    mandateId: actor.mandateId,
    idempotencyKey,
    isPreview: query.preview,
    amount: body.amountChf,
    reason,
  };
}
