import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { type Id, type IdPrefix, idOf } from '#kernel/id.ts';
import { type ApiRoute, apiRoute } from '../access/api-route.ts';
import { actsForAll } from '../actor.ts';
import { auditAnswer, auditQuery } from './audit-log.contract.ts';
import { type AuditRow, findAuditEntries } from './audit-log.store.ts';

/** Who changed what: of the mandate, or of all where the operator acts in his own. */
export function auditLogRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/admin/audit',
      summary: 'Who changed what, with what was before and after; the newest first',
      tag: 'Audit log',
      permission: 'resource.operation.audit',
      query: auditQuery,
      answer: auditAnswer,
      handle: async ({ actor, query: { cursor, limit, ...filter } }) => {
        const [before] = decodePageCursor(cursor, [UUID_FORM]) ?? [];
        const mandateId = actsForAll(actor) ? undefined : actor.mandateId;
        const rows = await findAuditEntries(db, { ...filter, mandateId, before, limit: limit + 1 });
        const { page, ...next } = pageOf(rows, limit, ({ id }) => [id]);
        return { entries: page.map(describe), ...next };
      },
    }),
  ];
}

function describe(row: AuditRow): z.input<typeof auditAnswer>['entries'][number] {
  return {
    id: idOf('aud', row.id),
    mandateId: idOf('mnd', row.mandate_id),
    mandateName: row.mandate_name,
    at: row.at.toISOString(),
    action: row.action,
    subject: row.subject,
    by: {
      userId: idOrNull('usr', row.user_id),
      name: row.user_name,
      apiKeyId: idOrNull('key', row.api_key_id),
    },
    before: row.before,
    after: row.after,
    reason: row.reason,
    requestId: idOrNull('req', row.request_id),
  } as z.input<typeof auditAnswer>['entries'][number];
}

function idOrNull<Prefix extends IdPrefix>(prefix: Prefix, uuid: string | null): Id<Prefix> | null {
  return uuid === null ? null : idOf(prefix, uuid);
}
