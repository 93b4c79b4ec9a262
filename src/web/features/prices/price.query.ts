import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import type { paths } from '#web/lib/api/rappen-api.d.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';
import type { ModelName } from './prices-search.ts';

export type PriceVersion = Answer<'/api/admin/prices'>['prices'][number];
export type PriceBody = paths['/api/admin/prices']['post']['requestBody']['content']['application/json'];
export type PriceChange = Answer<'/api/admin/prices', 'post'>;

/** What holds now, of every model, by provider and name. */
export const currentPricesQuery = queryOptions({
  queryKey: ['prices', 'current'],
  queryFn: ({ signal }): Promise<readonly PriceVersion[]> => readAll({ current: 'true' }, signal),
});

/** Every version of one model, the newest first. */
export const priceVersionsQuery = ({ provider, model }: ModelName) =>
  queryOptions({
    queryKey: ['prices', 'versions', provider, model],
    queryFn: ({ signal }): Promise<readonly PriceVersion[]> => readAll({ provider, model }, signal),
  });

/** Page by page: a hundred models are two of them. */
async function readAll(
  filter: { readonly current: 'true' } | ModelName,
  signal: AbortSignal,
): Promise<readonly PriceVersion[]> {
  const prices: PriceVersion[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...filter, limit: '200', ...(cursor === undefined ? {} : { cursor }) };
    const page = await answerOf(api.GET('/api/admin/prices', { params: { query }, signal }));
    prices.push(...page.prices);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return prices;
}
