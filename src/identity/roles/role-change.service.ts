import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { AppError, fieldIn, invalidRequest } from '#kernel/error.ts';
import type { MandateId } from '#kernel/id.ts';
import { type Actor, refuseRoleAbove } from '../actor.ts';
import { type AuditBy, recordAudit } from '../audit/audit.ts';
import { modelResource, providerResource, type Resource, ROLES, type Role } from '../permissions.ts';
import type { roleAnswer } from './role.contract.ts';
import { setProviderPermission } from './role.service.ts';
import { deleteRule, findRules, roleExists } from './role.store.ts';
import { abilitiesOfRole, explainProvider, type OfferedProvider } from './role-rules.ts';

export interface RoleDeps {
  readonly db: Db;
  readonly offered: readonly OfferedProvider[];
}

type RoleView = z.input<typeof roleAnswer>;

/** Every role of the mandate, with its rules and what follows from them. */
export async function describeRoles(deps: RoleDeps, mandateId: MandateId): Promise<RoleView[]> {
  const views = await Promise.all(ROLES.map((role) => describeRole(deps, deps.db, mandateId, role)));
  return views.filter((view) => view !== undefined);
}

/**
 * Sets a rule of a role about a provider or a model; `allowed` undefined: takes it away. Holds for every process within a
 * second. Throws `not_found` for a role, provider or model that is not there, `permission_denied`, `invalid_request`.
 */
export async function changeRule(
  deps: RoleDeps,
  { actor, by }: { readonly actor: Actor; readonly by: AuditBy },
  change: {
    readonly role: Role;
    readonly provider: string;
    readonly model?: string;
    readonly allowed: boolean | undefined;
  },
): Promise<RoleView> {
  const { role, provider, model, allowed } = change;
  const { mandateId } = actor;
  const resource = requireOffered(deps.offered, provider, model);
  return transaction(deps.db, async (tx) => {
    if (!(await roleExists(tx, mandateId, role))) throw new AppError('not_found', { role });
    refuseRoleAbove(actor, role);
    const before = await ruleOf(tx, mandateId, role, resource);
    if (allowed === undefined) await deleteRule(tx, mandateId, role, resource);
    else await setProviderPermission(tx, { mandateId, ...change, allowed }).catch(fieldIn('path'));
    await recordAudit(tx, by, {
      action: 'role.rule_changed',
      subject: `${role} ${resource}`,
      before: { allowed: before ?? null },
      after: { allowed: allowed ?? null },
    });
    const view = await describeRole(deps, tx, mandateId, role);
    if (!view) throw new AppError('not_found', { role });
    return view;
  });
}

function requireOffered(
  offered: readonly OfferedProvider[],
  provider: string,
  model: string | undefined,
): Resource {
  const known = offered.find(({ name }) => name === provider);
  if (!known)
    throw new AppError('not_found', { provider: provider.slice(0, 60) }, 'There is no such provider.');
  if (model === undefined) return providerResource(provider);
  // A rule that ends in `.*` would cover every model: the provider has a rule of its own.
  if (model === '*') throw invalidRequest('path.model', 'name the provider alone, without a model');
  if (!known.models.includes(model)) throw new AppError('model_not_found', { provider });
  return modelResource(provider, model);
}

async function ruleOf(
  db: Db,
  mandateId: MandateId,
  role: Role,
  resource: Resource,
): Promise<boolean | undefined> {
  const rules = await findRules(db, mandateId, role);
  return rules.find((rule) => rule.resource === resource)?.allowed;
}

async function describeRole(
  deps: RoleDeps,
  db: Db,
  mandateId: MandateId,
  role: Role,
): Promise<RoleView | undefined> {
  if (!(await roleExists(db, mandateId, role))) return undefined;
  const rules = await findRules(db, mandateId, role);
  return {
    role,
    abilities: abilitiesOfRole(role, rules),
    providers: deps.offered.map((provider) => explainProvider(role, rules, provider)),
    rules: rules.map(({ resource, allowed }) => ({ resource, allowed })),
  };
}
