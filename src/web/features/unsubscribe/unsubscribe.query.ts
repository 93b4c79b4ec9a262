import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';
import { offerLanguage } from '#web/lib/language/page-language.ts';

export type ReportSubscription = Answer<'/api/unsubscribe'>;

/** Whose reports the link is about. The page is then in the language of the mail that the link is from. */
export const reportSubscriptionQuery = (token: string) =>
  queryOptions({
    queryKey: ['report-subscription', token],
    queryFn: async ({ signal }): Promise<ReportSubscription> => {
      const subscription = await answerOf(
        api.GET('/api/unsubscribe', { params: { query: { token } }, signal }),
      );
      // In another language it can be left just as well.
      if (subscription.language) await offerLanguage(subscription.language).catch(() => undefined);
      return subscription;
    },
    retry: false,
  });

export function unsubscribeFromReports(token: string): Promise<ReportSubscription> {
  return answerOf(api.POST('/api/unsubscribe', { body: { token } }));
}
