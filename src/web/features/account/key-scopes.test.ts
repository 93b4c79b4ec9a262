import { expect, test } from 'vitest';
import { providersIn, scopesFor } from './key-scopes.ts';

test('a user makes keys to call and to read, an administrator all', () => {
  const user = ['resource.aicore.openai', 'resource.billing.own', 'resource.identity.keys'];
  expect(scopesFor(user)).toEqual(['call', 'billing:read']);
  const administrator = [...user, 'resource.billing.transfer', 'resource.identity.users'];
  expect(scopesFor(administrator)).toEqual(['call', 'billing:read', 'billing:write', 'admin']);
  expect(scopesFor(['resource.billing.own'])).toEqual(['billing:read']);
});

test('the providers are what the abilities name', () => {
  expect(providersIn(['resource.aicore.openai', 'resource.billing.own', 'resource.aicore.tavily'])).toEqual([
    'openai',
    'tavily',
  ]);
});
