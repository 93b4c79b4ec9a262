import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

const WALLETS = '/api/admin/mandates/{mandateId}/billing/wallet-warnings';

type WalletPage = Answer<typeof WALLETS>;
export type WatchedWallet = WalletPage['wallets'][number];
export type OwnThresholds = NonNullable<WatchedWallet['own']>;

/** Wallets of users, and when somebody is warned of each. */
export const walletWarningsQuery = (mandateId: string) =>
  infiniteQueryOptions({
    queryKey: ['wallet-warnings', mandateId],
    queryFn: ({ pageParam, signal }): Promise<WalletPage> => {
      const query = { limit: '20', ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return answerOf(apiIn(mandateId).GET(WALLETS, { params: { path: { mandateId }, query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export function setWalletWarning(
  mandateId: string,
  userId: string,
  own: OwnThresholds,
): Promise<WatchedWallet> {
  return answerOf(
    apiIn(mandateId).PUT(`${WALLETS}/{userId}`, { params: { path: { mandateId, userId } }, body: own }),
  );
}
