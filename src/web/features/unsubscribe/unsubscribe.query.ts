import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

export type ReportSubscription = Answer<'/api/unsubscribe'>;

/** Whose reports the link is about. */
export const reportSubscriptionQuery = (token: string) =>
  queryOptions({
    queryKey: ['report-subscription', token],
    queryFn: ({ signal }): Promise<ReportSubscription> =>
      answerOf(api.GET('/api/unsubscribe', { params: { query: { token } }, signal })),
    retry: false,
  });

export function unsubscribeFromReports(token: string): Promise<ReportSubscription> {
  return answerOf(api.POST('/api/unsubscribe', { body: { token } }));
}
