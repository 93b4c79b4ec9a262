import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { balanceQuery } from '#web/features/balance/balance.query.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import type { OverviewSearch } from './overview-search.ts';

/** What is chosen on the overview, and how to choose something else: a step that Back takes back. */
export function useOverviewSearch(): readonly [
  OverviewSearch,
  (change: Partial<OverviewSearch>, options?: { readonly replace?: boolean }) => void,
] {
  const search = useSearch({ from: '/shell/billing' });
  const navigate = useNavigate();
  const change = useCallback(
    (part: Partial<OverviewSearch>, { replace = false } = {}) =>
      void navigate({
        to: '/billing',
        search: (old: OverviewSearch) => ({ ...old, ...part }),
        resetScroll: false,
        replace,
      }),
    [navigate],
  );
  return [search, change];
}

/** The balance of the mandate that the page acts in. */
export function useBalance() {
  const { mandate } = useActing();
  return useQuery(balanceQuery(mandate.id));
}
