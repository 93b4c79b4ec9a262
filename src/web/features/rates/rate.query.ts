import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import type { paths } from '#web/lib/api/rappen-api.d.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';
import type { SendOptions } from '../two-steps/use-two-steps.ts';

type RatePage = Answer<'/api/admin/exchange-rates'>;
export type RateVersion = RatePage['rates'][number];
export type RateBody =
  paths['/api/admin/exchange-rates']['post']['requestBody']['content']['application/json'];
export type RateChange = Answer<'/api/admin/exchange-rates', 'post'>;

/** Every exchange rate, the newest first. */
export const ratesQuery = infiniteQueryOptions({
  queryKey: ['exchange-rates'],
  queryFn: ({ pageParam, signal }): Promise<RatePage> => {
    const query = pageParam === undefined ? {} : { cursor: pageParam };
    return answerOf(api.GET('/api/admin/exchange-rates', { params: { query }, signal }));
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }) => nextCursor,
});

/** First the effect of a new rate, then, with the token of that preview, the rate itself. */
export function sendRate(
  body: RateBody,
  { shown, idempotencyKey }: SendOptions<RateChange>,
): Promise<RateChange> {
  const params = { header: { 'idempotency-key': idempotencyKey } };
  const confirmed = shown?.confirm === undefined ? body : { ...body, confirm: shown.confirm };
  return answerOf(api.POST('/api/admin/exchange-rates', { params, body: confirmed }));
}
