import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RateLimiter } from './rate-limiter.ts';

function at(perMinute: number, maxNames = 1_000) {
  const clock = { ms: 0 };
  const limiter = new RateLimiter(perMinute, { maxNames, now: () => clock.ms });
  /** True if it was allowed. */
  const ask = (name: string, points = 1): boolean => {
    if (limiter.waitMs(name, points) > 0) return false;
    limiter.take(name, points);
    return true;
  };
  return { clock, limiter, ask };
}

test('a minute’s points at once, then one by one as they come back', () => {
  const { clock, limiter, ask } = at(60);
  expect(Array.from({ length: 61 }, () => ask('a')).filter(Boolean)).toHaveLength(60);
  expect(limiter.stateOf('a')).toEqual({ limit: 60, remaining: 0, resetSeconds: 60 });
  expect(limiter.waitMs('a')).toBe(1_000);
  expect(ask('b')).toBe(true);
  clock.ms = 1_000;
  expect([ask('a'), ask('a')]).toEqual([true, false]);
  clock.ms = 61_000;
  expect(limiter.stateOf('a')).toEqual({ limit: 60, remaining: 60, resetSeconds: 0 });
});

test('something dear costs many points, but never more than a minute of them', () => {
  const { ask } = at(100);
  expect([ask('a', 60), ask('a', 60), ask('a', 40)]).toEqual([true, false, true]);
  expect([ask('b', 5_000), ask('b', 1)]).toEqual([true, false]);
});

test('in no minute more than twice the limit, however they come', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 100, maxLength: 400 });
  fc.assert(
    fc.property(pauses, (steps) => {
      const { clock, ask } = at(100);
      const allowed: number[] = [];
      for (const step of steps) {
        clock.ms += step;
        if (ask('a')) allowed.push(clock.ms);
      }
      for (const begin of allowed) {
        const within = allowed.filter((ms) => ms >= begin && ms < begin + 60_000);
        expect(within.length).toBeLessThanOrEqual(200);
      }
    }),
    { numRuns: 30 },
  );
});

test('memory is bounded: strangers do not make it grow, and the idle are forgotten', () => {
  const { clock, limiter, ask } = at(60, 100);
  for (let i = 0; i < 10_000; i++) ask(`stranger ${i}`);
  expect(limiter.size).toBeLessThanOrEqual(200);
  for (let minute = 1; minute <= 2; minute++) {
    clock.ms = minute * 60_000;
    ask('somebody');
  }
  expect(limiter.size).toBe(2);
});

test('who is limited stays so when the lists are turned', () => {
  const { clock, ask } = at(60, 50);
  while (ask('a'));
  for (let i = 0; i < 60; i++) ask(`other ${i}`);
  expect(ask('a')).toBe(false);
  clock.ms = 30_000;
  expect(Array.from({ length: 40 }, () => ask('a')).filter(Boolean)).toHaveLength(30);
});
