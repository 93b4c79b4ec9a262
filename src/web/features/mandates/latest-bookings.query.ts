import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

export type LatestBooking = Answer<'/api/billing/transactions'>['transactions'][number];

/** The last few bookings of a mandate. */
export const latestBookingsQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['latest-bookings', mandateId],
    queryFn: async ({ signal }): Promise<readonly LatestBooking[]> => {
      const params = { query: { limit: '8' } };
      const { transactions } = await answerOf(
        apiIn(mandateId).GET('/api/billing/transactions', { params, signal }),
      );
      return transactions;
    },
  });
