import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
} from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';
import type { MailState } from './outbox-search.ts';

type OutboxPage = Answer<'/api/admin/outbox'>;
export type OutboxMail = OutboxPage['mails'][number];
export type OutboxMailText = Answer<'/api/admin/outbox/{mailId}'>;

/** A mail that waits is on its way, or tried again later. */
const WHILE_WAITING_MS = 3_000;

/** Mails, the newest first, without their texts. Read again and again while one of them waits. */
export const outboxQuery = (state: MailState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['outbox', state],
    queryFn: ({ pageParam, signal }): Promise<OutboxPage> => {
      const query = {
        ...(state === undefined ? {} : { state }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      return answerOf(api.GET('/api/admin/outbox', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ mails }) => mails.some(({ state }) => state === 'waiting'))
        ? WHILE_WAITING_MS
        : false,
  });

/** What the lists know of a mail: that of all too, which it does not leave when its state becomes another. */
export function useListedMail(mailId: string, state: MailState | undefined): OutboxMail | undefined {
  const lists = [useInfiniteQuery(outboxQuery(undefined)), useInfiniteQuery(outboxQuery(state))];
  const mails = lists.flatMap(({ data }) => data?.pages.flatMap((page) => page.mails) ?? []);
  return mails.find(({ id }) => id === mailId);
}

/**
 * One mail with its text. Reading one with a secret is recorded, so it is read once and not again by itself, and forgotten
 * when it is closed.
 */
export const outboxMailQuery = (mailId: string) =>
  queryOptions({
    queryKey: ['outbox-mail', mailId],
    queryFn: ({ signal }): Promise<OutboxMailText> =>
      answerOf(api.GET('/api/admin/outbox/{mailId}', { params: { path: { mailId } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });

/** What an answer of the server has told of a mail, before anything is read anew. */
export function knowMail(queryClient: QueryClient, mail: OutboxMail): void {
  queryClient.setQueryData(outboxMailQuery(mail.id).queryKey, (read) =>
    read === undefined ? undefined : { ...read, ...mail },
  );
  queryClient.setQueriesData<InfiniteData<OutboxPage>>({ queryKey: ['outbox'] }, (list) =>
    list === undefined
      ? undefined
      : {
          ...list,
          pages: list.pages.map((page) => ({
            ...page,
            mails: page.mails.map((each) => (each.id === mail.id ? mail : each)),
          })),
        },
  );
}
