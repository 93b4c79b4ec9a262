import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

type PaymentPage = Answer<'/api/admin/bank-payments'>;
export type BankPayment = PaymentPage['payments'][number];

/** All payments of a file, in its order. */
export const filePaymentsQuery = (fileId: string) =>
  infiniteQueryOptions({
    queryKey: ['bank-payments', fileId],
    queryFn: ({ pageParam, signal }): Promise<PaymentPage> => {
      const query = { fileId, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return answerOf(api.GET('/api/admin/bank-payments', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** Payments that wait for a person, those of the newest file first. */
export const waitingPaymentsQuery = infiniteQueryOptions({
  queryKey: ['bank-payments', 'waiting'],
  queryFn: ({ pageParam, signal }): Promise<PaymentPage> => {
    const query = { state: 'waiting' as const, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
    return answerOf(api.GET('/api/admin/bank-payments', { params: { query }, signal }));
  },
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }) => nextCursor,
});
