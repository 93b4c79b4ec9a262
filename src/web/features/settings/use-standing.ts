import { useQuery } from '@tanstack/react-query';
import { balanceQuery } from '#web/features/balance/balance.query.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { newestTopUpQuery } from './newest-top-up.query.ts';
import type { Standing } from './warning-meaning.ts';

/** How the mandate's pool stands now, for what a threshold would mean. */
export function useStanding(): Standing {
  const { mandate, may } = useActing();
  const isAllowed = may('resource.billing.read');
  const balance = useQuery({ ...balanceQuery(mandate.id), enabled: isAllowed });
  const newest = useQuery({ ...newestTopUpQuery(mandate.id), enabled: isAllowed });
  const pool = balance.data?.accounts.find(({ kind }) => kind === 'pool');
  const available = pool?.availableChf;
  return {
    available: typeof available === 'string' ? nanoOf(available) : available,
    newestTopUp: typeof newest.data === 'string' ? nanoOf(newest.data) : newest.data,
    daysLeft: pool?.pace.daysLeft ?? undefined,
  };
}
