import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

export type Explanation = Answer<'/api/billing/transactions/{transactionId}'>;
export type ExplainedBooking = Explanation['transaction'];
export type Calculation = NonNullable<Explanation['calculation']>;
export type CalculationPart = Calculation['parts'][number];
export type Hold = NonNullable<Explanation['hold']>;

/** A booking, what it follows from, and what follows from it. 404, 422: there is none of this id in the mandate. */
export const explanationQuery = (mandateId: string, transactionId: string) =>
  queryOptions({
    queryKey: ['explanation', mandateId, transactionId],
    queryFn: ({ signal }): Promise<Explanation> => {
      const params = { path: { transactionId } };
      return answerOf(apiIn(mandateId).GET('/api/billing/transactions/{transactionId}', { params, signal }));
    },
  });
