import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimal } from '#kernel/decimal.ts';
import type { Gap } from './compare-call.ts';
import { DifferenceCauses } from './difference-causes.ts';

const way = (cause: string, tokens = 0n, price = 0n) => ({ cause, tokens, price });
const gap = (ways: Gap['ways'], price = 5n, point?: Gap['point']): Gap => ({
  ...{ ways, rest: { tokens: 0n, price } },
  point,
});

test('what explains most calls is the cause of all of them, and a tie goes to the plainest', () => {
  const causes = new DifferenceCauses();
  for (let n = 0; n < 11; n++) causes.add(-10n, gap([way('old price', 0n, -10n)]));
  causes.add(-10n, gap([way('beside', -10n), way('old price', 0n, -10n)]));
  causes.add(7n, gap([way('plain', 6n), way('other', 0n, 7n)]));
  causes.add(3n, gap([], 3n));
  expect(causes.settle([])).toEqual({
    causes: new Map([
      ['old price', { calls: 12, difference: -120n }],
      ['plain', { calls: 1, difference: 7n }],
    ]),
    unexplained: { calls: 1, difference: 3n },
    ...{ tokens: 6n, price: -117n },
  });
});

test('a factor is one way more, and takes what only by chance is another', () => {
  const causes = new DifferenceCauses();
  const timed = (counted: string, stated: string) => ({
    ...{ counted: decimal(counted), stated: decimal(stated) },
    unit: decimal('0.000001'),
  });
  causes.add(-25n, gap([], -25n, timed('0.1', '0.125')));
  causes.add(-50n, gap([], -50n, timed('0.2', '0.25')));
  causes.add(-75n, gap([way('old price', 0n, -75n)], -75n, timed('0.3', '0.375')));
  causes.add(-10n, gap([way('charges nothing', 0n, -10n)], -10n));
  const factor = 'is 1.25 times what its counts cost at the list price';
  expect(causes.settle([]).causes).toEqual(
    new Map([
      [factor, { calls: 3, difference: -150n }],
      ['charges nothing', { calls: 1, difference: -10n }],
    ]),
  );
  const single = new DifferenceCauses();
  single.add(-25n, gap([], -25n, timed('0.1', '0.125')));
  expect(single.settle(['1.3']).unexplained).toEqual({ calls: 1, difference: -25n });
  expect([...single.settle(['1.3', '1.25']).causes.keys()]).toEqual([factor]);
});

test('each differing call has one cause or none, and its parts come from that', () => {
  const ways = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 });
  const calls = fc.array(fc.record({ ways, difference: fc.bigInt({ min: -1_000n, max: 1_000n }) }));
  fc.assert(
    fc.property(calls, (given) => {
      const causes = new DifferenceCauses();
      for (const { ways: names, difference } of given) {
        // All of it is price, whichever way it is; so the parts must come to the sum.
        causes.add(
          difference,
          gap(
            names.map((name) => way(name, 0n, difference)),
            difference,
          ),
        );
      }
      const settled = causes.settle([]);
      const shares = [...settled.causes.values(), settled.unexplained];
      const sum = given.reduce((total, { difference }) => total + difference, 0n);
      expect(shares.reduce((total, { calls: count }) => total + count, 0)).toBe(given.length);
      expect(shares.reduce((total, { difference }) => total + difference, 0n)).toBe(sum);
      expect([settled.tokens, settled.price]).toEqual([0n, sum]);
      const none = given.filter(({ ways: names }) => names.length === 0);
      expect(settled.unexplained.calls).toBe(none.length);
    }),
  );
});
