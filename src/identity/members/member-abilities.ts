import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import { findRules } from '../roles/role.store.ts';
import { abilitiesOfRole, explainProvider, type OfferedProvider } from '../roles/role-rules.ts';
import type { abilitiesAnswer } from './member.contract.ts';
import { requireMemberOf } from './member.service.ts';

/** "Why may this user do that?" Throws `not_found`. */
export async function explainAbilities(
  deps: { readonly db: Db; readonly offered: readonly OfferedProvider[] },
  mandateId: MandateId,
  userId: UserId,
): Promise<z.input<typeof abilitiesAnswer>> {
  const { role } = await requireMemberOf(deps.db, mandateId, userId);
  const rules = await findRules(deps.db, mandateId, role);
  return {
    userId,
    role,
    abilities: abilitiesOfRole(role, rules),
    providers: deps.offered.map((provider) => explainProvider(role, rules, provider)),
  };
}
