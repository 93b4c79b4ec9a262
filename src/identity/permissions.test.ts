import { describe, expect, test } from 'vitest';
import { createActor } from './actor.ts';
import {
  defaultRules,
  isAllowed,
  modelResource,
  type PermissionRule,
  providerResource,
  ROLES,
  type Role,
} from './permissions.ts';

const PROVIDERS = ['anthropic', 'openai', 'perplexity', 'tavily'];
const MAY_CALL: readonly Role[] = ['system_administrator', 'mandate_admin', 'user'];

const matrix = ROLES.flatMap((role) => PROVIDERS.map((provider) => ({ role, provider })));

describe('roles and providers', () => {
  test.each(matrix)('$role and $provider: by default', ({ role, provider }) => {
    expect(isAllowed(role, startingRules(role), providerResource(provider))).toBe(MAY_CALL.includes(role));
  });

  test.each(matrix)('$role and $provider: nothing without a rule', ({ role, provider }) => {
    expect(isAllowed(role, [], providerResource(provider))).toBe(false);
    expect(
      isAllowed(role, [{ resource: 'resource.aicore.other', allowed: true }], providerResource(provider)),
    ).toBe(false);
  });

  test.each(matrix)(
    '$role and $provider: a deny beats every allow, and touches no other provider',
    (pair) => {
      const { role, provider } = pair;
      const denied: PermissionRule = { resource: providerResource(provider), allowed: false };
      const allowed: PermissionRule = { resource: providerResource(provider), allowed: true };
      for (const rules of [
        [denied, ...startingRules(role), allowed],
        [...startingRules(role), allowed, denied],
      ]) {
        expect(isAllowed(role, rules, providerResource(provider))).toBe(false);
        for (const other of PROVIDERS.filter((name) => name !== provider)) {
          expect(isAllowed(role, rules, providerResource(other))).toBe(MAY_CALL.includes(role));
        }
      }
    },
  );

  test('a mandate cannot give a viewer what no viewer has', () => {
    const rules = ['resource.aicore.*', 'resource.aicore.openai', 'resource.billing.credit'].map(
      (resource) => ({
        resource,
        allowed: true,
      }),
    );
    expect(isAllowed('viewer', rules, providerResource('openai'))).toBe(false);
    expect(isAllowed('viewer', rules, 'resource.billing.credit')).toBe(false);
    expect(isAllowed('mandate_admin', rules, 'resource.billing.credit')).toBe(false);
  });

  test('only the operator gives credit', () => {
    const may = ROLES.filter((role) => isAllowed(role, startingRules(role), 'resource.billing.credit'));
    expect(may).toEqual(['system_administrator']);
  });
});

describe('models', () => {
  const deny = (resource: string) => [...startingRules('user'), { resource, allowed: false }];

  test('a denied model leaves its provider and models with a longer name', () => {
    const actor = actorWith(deny(modelResource('openai', 'gpt-4')));
    expect(actor.mayUseProvider('openai')).toBe(true);
    expect(actor.mayUseModel('openai', 'gpt-4')).toBe(false);
    expect(actor.mayUseModel('openai', 'gpt-4.1')).toBe(true);
    expect(actor.mayUseModel('openai', 'gpt-4o')).toBe(true);
  });

  test('a denied provider denies its models, and a provider whose name it begins is another', () => {
    const actor = actorWith(deny(providerResource('open')));
    expect(actor.mayUseModel('open', 'any')).toBe(false);
    expect(actor.mayUseModel('openai', 'any')).toBe(true);
  });

  test('a provider that is allowed by itself allows its models, but for those that are denied', () => {
    const rules = [
      { resource: providerResource('openai'), allowed: true },
      { resource: modelResource('openai', 'gpt-4'), allowed: false },
      { resource: modelResource('tavily', 'any'), allowed: true },
    ];
    const actor = actorWith(rules);
    expect(PROVIDERS.filter((provider) => actor.mayUseProvider(provider))).toEqual(['openai']);
    expect(actor.mayUseModel('openai', 'gpt-4.1')).toBe(true);
    expect(actor.mayUseModel('openai', 'gpt-4')).toBe(false);
    expect(actor.mayUseModel('tavily', 'any')).toBe(false);
  });

  test("a key's list narrows, it never widens", () => {
    const actor = actorWith(deny(providerResource('openai')), ['openai', 'tavily']);
    expect(PROVIDERS.filter((provider) => actor.mayUseProvider(provider))).toEqual(['tavily']);
    expect(actor.mayUseModel('anthropic', 'any')).toBe(false);
  });
});

function startingRules(role: Role): PermissionRule[] {
  return defaultRules(role).map((resource) => ({ resource, allowed: true }));
}

function actorWith(rules: readonly PermissionRule[], keyProviders?: readonly string[]) {
  return createActor({
    mandateId: 'mnd_1',
    mandateStatus: 'active',
    userId: 'usr_1',
    apiKeyId: 'key_1',
    role: 'user',
    scopes: ['call'],
    rules,
    keyExpiresAt: undefined,
    keyProviders,
  });
}
