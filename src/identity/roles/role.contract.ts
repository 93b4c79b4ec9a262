import { z } from 'zod';
import { mandateIdText, modelName, providerName } from '#http/common.contract.ts';

const roleParam = z.enum(['system_administrator', 'mandate_admin', 'user', 'viewer']);

export const providerRuleParams = z.object({
  mandateId: mandateIdText,
  role: roleParam,
  provider: providerName,
});
export const modelRuleParams = providerRuleParams.extend({ model: modelName });

export const ruleBody = z.strictObject({ allowed: z.boolean() });

const verdict = z.object({
  provider: z.string(),
  resource: z.string(),
  allowed: z.boolean(),
  because: z.enum(['allowed_by_rule', 'denied_by_rule', 'never_for_this_role', 'no_rule_allows_it']),
  rule: z.string().optional().meta({ description: 'The rule that decides' }),
  deniedModels: z.array(z.string()),
});

/** A role of a mandate: its rules, and what follows from them for each provider. */
export const roleAnswer = z.object({
  role: roleParam,
  abilities: z.array(z.string()),
  providers: z.array(verdict),
  rules: z.array(z.object({ resource: z.string(), allowed: z.boolean() })),
});

export const rolesAnswer = z.object({ roles: z.array(roleAnswer) });
