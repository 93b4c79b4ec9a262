import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { paced } from '#web/features/live/paced.ts';
import { useNewBookings } from '#web/features/live/use-new-bookings.ts';

/** Statistics are read anew at most so often, however fast bookings come. */
const REFRESH_MS = 5_000;

/** Keeps what is shown of spending fresh; what stands there stays until the new numbers are there. */
export function useLiveSpending(mandateId: string): void {
  const queryClient = useQueryClient();
  const { count } = useNewBookings();
  const refresh = useMemo(
    () =>
      paced(() => {
        for (const name of ['statistics', 'uncharged-calls'])
          void queryClient.invalidateQueries({ queryKey: [name, mandateId] });
      }, REFRESH_MS),
    [queryClient, mandateId],
  );
  useEffect(() => refresh.stop, [refresh]);
  useEffect(() => {
    if (count > 0) refresh.call();
  }, [count, refresh]);
}
