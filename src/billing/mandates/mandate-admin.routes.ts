import type { z } from 'zod';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import { type UserId, uuidOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import * as shapes from './mandate-admin.contract.ts';
import {
  changeCustomer,
  createCustomer,
  type MandateAdminDeps,
  requireCustomer,
} from './mandate-admin.service.ts';
import { type CustomerMandate, findCustomerMandates } from './mandate-admin.store.ts';

const common = { tag: 'Mandates', permission: 'resource.identity.mandates' } as const;
const NAME_FORM = /^[^\p{Cc}]{1,200}$/u;

/** The operator's customers: made, renamed, suspended, closed. */
export function mandateAdminRoutes(deps: MandateAdminDeps): readonly ApiRoute[] {
  const { db } = deps;
  return [
    apiRoute({
      ...common,
      method: 'GET',
      path: '/api/admin/mandates',
      summary: 'All mandates, by name',
      query: shapes.mandatesQuery,
      answer: shapes.mandatesAnswer,
      handle: async ({ query: { cursor, limit, status, q: text } }) => {
        const [name, uuid] = decodePageCursor(cursor, [NAME_FORM, UUID_FORM]) ?? [];
        const after = name === undefined || uuid === undefined ? undefined : { name, uuid };
        const rows = await findCustomerMandates(db, { status, text, after, limit: limit + 1 });
        const { page, ...next } = pageOf(rows, limit, ({ name, id }) => [name, uuidOf(id)]);
        return { mandates: page.map(describe), ...next };
      },
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: '/api/admin/mandates',
      summary: 'A new mandate, with its first administrator if one is named',
      needsIdempotencyKey: true,
      body: shapes.newMandateBody,
      status: 201,
      answer: shapes.newMandateAnswer,
      handle: (call) => {
        const { creditLimitChf: creditLimit, ...request } = call.body;
        const mandate = { administrator: undefined, ...request, creditLimit };
        return createCustomer(deps, auditBy(call), mandate, call.idempotencyKey, describeNew);
      },
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: '/api/admin/mandates/:mandateId',
      summary: 'One mandate, with the balance that it would leave behind',
      params: ofMandate,
      answer: shapes.mandateAnswer,
      handle: async ({ actor }) => describe(await requireCustomer(db, actor.mandateId)),
    }),
    apiRoute({
      ...common,
      method: 'PATCH',
      path: '/api/admin/mandates/:mandateId',
      summary: 'Renames, suspends, activates or closes a mandate',
      params: ofMandate,
      body: shapes.mandateChange,
      answer: shapes.mandateAnswer,
      handle: async (call) => describe(await changeCustomer(db, auditBy(call), call.body)),
    }),
  ];
}

function describeNew(mandate: CustomerMandate, administratorId: UserId | undefined) {
  return { mandate: describe(mandate), ...(administratorId ? { administratorId } : {}) };
}

function describe(mandate: CustomerMandate): z.input<typeof shapes.mandateAnswer> {
  const { posted, held, creditLimit, createdAt, ...rest } = mandate;
  return {
    ...rest,
    creditLimitChf: formatChf(creditLimit),
    createdAt: createdAt.toISOString(),
    balanceChf: formatChf(posted),
    heldChf: formatChf(held),
  };
}
