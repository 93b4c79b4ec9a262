import { queryOptions } from '@tanstack/react-query';
import type { Balance } from '#web/features/balance/balance.query.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

export type Wallet = Balance['accounts'][number];

/** A user's own wallet; null: he has none yet. */
export const walletQuery = (mandateId: string, userId: string) =>
  queryOptions({
    queryKey: ['wallet', mandateId, userId],
    queryFn: async ({ signal }): Promise<Wallet | null> => {
      const params = { query: { user: userId } };
      const { accounts } = await answerOf(apiIn(mandateId).GET('/api/billing/balance', { params, signal }));
      return accounts.find((account) => account.userId === userId) ?? null;
    },
  });
