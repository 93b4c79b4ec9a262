import { createModelCatalogue } from '#aicore/models/model-catalogue.ts';
import { readPriceList } from '#aicore/prices/price-list.ts';
import { transaction } from '#db/transaction.ts';
import { recordAudit } from '#identity/audit/audit.ts';
import { ROLES } from '#identity/permissions.ts';
import { setProviderPermission } from '#identity/roles/role.service.ts';
import { findRules } from '#identity/roles/role.store.ts';
import { AppError } from '#kernel/error.ts';
import { defineCommand } from './command.ts';
import { id, oneOf, optional, required, textNamed } from './option.ts';
import { providerNames } from './provider-option.ts';

export const allowCommand = permissionCommand(
  'allow',
  true,
  'lets a role use a provider, or one model of it',
);
export const denyCommand = permissionCommand(
  'deny',
  false,
  'keeps a role from a provider, or from one model of it',
);

function permissionCommand(name: string, allowed: boolean, about: string) {
  return defineCommand({
    name,
    about,
    options: {
      mandate: required(id('mnd')),
      role: required(oneOf(ROLES)),
      provider: required(oneOf(providerNames)),
      model: optional(textNamed('MODEL')),
    },
    async run({ db }, { mandate, role, provider, model }) {
      const permission = {
        mandateId: mandate,
        role,
        provider,
        allowed,
        ...(model === undefined ? {} : { model: canonicalName(provider, model) }),
      };
      const resource = await transaction(db, async (tx) => {
        const before = await findRules(tx, mandate, role);
        const changed = await setProviderPermission(tx, permission);
        await recordAudit(
          tx,
          { mandateId: mandate },
          {
            action: 'role.rule_changed',
            subject: `${role} ${changed}`,
            before: { allowed: before.find((rule) => rule.resource === changed)?.allowed ?? null },
            after: { allowed },
          },
        );
        return changed;
      });
      return { answer: { role, resource, allowed } };
    },
  });
}

/** Permissions go by the catalogue's names: an alias or a dated name means the same model. */
function canonicalName(provider: string, name: string): string {
  const model = createModelCatalogue(readPriceList().models).find(provider, name);
  if (!model) throw new AppError('model_not_found', { provider, model: name });
  return model.name;
}
