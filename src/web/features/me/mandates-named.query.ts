import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

export type MandatesNamed = Answer<'/api/admin/mandates'>;

const MOST = 20;

/** For the operator: the first mandates with this in their names. */
export const mandatesNamedQuery = (text: string) =>
  queryOptions({
    queryKey: ['mandates-named', text],
    queryFn: ({ signal }): Promise<MandatesNamed> => {
      const query = { limit: String(MOST), ...(text === '' ? {} : { q: text }) };
      return answerOf(api.GET('/api/admin/mandates', { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
