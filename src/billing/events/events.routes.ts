import { type ApiRoute, apiStream } from '#identity/access/api-route.ts';
import { eventsQuery } from './event.contract.ts';
import type { LiveEvents } from './live-events.ts';

export function eventRoutes(events: Pick<LiveEvents, 'open'>): readonly ApiRoute[] {
  return [
    apiStream({
      method: 'GET',
      path: '/api/events',
      summary: 'Server-sent events: ready, balance, transaction, warning, heartbeat',
      tag: 'Billing',
      permission: 'resource.billing.own',
      query: eventsQuery,
      produces: ['text/event-stream'],
      handle: (call) => events.open(call),
    }),
  ];
}
