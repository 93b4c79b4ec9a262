import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

export type MandateDetail = Answer<'/api/admin/mandates/{mandateId}'>;

/** One mandate, with the balance that it would leave behind. */
export const mandateDetailQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['mandate-detail', mandateId],
    queryFn: ({ signal }): Promise<MandateDetail> =>
      answerOf(api.GET('/api/admin/mandates/{mandateId}', { params: { path: { mandateId } }, signal })),
  });
