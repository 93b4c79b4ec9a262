import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer } from '#web/lib/api/answer.ts';
import type { paths } from '#web/lib/api/rappen-api.d.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

export type NewMandate = paths['/api/admin/mandates']['post']['requestBody']['content']['application/json'];
type Created = Answer<'/api/admin/mandates', 'post'>;

/** Makes a mandate, with its first administrator if one is named. */
export function useNewMandate(
  onDone: (created: Created) => void,
): UseMutationResult<Created, Error, NewMandate> {
  const queryClient = useQueryClient();
  // One for this dialog: whatever is sent twice makes one mandate.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const params = { header: { 'idempotency-key': idempotencyKey } };
  return useMutation({
    mutationFn: (body: NewMandate): Promise<Created> =>
      answerOf(api.POST('/api/admin/mandates', { params, body })),
    onSuccess: (created) => {
      void queryClient.invalidateQueries();
      onDone(created);
    },
  });
}
