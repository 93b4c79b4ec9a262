import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api, apiIn } from '#web/lib/api/rappen-client.ts';

type AuditPage = Answer<'/api/admin/audit'>;
export type AuditEntry = AuditPage['entries'][number];

export interface AuditFilter {
  /** An action, or all about one thing: `user.invited`, `user`. */
  readonly action?: string | undefined;
  /** Who did it (`usr_...`). */
  readonly user?: string | undefined;
  /** Instants. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Who changed what in a mandate, the newest first. Undefined: in all of them, for the operator. */
export const auditLogQuery = (mandateId: string | undefined, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit-log', mandateId, filter],
    queryFn: ({ pageParam, signal }): Promise<AuditPage> => {
      const client = mandateId === undefined ? api : apiIn(mandateId);
      const query = { ...given(filter), ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return answerOf(client.GET('/api/admin/audit', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

function given({ action, user, from, to }: AuditFilter) {
  return {
    ...(action === undefined ? {} : { action }),
    ...(user === undefined ? {} : { user }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
