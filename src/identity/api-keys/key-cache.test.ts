import { expect, test } from 'vitest';
import { createActor } from '../actor.ts';
import { KeyCache } from './key-cache.ts';

const FOR_EVER = Number.POSITIVE_INFINITY;
const actor = createActor({
  mandateId: 'mnd_1',
  mandateStatus: 'active',
  userId: 'usr_1',
  apiKeyId: 'key_1',
  role: 'user',
  scopes: ['call'],
  rules: [],
  keyExpiresAt: undefined,
  keyProviders: undefined,
});

test('a flood of wrong keys is bounded and pushes out no right key', () => {
  const cache = new KeyCache();
  cache.set('right', { actor, untilMs: FOR_EVER });
  for (let n = 0; n < 100_000; n++) cache.set(`wrong ${n}`, { actor: undefined, untilMs: FOR_EVER });
  expect(cache.get('right')?.actor).toBe(actor);
  expect(cache.get('wrong 99999')).toEqual({ actor: undefined, untilMs: FOR_EVER });
  expect(cache.get('wrong 0')).toBeUndefined();
  expect(cache.size).toBeLessThanOrEqual(10_001);
});

test('right keys are bounded too, and those in use stay', () => {
  const cache = new KeyCache();
  cache.set('in use', { actor, untilMs: FOR_EVER });
  for (let n = 0; n < 100_000; n++) {
    cache.set(`right ${n}`, { actor, untilMs: FOR_EVER });
    if (n % 1_000 === 0) cache.get('in use');
  }
  expect(cache.size).toBeLessThanOrEqual(20_000);
  expect(cache.get('right 0')).toBeUndefined();
  expect(cache.get('right 99999')).toBeDefined();
  expect(cache.get('in use')).toBeDefined();
});

test('what has run out is not known', () => {
  const cache = new KeyCache();
  cache.set('key', { actor, untilMs: performance.now() - 1 });
  expect(cache.get('key')).toBeUndefined();
});
