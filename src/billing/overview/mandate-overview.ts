import type { MandateStatus } from '#identity/mandates/mandate.ts';
import { decimal, formatDecimal, roundDecimal } from '#kernel/decimal.ts';
import type { MandateId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import type { BillingModel } from '../settings/settings.ts';

/** `empty`: nothing can be spent. `low`: at the pace of the last 7 or 30 days it ends within a week. */
export type MandateState = 'ok' | 'low' | 'empty' | 'suspended' | 'closed';

/** What was spent in a calendar month (Europe/Zurich), and what it cost the operator. */
export interface MonthFigures {
  readonly calls: bigint;
  readonly charged: NanoChf;
  readonly absorbed: NanoChf;
  /** Exact decimal text. */
  readonly costUsd: string;
  readonly costChf: string;
}

export interface MandateFigures {
  readonly mandateId: MandateId;
  readonly name: string;
  readonly status: MandateStatus;
  readonly billingModel: BillingModel | undefined;
  readonly creditLimit: NanoChf;
  readonly balance: NanoChf;
  readonly held: NanoChf;
  /** Undefined: without end. */
  readonly available: NanoChf | undefined;
  readonly state: MandateState;
  readonly daysLeft7: string | undefined;
  readonly daysLeft30: string | undefined;
  readonly unknownCalls: number;
  readonly thisMonth: MonthFigures;
  readonly lastMonth: MonthFigures;
}

/**
 * A month as answers show it. The margin is what customers really paid (the charges less what was absorbed) less what
 * the providers bill, each call at its own exchange rate; rounded once, half up, to nano-CHF.
 */
export function describeMonth({ calls, charged, absorbed, costUsd, costChf }: MonthFigures) {
  const cost = roundDecimal(decimal(costChf), NANO_DIGITS, 'half_up');
  const paid = charged - absorbed;
  const margin = paid - cost;
  return {
    calls: Number(calls),
    spendChf: formatChf(charged),
    absorbedChf: formatChf(absorbed),
    providerCostUsd: formatDecimal(decimal(costUsd)),
    providerCostChf: formatChf(cost),
    marginChf: formatChf(margin),
    ...(paid > 0n ? { marginPercent: percentOf(margin, paid) } : {}),
  };
}

/** Of the whole, in percent with two decimals: `33.33`. */
export function percentOf(part: bigint, whole: bigint): string {
  const hundredths = roundedQuotient(part * 10_000n, whole);
  const sign = hundredths < 0n ? '-' : '';
  const digits = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  const doubled = 2n * (dividend < 0n ? -dividend : dividend) + divisor;
  const quotient = doubled / (2n * divisor);
  return dividend < 0n ? -quotient : quotient;
}

const NANO_DIGITS = 9;
