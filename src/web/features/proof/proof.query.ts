import { queryOptions, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

export type ProofOverview = Answer<'/api/admin/proof'>;
export type ProofRun = ProofOverview['history'][number];
export type LastProof = NonNullable<ProofOverview['last']>;
type Requested = Answer<'/api/admin/proof', 'post'>;

const WHILE_RUNNING_MS = 1_500;

/** The last recount, the one that runs, and the thirty before. Read again and again while one waits or runs. */
export const proofQuery = queryOptions({
  queryKey: ['proof'],
  queryFn: ({ signal }): Promise<ProofOverview> => answerOf(api.GET('/api/admin/proof', { signal })),
  refetchInterval: ({ state }) => (state.data?.current ? WHILE_RUNNING_MS : false),
});

/** Starts a recount; it runs in the background, one at a time. */
export function useRecount(): UseMutationResult<Requested, Error, void> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (): Promise<Requested> => answerOf(api.POST('/api/admin/proof')),
    onSettled: () => queryClient.invalidateQueries({ queryKey: proofQuery.queryKey }),
  });
}
