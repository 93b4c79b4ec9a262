import fc from 'fast-check';
import { newId } from '#kernel/id.ts';
import type { Issuer } from '../documents/issuer.store.ts';
import type { BillingModel } from '../settings/settings.ts';
import { sumOf } from './apportion.ts';
import { ENTRY_TYPES, type StatementFacts } from './statement-facts.ts';
import type { VatTiming } from './vat.ts';

export const MADE_UP_ISSUER: Issuer = {
  company: 'Betreiber AG',
  street: 'Seilergraben',
  houseNumber: '61',
  postcode: '8001',
  town: 'Zürich',
  country: 'CH',
  uid: 'CHE-109.322.551',
  vatSuffix: 'MWST',
  email: 'billing@betreiber.example',
  phone: null,
  website: null,
  iban: null,
  qrIban: null,
};

type Movement = {
  readonly wallet: number;
  readonly type: (typeof ENTRY_TYPES)[number] | 'transfer' | 'absorbed';
  readonly amount: bigint;
  readonly segment: number;
};
type Use = {
  readonly wallet: number;
  readonly model: number;
  readonly segment: number;
  readonly charged: bigint;
  readonly correction: bigint;
};

/** A month that a test makes up. */
export interface MonthPlan {
  /** The first is the pool. */
  readonly wallets: number;
  readonly movements: readonly Movement[];
  readonly usage: readonly Use[];
  readonly billingModel: BillingModel;
  readonly vatTiming: VatTiming;
}

const most = 10n ** 12n;
const whole = fc.bigInt({ min: 1n, max: 100_000n }).map((rappen) => rappen * 10_000_000n);
const amount = fc.oneof(whole, fc.bigInt({ min: 1n, max: most }));
const wallet = fc.nat(2);
const segment = fc.nat(1);

export const monthPlan: fc.Arbitrary<MonthPlan> = fc.record({
  wallets: fc.constant(3),
  movements: fc.array(
    fc
      .record({
        wallet,
        type: fc.constantFrom(...ENTRY_TYPES, 'absorbed' as const),
        amount,
        segment,
        isPlus: fc.boolean(),
      })
      .map(({ isPlus, ...movement }) => ({
        ...movement,
        amount:
          movement.type === 'refund' ||
          // Plus: what the wallet did not have, and is owed.
          ((movement.type === 'reversal' || movement.type === 'adjustment') && !isPlus)
            ? -movement.amount
            : movement.amount,
      })),
    { maxLength: 12 },
  ),
  usage: fc.array(
    fc.record({
      ...{ wallet, segment, model: fc.nat(4) },
      charged: fc.bigInt({ min: 0n, max: most }),
      correction: fc.oneof(
        { weight: 4, arbitrary: fc.constant(0n) },
        { weight: 1, arbitrary: fc.bigInt({ min: -most, max: most }) },
      ),
    }),
    { maxLength: 20 },
  ),
  billingModel: fc.constant<BillingModel>('prepaid_user'),
  vatTiming: fc.constant<VatTiming>('on_consumption'),
});

/** What the ledger would say of such a month; wallets begin with these balances, 0 where none is given. */
export function madeUpMonth(plan: MonthPlan, openings: readonly bigint[]): StatementFacts {
  const { movements, usage } = plan;
  const corrections = usage
    .filter(({ correction }) => correction !== 0n)
    .map(({ wallet, segment, correction }) => ({
      wallet,
      segment,
      type: 'usage_correction' as const,
      amount: correction,
    }));
  const rows = [...movements, ...corrections];
  return {
    mandate: {
      mandateId: newId('mnd'),
      name: 'Muster AG',
      language: 'de',
      address: undefined,
      billingModel: plan.billingModel,
      vatTiming: plan.vatTiming,
    },
    wallets: Array.from({ length: plan.wallets }, (_, index) => {
      const opening = openings[index] ?? 0n;
      const own = rows.filter((row) => row.wallet === index);
      const used = usage.filter((row) => row.wallet === index);
      const closing =
        opening + sumOf(own.map((row) => row.amount)) - sumOf(used.map(({ charged }) => charged));
      return {
        walletId: `w${index}`,
        userId: index === 0 ? undefined : (`usr_${index}` as const),
        opening,
        closing,
        rows: BigInt(own.length + used.length),
      };
    }),
    sums: rows.map(({ wallet, type, amount, segment }) => ({
      walletId: `w${wallet}`,
      type,
      segment,
      count: 1,
      amount,
    })),
    entries: movements
      .filter((row): row is Movement & { type: (typeof ENTRY_TYPES)[number] } =>
        ENTRY_TYPES.some((type) => type === row.type),
      )
      .map(({ wallet, type, amount }, index) => ({
        id: newId('txn'),
        at: new Date(Date.UTC(2026, 10, 2, 8, index)),
        type,
        amount,
        note: undefined,
        walletId: `w${wallet}`,
      })),
    usage: usage.map(({ wallet, model, segment, charged, correction }) => ({
      ...{ walletId: `w${wallet}`, provider: 'openai', model: `model-${model}`, segment, calls: 1n },
      ...{ charged: charged - correction, inputTokens: 7n, cachedTokens: 0n, outputTokens: 3n },
    })),
  };
}
