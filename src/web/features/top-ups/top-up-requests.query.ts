import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

type RequestPage = Answer<'/api/billing/top-up-requests'>;
export type TopUpRequest = RequestPage['requests'][number];
export type ShownRequest = Answer<'/api/billing/top-up-requests/{requestId}'>;

/** What a mandate has asked to pay in, the newest first. */
export const topUpRequestsQuery = (mandateId: string) =>
  infiniteQueryOptions({
    queryKey: ['top-up-requests', mandateId],
    queryFn: ({ pageParam, signal }): Promise<RequestPage> => {
      const query = pageParam === undefined ? {} : { cursor: pageParam };
      return answerOf(apiIn(mandateId).GET('/api/billing/top-up-requests', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** One of them, with what its QR code holds. */
export const topUpRequestQuery = (mandateId: string, requestId: string) =>
  queryOptions({
    queryKey: ['top-up-request', mandateId, requestId],
    queryFn: ({ signal }): Promise<ShownRequest> =>
      answerOf(
        apiIn(mandateId).GET('/api/billing/top-up-requests/{requestId}', {
          params: { path: { requestId } },
          signal,
        }),
      ),
  });
