import { expect, test } from 'vitest';
import { roleDifference } from './role-difference.ts';
import type { RoleView } from './roles.query.ts';

const roleOf = (abilities: string[], allowed: string[]): RoleView => ({
  role: 'user',
  abilities,
  rules: [],
  providers: ['openai', 'tavily'].map((provider) => ({
    provider,
    resource: `resource.aicore.${provider}`,
    allowed: allowed.includes(provider),
    because: 'allowed_by_rule',
    deniedModels: [],
  })),
});

test('what is gained and lost, rights and providers apart', () => {
  const from = roleOf(['own', 'keys'], ['openai', 'tavily']);
  const to = roleOf(['own', 'read'], []);
  expect(roleDifference(from, to)).toEqual({
    gained: ['read'],
    lost: ['keys'],
    providersGained: [],
    providersLost: ['openai', 'tavily'],
  });
  expect(roleDifference(to, from)).toMatchObject({ gained: ['keys'], providersGained: ['openai', 'tavily'] });
});

test('the same role changes nothing', () => {
  const role = roleOf(['own'], ['openai']);
  const { gained, lost, providersGained, providersLost } = roleDifference(role, role);
  expect([gained, lost, providersGained, providersLost].flat()).toEqual([]);
});
