import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import type { paths } from '#web/lib/api/rappen-api.d.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

const PATH = '/api/admin/issuer';

/** Null: there is none yet. */
export type LetterHead = Answer<typeof PATH>['issuer'];
export type LetterHeadBody = paths[typeof PATH]['put']['requestBody']['content']['application/json'];

/** Who issues statements and invoices. */
export const issuerQuery = queryOptions({
  queryKey: ['issuer'],
  queryFn: async ({ signal }): Promise<LetterHead> => (await answerOf(api.GET(PATH, { signal }))).issuer,
});

export async function saveIssuer(body: LetterHeadBody): Promise<LetterHead> {
  return (await answerOf(api.PUT(PATH, { body }))).issuer;
}
