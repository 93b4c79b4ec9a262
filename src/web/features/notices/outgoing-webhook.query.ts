import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

const WEBHOOK = '/api/admin/mandates/{mandateId}/billing/webhook';
const DELIVERIES = `${WEBHOOK}/deliveries` as const;

export type OutgoingWebhook = Answer<typeof WEBHOOK>;
type DeliveryPage = Answer<typeof DELIVERIES>;
export type Delivery = DeliveryPage['deliveries'][number];

export const outgoingWebhookQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['warning-webhook', mandateId],
    queryFn: ({ signal }): Promise<OutgoingWebhook> =>
      answerOf(apiIn(mandateId).GET(WEBHOOK, { params: { path: { mandateId } }, signal })),
  });

/** What was sent, the newest first; looked at again as long as something waits. */
export const deliveriesQuery = (mandateId: string) =>
  infiniteQueryOptions({
    queryKey: ['webhook-deliveries', mandateId],
    queryFn: ({ pageParam, signal }): Promise<DeliveryPage> => {
      const query = { limit: '10', ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return answerOf(apiIn(mandateId).GET(DELIVERIES, { params: { path: { mandateId }, query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.deliveries.some((one) => one.state === 'waiting'))
        ? 3_000
        : false,
  });
