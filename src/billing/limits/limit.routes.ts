import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { type ApiRoute, apiAction, apiRoute } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import { type ApiKeyId, type UserId, uuidOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import * as shapes from './limit.contract.ts';
import { findUsedLimits, type LimitSubject, type UsedLimit } from './limit.store.ts';
import { liftLimit, requireLimit, setLimit } from './limit-admin.service.ts';

const common = { tag: 'Spending limits', permission: 'resource.billing.settings' } as const;
const LIMITS = '/api/admin/mandates/:mandateId/limits';

/** What users and keys of a mandate may spend in a month. */
export function limitRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'GET',
      path: LIMITS,
      summary: 'The spending limits of the mandate, with what is used of them this month',
      params: ofMandate,
      query: shapes.limitsQuery,
      answer: shapes.limitsAnswer,
      handle: async ({ actor, query: { cursor, limit } }) => {
        const [after] = decodePageCursor(cursor, [UUID_FORM]) ?? [];
        const limits = await findUsedLimits(db, actor.mandateId, { after, limit: limit + 1 });
        const { page, ...next } = pageOf(limits, limit, ({ id }) => [uuidOf(id)]);
        return { limits: page.map(describe), ...next };
      },
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: `${LIMITS}/users/:userId`,
      summary: 'The limit of a user, and what of it is used this month',
      params: shapes.userLimitParams,
      answer: shapes.limitAnswer,
      handle: async ({ actor, params }) => describe(await requireLimit(db, actor.mandateId, ofUser(params))),
    }),
    apiRoute({
      ...common,
      method: 'PUT',
      path: `${LIMITS}/users/:userId`,
      summary: 'Sets what a user may spend in a calendar month, from now on',
      params: shapes.userLimitParams,
      body: shapes.limitBody,
      answer: shapes.limitAnswer,
      handle: async (call) => {
        const change = { actor: call.actor, by: auditBy(call) };
        return describe(await setLimit(db, change, ofUser(call.params), call.body.monthlyChf));
      },
    }),
    apiAction({
      ...common,
      method: 'DELETE',
      path: `${LIMITS}/users/:userId`,
      summary: 'Lifts the limit of a user',
      params: shapes.userLimitParams,
      handle: (call) => liftLimit(db, { actor: call.actor, by: auditBy(call) }, ofUser(call.params)),
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: `${LIMITS}/keys/:keyId`,
      summary: 'The limit of an API key, and what of it is used this month',
      params: shapes.keyLimitParams,
      answer: shapes.limitAnswer,
      handle: async ({ actor, params }) => describe(await requireLimit(db, actor.mandateId, ofKey(params))),
    }),
    apiRoute({
      ...common,
      method: 'PUT',
      path: `${LIMITS}/keys/:keyId`,
      summary: 'Sets what an API key may spend in a calendar month, from now on',
      params: shapes.keyLimitParams,
      body: shapes.limitBody,
      answer: shapes.limitAnswer,
      handle: async (call) => {
        const change = { actor: call.actor, by: auditBy(call) };
        return describe(await setLimit(db, change, ofKey(call.params), call.body.monthlyChf));
      },
    }),
    apiAction({
      ...common,
      method: 'DELETE',
      path: `${LIMITS}/keys/:keyId`,
      summary: 'Lifts the limit of an API key',
      params: shapes.keyLimitParams,
      handle: (call) => liftLimit(db, { actor: call.actor, by: auditBy(call) }, ofKey(call.params)),
    }),
  ];
}

const ofUser = ({ userId }: { userId: UserId }): LimitSubject => ({ scope: 'user', subjectId: userId });
const ofKey = ({ keyId }: { keyId: ApiKeyId }): LimitSubject => ({ scope: 'key', subjectId: keyId });

function describe({ monthly, used, held, ...limit }: UsedLimit): z.input<typeof shapes.limitAnswer> {
  const left = monthly - used - held;
  return {
    ...limit,
    monthlyChf: formatChf(monthly),
    usedChf: formatChf(used),
    heldChf: formatChf(held),
    leftChf: formatChf(left < 0n ? 0n : left),
  };
}
