import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { quoteAnswer, quoteBody } from './quote.contract.ts';
import { type QuoteDeps, quoteCall } from './quote.service.ts';

export function quoteRoutes(deps: QuoteDeps): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'POST',
      path: '/api/billing/quote',
      summary: 'What a call would cost at most, and whether the balance admits it',
      tag: 'Billing',
      // The right to the provider is looked at with the body; its refusal names the resource.
      permission: 'resource.billing.own',
      body: quoteBody,
      answer: quoteAnswer,
      handle: ({ actor, body }) => quoteCall(deps, actor, body),
    }),
  ];
}
