import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';
import type { MailState } from './outbox-search.ts';

type OutboxPage = Answer<'/api/admin/outbox'>;
export type OutboxMail = OutboxPage['mails'][number];
export type OutboxMailText = Answer<'/api/admin/outbox/{mailId}'>;

/** Mails, the newest first, without their texts. */
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
  });

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
