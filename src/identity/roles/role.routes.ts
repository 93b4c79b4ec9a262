import { type ApiRoute, apiRoute } from '../access/api-route.ts';
import type { Actor } from '../actor.ts';
import { auditBy } from '../audit/audit.ts';
import { ofMandate } from '../mandates/mandate-params.contract.ts';
import * as shapes from './role.contract.ts';
import { changeRule, describeRoles, type RoleDeps } from './role-change.service.ts';

const common = { tag: 'Roles', permission: 'resource.identity.users' } as const;
const PROVIDER = '/api/admin/mandates/:mandateId/roles/:role/providers/:provider';
const MODEL = `${PROVIDER}/models/:model` as const;

/** What the roles of a mandate may do, and which providers and models they may use. */
export function roleRoutes(deps: RoleDeps): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'GET',
      path: '/api/admin/mandates/:mandateId/roles',
      summary: 'The roles of the mandate, and which providers they may use',
      params: ofMandate,
      answer: shapes.rolesAnswer,
      handle: async ({ actor }) => ({
        roles: await describeRoles(deps, actor.mandateId),
        offered: deps.offered.map(({ name, models }) => ({ provider: name, models: [...models] })),
      }),
    }),
    apiRoute({
      ...common,
      method: 'PUT',
      path: PROVIDER,
      summary: 'Allows or denies a role a provider',
      params: shapes.providerRuleParams,
      body: shapes.ruleBody,
      answer: shapes.roleAnswer,
      handle: (call) => changeRule(deps, changeBy(call), { ...call.params, allowed: call.body.allowed }),
    }),
    apiRoute({
      ...common,
      method: 'PUT',
      path: MODEL,
      summary: 'Allows or denies a role one model',
      params: shapes.modelRuleParams,
      body: shapes.ruleBody,
      answer: shapes.roleAnswer,
      handle: (call) => changeRule(deps, changeBy(call), { ...call.params, allowed: call.body.allowed }),
    }),
    apiRoute({
      ...common,
      method: 'DELETE',
      path: PROVIDER,
      summary: "Takes a role's rule about a provider away: what is left decides",
      params: shapes.providerRuleParams,
      answer: shapes.roleAnswer,
      handle: (call) => changeRule(deps, changeBy(call), { ...call.params, allowed: undefined }),
    }),
    apiRoute({
      ...common,
      method: 'DELETE',
      path: MODEL,
      summary: "Takes a role's rule about a model away: what is left decides",
      params: shapes.modelRuleParams,
      answer: shapes.roleAnswer,
      handle: (call) => changeRule(deps, changeBy(call), { ...call.params, allowed: undefined }),
    }),
  ];
}

function changeBy(call: { readonly actor: Actor; readonly requestId: string }) {
  return { actor: call.actor, by: auditBy(call) };
}
