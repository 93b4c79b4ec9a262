import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

interface SessionAnswer {
  readonly session: { readonly userId: string } | null;
}

/** Whether somebody is signed in, without a refusal where nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }): Promise<SessionAnswer> =>
    answerOf(api.GET('/api/auth/get-session', { signal })) as Promise<never>,
  staleTime: 0,
});
