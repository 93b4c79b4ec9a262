import { z } from 'zod';
import { mandateIdText, modelName, providerName } from '#http/common.contract.ts';

export const roleName = z.enum(['system_administrator', 'mandate_admin', 'user', 'viewer']);

export const providerRuleParams = z.object({
  mandateId: mandateIdText,
  role: roleName,
  provider: providerName,
});
export const modelRuleParams = providerRuleParams.extend({ model: modelName });

export const ruleBody = z.strictObject({ allowed: z.boolean() });

/** Whether a provider may be used, and why, or why not. */
export const providerVerdict = z.object({
  provider: z.string(),
  resource: z.string(),
  allowed: z.boolean(),
  because: z.enum(['allowed_by_rule', 'denied_by_rule', 'never_for_this_role', 'no_rule_allows_it']),
  rule: z.string().optional().meta({ description: 'The rule that decides; left out: none does' }),
  deniedModels: z.array(z.string()),
});

/** A role of a mandate: its rules, and what follows from them for each provider. */
export const roleAnswer = z.object({
  role: roleName,
  abilities: z.array(z.string()),
  providers: z.array(providerVerdict),
  rules: z.array(z.object({ resource: z.string(), allowed: z.boolean() })),
});

export const rolesAnswer = z.object({
  roles: z.array(roleAnswer),
  offered: z
    .array(z.object({ provider: z.string(), models: z.array(z.string()) }))
    .meta({ description: 'What there can be rules about' }),
});
