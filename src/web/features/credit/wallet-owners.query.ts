import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

export type WalletOwner = Answer<'/api/admin/mandates/{mandateId}/users'>['users'][number];

/** The users of a mandate, who can have wallets in prepaid_user; all of them, page by page. */
export const walletOwnersQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['wallet-owners', mandateId],
    queryFn: async ({ signal }): Promise<readonly WalletOwner[]> => {
      const owners: WalletOwner[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: '200', ...(cursor === undefined ? {} : { cursor }) };
        const params = { path: { mandateId }, query };
        const page = await answerOf(
          apiIn(mandateId).GET('/api/admin/mandates/{mandateId}/users', { params, signal }),
        );
        owners.push(...page.users);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return owners;
    },
  });
