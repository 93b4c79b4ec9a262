import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';
import type { MandateDetail } from './mandate-detail.query.ts';

export interface MandateChange {
  readonly name?: string;
  readonly status?: MandateDetail['status'];
  /** Needed to close: the balance that is left, as it was shown. */
  readonly remainingChf?: string;
}

/** Renames, suspends, activates or closes a mandate; everything that shows it is read again. */
export function useMandateChange(
  mandateId: string,
  onDone: (mandate: MandateDetail) => void,
): UseMutationResult<MandateDetail, Error, MandateChange> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: MandateChange): Promise<MandateDetail> =>
      answerOf(api.PATCH('/api/admin/mandates/{mandateId}', { params: { path: { mandateId } }, body })),
    onSuccess: (mandate) => {
      void queryClient.invalidateQueries();
      onDone(mandate);
    },
  });
}
