import { expect, test } from 'vitest';
import { factChanges } from './fact-changes.ts';

test('what changed comes first, what stayed the same after it', () => {
  const changes = factChanges(
    { name: 'Muster AG', status: 'active' },
    { name: 'Muster AG', status: 'suspended' },
  );
  expect(changes).toEqual([
    { path: ['status'], before: 'active', after: 'suspended', isChanged: true },
    { path: ['name'], before: 'Muster AG', after: 'Muster AG', isChanged: false },
  ]);
});

test('facts inside facts are named by their path', () => {
  const changes = factChanges(
    { perMillion: { input_tokens: '2' }, tiers: {} },
    { perMillion: { input_tokens: '2.5', output_tokens: '10' }, tiers: {} },
  );
  expect(changes).toEqual([
    { path: ['perMillion', 'input_tokens'], before: '2', after: '2.5', isChanged: true },
    { path: ['perMillion', 'output_tokens'], before: undefined, after: '10', isChanged: true },
  ]);
});

test('null, false and not there are three different things', () => {
  const changes = factChanges({ limit: null, allowed: false }, { allowed: null });
  expect(changes).toEqual([
    { path: ['allowed'], before: false, after: null, isChanged: true },
    { path: ['limit'], before: null, after: undefined, isChanged: true },
  ]);
});

test('what was made has nothing before it, what was taken away nothing after it', () => {
  expect(factChanges(null, { role: 'user' })).toEqual([
    { path: ['role'], before: undefined, after: 'user', isChanged: true },
  ]);
  expect(factChanges({ role: 'user' }, null)).toEqual([
    { path: ['role'], before: 'user', after: undefined, isChanged: true },
  ]);
  expect(factChanges(null, null)).toEqual([]);
});

test('a list is one value', () => {
  const [change] = factChanges({ recipients: ['a@x.ch'] }, { recipients: ['a@x.ch', 'b@x.ch'] });
  expect(change).toMatchObject({ before: 'a@x.ch', after: 'a@x.ch, b@x.ch', isChanged: true });
  expect(factChanges({ scopes: ['call'] }, { scopes: ['call'] })[0]?.isChanged).toBe(false);
});

test('a name with a dot is not mistaken for a path', () => {
  const changes = factChanges({ 'a.b': 1, a: { b: 2 } }, { 'a.b': 1, a: { b: 3 } });
  expect(changes.map(({ path, isChanged }) => [path, isChanged])).toEqual([
    [['a', 'b'], true],
    [['a.b'], false],
  ]);
});
