import { TRANSACTION_TYPES, type TransactionType } from '../transactions/transaction-type.contract.ts';
import { apportion, floorToRappen, type Rappen, sumOf } from './apportion.ts';
import type { StatementFacts } from './statement-facts.ts';

/** What a customer has used, less what was put right or could not be taken: what the VAT on consumption is due on. */
export const CHARGE_TYPES: readonly TransactionType[] = [
  'usage',
  'usage_correction',
  'absorbed',
  'adjustment',
];
const METERED: readonly TransactionType[] = ['usage', 'usage_correction'];

/** The sum of each type, exact; types without bookings are not in it. Usage is what the daily statistics say, less the corrections. */
export type ExactSums = ReadonlyMap<TransactionType, { readonly amount: bigint; readonly count: number }>;

/**
 * The amounts of a month in whole Rappen. Balances are rounded down, so the closing balance of a month is the opening one of the
 * next, and opening + movements = closing in Rappen too: what is below a Rappen is carried forward by the movements.
 */
export interface RoundedSums {
  readonly opening: Rappen;
  readonly closing: Rappen;
  readonly byType: ReadonlyMap<TransactionType, Rappen>;
  /** Usage with its corrections. */
  readonly metered: Rappen;
  /** All charge types together. */
  readonly charges: Rappen;
}

export function exactSums({ sums, usage }: StatementFacts): ExactSums {
  const found = new Map<TransactionType, { amount: bigint; count: number }>();
  for (const { type, amount, count } of sums) {
    const so = found.get(type) ?? { amount: 0n, count: 0 };
    found.set(type, { amount: so.amount + amount, count: so.count + count });
  }
  const charged = sumOf(usage.map((row) => row.charged));
  const calls = Number(sumOf(usage.map((row) => row.calls)));
  const amount = -charged - (found.get('usage_correction')?.amount ?? 0n);
  if (calls > 0 || amount !== 0n) found.set('usage', { amount, count: calls });
  return found;
}

/**
 * Rounds from the whole to its parts, so that each group is within a Rappen of its exact sum: all movements, in them the charges, in those what
 * was metered.
 */
export function roundSums(opening: bigint, closing: bigint, exact: ExactSums): RoundedSums {
  const ends = { opening: floorToRappen(opening), closing: floorToRappen(closing) };
  const others = typesIn(exact).filter((type) => !CHARGE_TYPES.includes(type));
  const exactCharges = sumOfTypes(exact, CHARGE_TYPES);
  const all = [exactCharges, ...others.map((type) => amountOf(exact, type))];
  const [charges = 0n, ...otherShares] = apportion(ends.closing - ends.opening, all);
  const put = typesIn(exact).filter((type) => CHARGE_TYPES.includes(type) && !METERED.includes(type));
  const inCharges = [sumOfTypes(exact, METERED), ...put.map((type) => amountOf(exact, type))];
  const [metered = 0n, ...putShares] = apportion(charges, inCharges);
  const meteredTypes = typesIn(exact).filter((type) => METERED.includes(type));
  const meteredShares =
    meteredTypes.length === 0
      ? []
      : apportion(
          metered,
          meteredTypes.map((type) => amountOf(exact, type)),
        );
  const byType = new Map<TransactionType, Rappen>();
  const types = [...others, ...put, ...meteredTypes];
  for (const [index, share] of [...otherShares, ...putShares, ...meteredShares].entries()) {
    const type = types[index];
    if (type) byType.set(type, share);
  }
  return { ...ends, byType, metered, charges };
}

function typesIn(exact: ExactSums): readonly TransactionType[] {
  return TRANSACTION_TYPES.filter((type) => exact.has(type));
}

function amountOf(exact: ExactSums, type: TransactionType): bigint {
  return exact.get(type)?.amount ?? 0n;
}

function sumOfTypes(exact: ExactSums, types: readonly TransactionType[]): bigint {
  return sumOf(types.map((type) => amountOf(exact, type)));
}
