import type { z } from 'zod';
import type { HoldRecord } from '#billing/ledger/hold.store.ts';
import type { Transaction } from '#billing/transactions/billing-transaction.ts';
import { describeTransaction } from '#billing/transactions/transaction-answer.ts';
import { must } from '#kernel/assert.ts';
import { formatDecimal } from '#kernel/decimal.ts';
import { formatChf } from '#kernel/money.ts';
import type { transactionExplanation } from './explanation.contract.ts';
import type { Explanation } from './explanation.service.ts';
import type { Calculation } from './explanation.ts';

type Answer = z.input<typeof transactionExplanation>;

/** A booking and what it follows from, as the API shows it. */
export function describeExplanation(explanation: Explanation): Answer {
  const { transaction, related, hold, calculation, names } = explanation;
  const show = (row: Transaction) => describeTransaction(row, names);
  return {
    transaction: show(transaction),
    related: related.map(show),
    hold: hold && describeHold(hold),
    calculation: calculation && describeCalculation(calculation, explanation),
  };
}

function describeHold(hold: HoldRecord): Answer['hold'] {
  return {
    id: hold.id,
    state: hold.state,
    minimumChf: formatChf(hold.minimum),
    wantedChf: formatChf(hold.wanted),
    grantedChf: formatChf(hold.granted),
    chargedChf: hold.charged === undefined ? undefined : formatChf(hold.charged),
    createdAt: hold.createdAt.toISOString(),
    expiresAt: hold.expiresAt.toISOString(),
    settledAt: hold.settledAt?.toISOString(),
    idempotencyKey: hold.idempotencyKey,
  };
}

function describeCalculation(
  calculation: Calculation,
  { priceSources, rateSource }: Pick<Explanation, 'priceSources' | 'rateSource'>,
): Answer['calculation'] {
  const { rate } = calculation;
  return {
    parts: calculation.parts.map(({ model, tier, isLongPrompt, priceId, lines, costUsd }) => {
      const { validFrom, source } = must(priceSources.get(priceId), 'the version of a price');
      return {
        ...{ model, tier, isLongPrompt },
        price: { id: priceId, validFrom: validFrom.toISOString(), source },
        lines: lines.map((line) => ({
          ...line,
          usdPerMillion: formatDecimal(line.usdPerMillion),
          costUsd: formatDecimal(line.costUsd),
        })),
        costUsd: formatDecimal(costUsd),
      };
    }),
    statedCostUsd: calculation.statedCostUsd && formatDecimal(calculation.statedCostUsd),
    costUsd: formatDecimal(calculation.costUsd),
    markupPercent: formatDecimal({ coefficient: BigInt(calculation.markupPpm), scale: 4 }),
    exchangeRate: {
      id: rate.id,
      chfPerUsd: formatDecimal(rate.chfPerUsd),
      validFrom: rate.validFrom.toISOString(),
      source: rateSource?.source ?? '',
    },
    chargeChf: formatChf(calculation.charge),
    bookedChf: formatChf(calculation.booked),
    verdict: calculation.verdict,
  };
}
