import { type ApiRoute, apiRoute } from '../access/api-route.ts';
import { subscriptionAnswer, unsubscribeBody, unsubscribeQuery } from './unsubscribe.contract.ts';
import type { Unsubscribing } from './unsubscribing.ts';

const common = {
  path: '/api/unsubscribe',
  tag: 'Reports',
  permission: 'public',
  answer: subscriptionAnswer,
} as const;

/** What the page behind the link of a report asks for. */
export function unsubscribeRoutes(unsubscribing: Unsubscribing): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'GET',
      summary: 'Whose reports the link in a report is about; it changes nothing',
      query: unsubscribeQuery,
      handle: ({ query }) => unsubscribing.look(query.token),
    }),
    apiRoute({
      ...common,
      method: 'POST',
      summary: 'No more reports of the mandate to the address that the link belongs to',
      body: unsubscribeBody,
      handle: ({ body, requestId }) => unsubscribing.leave(body.token, requestId),
    }),
  ];
}
