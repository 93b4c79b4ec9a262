import fc from 'fast-check';
import { formatChf } from '#kernel/money.ts';
import type { PlatformRecords } from './platform-records.ts';

/** A customer of a platform as it is at one time; nothing says that it can come over. */
export interface GeneratedMandate {
  readonly name: string;
  /** Nano-CHF. */
  readonly opening: bigint | undefined;
  readonly terms: { readonly billingModel?: string; readonly creditLimit?: string };
  readonly status: 'active' | 'suspended' | undefined;
  readonly town: string | undefined;
  readonly providers: Readonly<Record<'user' | 'mandate_admin', readonly string[]>>;
  readonly members: readonly { readonly user: number; readonly role: 'user' | 'mandate_admin' | 'viewer' }[];
  readonly calls: readonly GeneratedCall[];
  readonly isBroken: boolean;
}

interface GeneratedCall {
  readonly user: number | undefined;
  readonly day: number;
  readonly model: string;
  /** A billionth of a dollar each. */
  readonly nanoUsd: bigint;
}

const USERS = 4;

const call = fc.record({
  user: fc.option(fc.nat(USERS - 1), { nil: undefined }),
  day: fc.integer({ min: 1, max: 3 }),
  model: fc.constantFrom('gpt-4.1', 'gpt-4.1-mini'),
  nanoUsd: fc.oneof(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 0n, max: 10n ** 13n })),
});

const some = (...names: string[]) => fc.subarray(names);

const mandate: fc.Arbitrary<GeneratedMandate> = fc.record({
  name: fc.constantFrom('Muster AG', 'Beispiel & Söhne', "L'Exemple"),
  opening: fc.option(
    fc.oneof(
      fc.constantFrom(0n, -1n, 10n ** 18n),
      fc.bigInt({ min: -(10n ** 11n), max: 10n ** 12n }),
      fc.bigInt({ min: 0n, max: 10n ** 12n }),
    ),
    { nil: undefined },
  ),
  terms: fc.constantFrom(
    {},
    {},
    { billingModel: 'prepaid_user' },
    { billingModel: 'postpaid', creditLimit: '100' },
    { billingModel: 'postpaid', creditLimit: '10' },
    { billingModel: 'unlimited' },
  ),
  status: fc.constantFrom('active', 'suspended', undefined),
  town: fc.constantFrom('Bern', 'Genf', undefined),
  providers: fc.record({
    user: some('openai', 'tavily'),
    mandate_admin: fc.oneof(some('openai', 'tavily', 'anthropic'), fc.constant(['*'])),
  }),
  members: fc.uniqueArray(
    fc.record({
      user: fc.nat(USERS - 1),
      role: fc.constantFrom('user' as const, 'mandate_admin' as const, 'viewer' as const),
    }),
    { maxLength: USERS, selector: ({ user }) => user },
  ),
  calls: fc.array(call, { maxLength: 6 }),
  isBroken: fc.nat(9).map((number) => number === 0),
});

/** Three customers; not all are named each time. */
export const generatedPlatform = fc.tuple(
  mandate,
  fc.option(mandate, { nil: undefined }),
  fc.option(mandate, { nil: undefined }),
);
export type GeneratedPlatform = readonly (GeneratedMandate | undefined)[];

/** The platform's files. `domain` keeps the people of one platform apart from those of another. */
export function recordsOf(platform: GeneratedPlatform, domain: string): PlatformRecords {
  const named = platform.flatMap((one, n) => (one ? [{ id: `m${n}`, one }] : []));
  const users = Array.from({ length: USERS }, (_, n) => n);
  return {
    mandate: named.map(({ id, one }) => ({
      ...{ id, name: one.name, status: one.status, ...one.terms },
      openingBalance: one.opening === undefined ? undefined : formatChf(one.opening),
      address: one.town && { company: one.name, postcode: '3000', town: one.town, country: 'CH' },
    })),
    user: users.map((n) => ({ id: `u${n}`, email: `u${n}@${domain}`, name: `U ${n}` })),
    role: named.flatMap(({ id, one }) => [
      { mandate: id, role: 'user', providers: one.providers.user },
      { mandate: id, role: 'mandate_admin', providers: one.providers.mandate_admin },
      { mandate: id, role: 'viewer', providers: [] },
    ]),
    membership: named.flatMap(({ id, one }) =>
      one.members.map(({ user, role }) => ({ mandate: id, user: `u${user}`, role })),
    ),
    usage: named.flatMap(({ id, one }) => [
      ...one.calls.map((past, index) => ({
        ...{ id: index, mandate: id, provider: 'openai', model: past.model },
        at: `2026-02-0${past.day}T12:00:00Z`,
        user: past.user === undefined ? undefined : `u${past.user}`,
        costUsd: formatChf(past.nanoUsd),
      })),
      ...(one.isBroken ? [{ id: 'broken', mandate: id, costUsd: '-1' }] : []),
    ]),
  };
}

/** Nano-CHF at 0.80 for a dollar: each sum of a day, user and model is rounded once, half up. */
export function worthOf({ calls }: GeneratedMandate): bigint {
  const groups = Map.groupBy(calls, ({ day, user, model }) => `${day} ${user} ${model}`);
  return [...groups.values()].reduce(
    (sum, own) => sum + (own.reduce((total, { nanoUsd }) => total + nanoUsd, 0n) * 8n + 5n) / 10n,
    0n,
  );
}
