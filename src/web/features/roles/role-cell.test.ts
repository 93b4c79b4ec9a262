import { expect, test } from 'vitest';
import { modelCell, providerCell } from './role-cell.ts';
import type { RoleView, Verdict } from './roles.query.ts';

const ALL = 'resource.aicore.*';
const OPENAI = 'resource.aicore.openai';

function roleWith(verdict: Partial<Verdict>, rules: RoleView['rules']): RoleView {
  const openai: Verdict = {
    provider: 'openai',
    resource: OPENAI,
    allowed: true,
    because: 'allowed_by_rule',
    rule: ALL,
    deniedModels: [],
    ...verdict,
  };
  return { role: 'user', abilities: [], providers: [openai], rules };
}

const usual = roleWith({}, [{ resource: ALL, allowed: true }]);

test('allowed by the rule for all: inherited, and a press denies', () => {
  expect(providerCell(usual, 'openai')).toEqual({
    allowed: true,
    reason: 'other_rule_allows',
    rule: ALL,
    ownRule: undefined,
    press: 'deny',
  });
});

test('denied by its own rule: a press takes that away', () => {
  const denied = roleWith({ allowed: false, because: 'denied_by_rule', rule: OPENAI }, [
    { resource: ALL, allowed: true },
    { resource: OPENAI, allowed: false },
  ]);
  expect(providerCell(denied, 'openai')).toMatchObject({
    allowed: false,
    reason: 'own_rule_denies',
    ownRule: false,
    press: 'take_away',
  });
});

test('denied by a wider rule: a press here could not change it', () => {
  const denied = roleWith({ allowed: false, because: 'denied_by_rule', rule: ALL }, [
    { resource: ALL, allowed: false },
  ]);
  expect(providerCell(denied, 'openai')).toMatchObject({ reason: 'other_rule_denies', press: undefined });
});

test('without any rule a press allows', () => {
  const none = roleWith({ allowed: false, because: 'no_rule_allows_it', rule: undefined }, []);
  expect(providerCell(none, 'openai')).toMatchObject({ reason: 'no_rule_allows', press: 'allow' });
});

test('what can never be allowed cannot be pressed', () => {
  const never = roleWith({ allowed: false, because: 'never_for_this_role', rule: undefined }, []);
  expect(providerCell(never, 'openai')).toMatchObject({ reason: 'never', press: undefined });
  expect(modelCell(never, 'openai', 'gpt-5')).toMatchObject({ reason: 'never', press: undefined });
});

test('a model follows its provider, unless a rule of its own denies it', () => {
  expect(modelCell(usual, 'openai', 'gpt-5')).toMatchObject({
    allowed: true,
    reason: 'allowed_with_provider',
    press: 'deny',
  });
  const rule = { resource: `${OPENAI}.gpt-5`, allowed: false };
  const denied = roleWith({ deniedModels: ['gpt-5'] }, [{ resource: ALL, allowed: true }, rule]);
  expect(modelCell(denied, 'openai', 'gpt-5')).toMatchObject({
    allowed: false,
    reason: 'own_rule_denies',
    rule: rule.resource,
    press: 'take_away',
  });
  expect(modelCell(denied, 'openai', 'gpt-5.5')).toMatchObject({ allowed: true, ownRule: undefined });
});

test('the models of a denied provider cannot be used, whatever their rules say', () => {
  const denied = roleWith({ allowed: false, because: 'denied_by_rule', rule: OPENAI }, [
    { resource: `${OPENAI}.gpt-5`, allowed: true },
  ]);
  expect(modelCell(denied, 'openai', 'gpt-5')).toMatchObject({
    allowed: false,
    reason: 'denied_with_provider',
    ownRule: true,
    press: undefined,
  });
});

test('a provider that the role does not know has no cell', () => {
  expect(providerCell(usual, 'tavily')).toBeUndefined();
  expect(modelCell(usual, 'tavily', 'search')).toBeUndefined();
});
