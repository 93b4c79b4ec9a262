import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { ModelList } from '../model/model-entries.ts';

/** The models of a mandate with their prices, and those that may not be used with the reason. */
export const chatModelsQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['chat-models', mandateId],
    queryFn: ({ signal }): Promise<ModelList> =>
      answerOf(apiIn(mandateId).GET('/api/models', { params: { query: { all: 'true' } }, signal })),
    staleTime: 300_000,
  });
