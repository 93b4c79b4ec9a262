import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

export type Balance = Answer<'/api/billing/balance'>;

/** What can be spent now in a mandate, of which account, under which limits, and how long it lasts. Kept fresh by the live stream. */
export const balanceQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['balance', mandateId],
    queryFn: ({ signal }): Promise<Balance> =>
      answerOf(apiIn(mandateId).GET('/api/billing/balance', { signal })),
  });
