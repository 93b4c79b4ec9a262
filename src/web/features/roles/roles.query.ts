import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

export type Roles = Answer<'/api/admin/mandates/{mandateId}/roles'>;
export type RoleView = Roles['roles'][number];
export type RoleName = RoleView['role'];
export type Verdict = RoleView['providers'][number];

/** The roles of a mandate, with their rules and what follows from them, and what there can be rules about. */
export const rolesQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['roles', mandateId],
    queryFn: ({ signal }): Promise<Roles> =>
      answerOf(
        apiIn(mandateId).GET('/api/admin/mandates/{mandateId}/roles', {
          params: { path: { mandateId } },
          signal,
        }),
      ),
  });
