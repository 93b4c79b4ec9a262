import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

interface SignInOptions {
  readonly singleSignOn: { readonly name: string } | null;
}

/** Which other ways to sign in there are. */
export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: ({ signal }): Promise<SignInOptions> =>
    answerOf(api.GET('/api/auth/sign-in-options', { signal })) as Promise<never>,
});
