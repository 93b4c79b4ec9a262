import { recomputeCharge } from '#aicore/prices/charge.ts';
import { type ExplainedPart, explainParts } from '#aicore/prices/explain-charge.ts';
import type { ExchangeRate } from '#aicore/prices/price.ts';
import type { PriceBook } from '#aicore/prices/price-book.ts';
import type { CallRecord, Transaction } from '#billing/transactions/billing-transaction.ts';
import { compareDecimals, type Decimal, parseDecimal } from '#kernel/decimal.ts';
import type { NanoChf } from '#kernel/money.ts';

/** From the usage to the charge: cost in USD x (1 + markup) x rate = charge, rounded once, half up. */
export interface Calculation {
  readonly parts: readonly ExplainedPart[];
  /** Stated by the provider: it takes the place of the parts' sum. */
  readonly statedCostUsd: Decimal | undefined;
  readonly costUsd: Decimal;
  readonly markupPpm: number;
  readonly rate: ExchangeRate;
  /** The result of the calculation. */
  readonly charge: NanoChf;
  /** What the call's rows sum up to, up to the one that is explained. */
  readonly booked: NanoChf;
  readonly verdict: Verdict;
}

/**
 * `equal`: what is booked is what the calculation gives. `capped_at_hold`: an estimate, which is never charged above its hold.
 * `differs`: neither; this must not be.
 */
export type Verdict = 'equal' | 'capped_at_hold' | 'differs';

/**
 * The calculation behind a row of a call; `related` are all rows of it, oldest first. Undefined where nothing was
 * computed: postings, calls of unknown cost, and what the operator has charged by hand.
 */
export function calculate(
  row: Transaction,
  related: readonly Transaction[],
  book: PriceBook,
): Calculation | undefined {
  const { call } = row;
  if (!call || row.type === 'absorbed' || call.usageSource === 'unknown' || call.usage.length === 0)
    return undefined;
  const parts = explainParts(call.usage, book.priceById);
  const rate = book.rateById(call.exchangeRateId);
  const again = rate && recomputeCharge(call.usage, book.priceById, { rate, markupPpm: call.markupPpm });
  if (!parts || !rate || !again) return undefined;
  const stated = call.usage.find((part) => part.statedCostUsd !== undefined)?.statedCostUsd;
  const booked = bookedUpTo(row, related);
  return {
    parts,
    statedCostUsd: stated === undefined ? undefined : parseDecimal(stated),
    costUsd: again.costUsd,
    markupPpm: call.markupPpm,
    rate,
    charge: again.amountNanoChf,
    booked,
    verdict: verdictOn(call, again, booked),
  };
}

/** A correction books a difference: only all rows together are what the calculation gives. */
function bookedUpTo(row: Transaction, related: readonly Transaction[]): NanoChf {
  return related
    .filter(({ type, seq }) => (type === 'usage' || type === 'usage_correction') && seq <= row.seq)
    .reduce((sum, { amount }) => sum - amount, 0n);
}

function verdictOn(
  { costUsd, usageSource }: CallRecord,
  again: { readonly amountNanoChf: NanoChf; readonly costUsd: Decimal },
  booked: NanoChf,
): Verdict {
  const stored = parseDecimal(costUsd);
  if (!stored || compareDecimals(stored, again.costUsd) !== 0) return 'differs';
  if (booked === again.amountNanoChf) return 'equal';
  return usageSource === 'estimated' && booked < again.amountNanoChf ? 'capped_at_hold' : 'differs';
}

/** The row that the others of a call name; a posting's is the one that it corrects, or itself. */
export function baseOf(row: Transaction): Transaction['id'] {
  return row.corrects ?? row.id;
}
