import type { z } from 'zod';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { uuidOf } from '#kernel/id.ts';
import { type ApiRoute, apiAction, apiRoute } from '../access/api-route.ts';
import { auditBy } from '../audit/audit.ts';
import { ofMandate } from '../mandates/mandate-params.contract.ts';
import type { OfferedProvider } from '../roles/role-rules.ts';
import * as shapes from './member.contract.ts';
import {
  changeMember,
  inviteAgain,
  inviteMember,
  type MemberDeps,
  removeMember,
  requireMemberOf,
  resetSecondFactor,
} from './member.service.ts';
import { findMembers, type Member } from './member.store.ts';
import { explainAbilities } from './member-abilities.ts';

interface Deps extends MemberDeps {
  readonly offered: readonly OfferedProvider[];
}

const common = { tag: 'Users', permission: 'resource.identity.users' } as const;
const MEMBER = '/api/admin/mandates/:mandateId/users/:userId';

/** The users of a mandate: who they are, and which role they have. */
export function memberRoutes(deps: Deps): readonly ApiRoute[] {
  const { db } = deps;
  return [
    apiRoute({
      ...common,
      method: 'GET',
      path: '/api/admin/mandates/:mandateId/users',
      summary: 'The users of the mandate',
      params: ofMandate,
      query: shapes.membersQuery,
      answer: shapes.membersAnswer,
      handle: async ({ actor, query: { cursor, limit, q: text } }) => {
        const [after] = decodePageCursor(cursor, [UUID_FORM]) ?? [];
        const members = await findMembers(db, actor.mandateId, { after, text, limit: limit + 1 });
        const { page, ...next } = pageOf(members, limit, ({ userId }) => [uuidOf(userId)]);
        return { users: page.map(describe), ...next };
      },
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: '/api/admin/mandates/:mandateId/users',
      summary: 'Makes a person a user of the mandate, and mails a link to set a password to who has none',
      params: ofMandate,
      body: shapes.inviteBody,
      status: 201,
      answer: shapes.memberAnswer,
      handle: async (call) =>
        describe(await inviteMember(deps, { actor: call.actor, by: auditBy(call) }, call.body)),
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: MEMBER,
      summary: 'One user of the mandate',
      params: shapes.memberParams,
      answer: shapes.memberAnswer,
      handle: async ({ actor, params }) =>
        describe(await requireMemberOf(db, actor.mandateId, params.userId)),
    }),
    apiRoute({
      ...common,
      method: 'PATCH',
      path: MEMBER,
      summary: 'Gives a user another role or name',
      params: shapes.memberParams,
      body: shapes.memberChange,
      answer: shapes.memberAnswer,
      handle: async (call) => {
        const change = { actor: call.actor, by: auditBy(call) };
        return describe(await changeMember(deps, change, call.params.userId, call.body));
      },
    }),
    apiAction({
      ...common,
      method: 'DELETE',
      path: MEMBER,
      summary: 'Ends the membership of a user, whose keys stop at once; bookings stay',
      params: shapes.memberParams,
      handle: (call) => removeMember(deps, { actor: call.actor, by: auditBy(call) }, call.params.userId),
    }),
    apiAction({
      ...common,
      method: 'POST',
      path: `${MEMBER}/invitation`,
      summary: 'Mails the link to set a password again',
      params: shapes.memberParams,
      handle: (call) => inviteAgain(deps, { actor: call.actor, by: auditBy(call) }, call.params.userId),
    }),
    apiAction({
      ...common,
      method: 'DELETE',
      path: `${MEMBER}/second-factor`,
      summary: 'Takes the second factor of a user away who has lost it, and signs the user out everywhere',
      params: shapes.memberParams,
      handle: (call) => resetSecondFactor(deps, { actor: call.actor, by: auditBy(call) }, call.params.userId),
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: `${MEMBER}/abilities`,
      summary: 'What a user may do, and for each provider why, or why not',
      params: shapes.memberParams,
      answer: shapes.abilitiesAnswer,
      handle: ({ actor, params }) => explainAbilities(deps, actor.mandateId, params.userId),
    }),
  ];
}

function describe(member: Member): z.input<typeof shapes.memberAnswer> {
  return { ...member, memberSince: member.memberSince.toISOString() };
}
