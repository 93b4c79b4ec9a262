import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { AppError } from '#kernel/error.ts';
import { type KeyBounds, requireWithinIssuer } from './issuer-bounds.ts';

const PROVIDERS = ['anthropic', 'openai', 'tavily'];
const maybe = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined });

const bounds: fc.Arbitrary<KeyBounds> = fc.record({
  scopes: fc.subarray([...SCOPES]),
  providers: maybe(fc.subarray(PROVIDERS)),
  expiresAt: maybe(fc.integer({ min: 0, max: 3 }).map((day) => new Date(Date.UTC(2027, 0, 1 + day)))),
  monthlyLimit: maybe(fc.bigInt({ min: 0n, max: 3n })),
});

/** Everything that a key can do: with a scope, at a provider, on a day, for an amount. */
function deedsOf(key: KeyBounds): Set<string> {
  const deeds = new Set<string>();
  for (const scope of key.scopes)
    for (const provider of key.providers ?? [...PROVIDERS, 'new'])
      for (const day of [0, 1, 2, 3, 100])
        for (const amount of [0n, 1n, 2n, 3n, 100n]) {
          const isLive = key.expiresAt === undefined || new Date(Date.UTC(2027, 0, 1 + day)) <= key.expiresAt;
          const isPaid = key.monthlyLimit === undefined || amount <= key.monthlyLimit;
          if (isLive && isPaid) deeds.add([scope, provider, day, amount].join());
        }
  return deeds;
}

test('no key that is issued can do what its issuer cannot', () => {
  fc.assert(
    fc.property(bounds, bounds, (issuer, wanted) => {
      const own = deedsOf(issuer);
      try {
        requireWithinIssuer(issuer, wanted);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        return;
      }
      expect([...deedsOf(wanted)].filter((deed) => !own.has(deed))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test('a key may issue one that is as much as itself', () => {
  fc.assert(fc.property(bounds, (key) => requireWithinIssuer(key, key)));
});

const ANY: KeyBounds = {
  scopes: SCOPES,
  providers: undefined,
  expiresAt: undefined,
  monthlyLimit: undefined,
};

test.each([
  ['body.scopes', { scopes: ['admin'] }],
  ['body.providers', { providers: ['openai'] }],
  ['body.expiresAt', { expiresAt: new Date('2027-01-01T00:00:00Z') }],
  ['body.monthlyLimitChf', { monthlyLimit: 0n }],
] as const)('the refusal names the field: %s', (path, issuer) => {
  expect(() => requireWithinIssuer({ ...ANY, ...issuer }, ANY)).toThrow(
    expect.objectContaining({ code: 'invalid_request', details: { path } }),
  );
});
