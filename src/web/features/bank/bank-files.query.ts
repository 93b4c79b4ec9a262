import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

type FilePage = Answer<'/api/admin/bank-files'>;
export type BankFile = FilePage['files'][number];
export type PaymentCount = BankFile['counts'][number];

/** The files of the bank that were uploaded, the newest first. */
export const bankFilesQuery = infiniteQueryOptions({
  queryKey: ['bank-files'],
  queryFn: ({ pageParam, signal }): Promise<FilePage> => {
    const query = pageParam === undefined ? {} : { cursor: pageParam };
    return answerOf(api.GET('/api/admin/bank-files', { params: { query }, signal }));
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }) => nextCursor,
});
