import { assert } from '#kernel/assert.ts';
import type { UserId } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import type { Issuer } from '../documents/issuer.store.ts';
import type { TransactionType } from '../transactions/transaction-type.contract.ts';
import { NANO_PER_RAPPEN, sumOf } from './apportion.ts';
import { recipientOf } from './recipient.ts';
import type { StatementFigures } from './statement.contract.ts';
import { amounts } from './statement-amounts.ts';
import { entryLines } from './statement-entries.ts';
import type { StatementFacts } from './statement-facts.ts';
import type { StatementMonth } from './statement-month.ts';
import { type ExactSums, exactSums, type RoundedSums, roundSums } from './statement-rounding.ts';
import { usageFigures } from './statement-usage.ts';
import { vatFigures } from './statement-vat.ts';
import { walletFigures } from './statement-wallets.ts';
import type { VatRate } from './vat.ts';

export interface FiguresContext {
  readonly month: StatementMonth;
  readonly issuer: Issuer;
  /** Those that hold in the month, in order. */
  readonly rates: readonly VatRate[];
  /** How people call the owners of wallets. */
  readonly nameOf: (userId: UserId) => string;
}

/** What a statement says. Throws where opening + movements is not closing: then a row was altered behind our back. */
export function statementFigures(facts: StatementFacts, context: FiguresContext): StatementFigures {
  const { mandate, wallets } = facts;
  const { month, issuer } = context;
  const opening = sumOf(wallets.map((wallet) => wallet.opening));
  const closing = sumOf(wallets.map((wallet) => wallet.closing));
  const exact = exactSums(facts);
  const movements = sumOf([...exact.values()].map(({ amount }) => amount));
  assert(
    opening + movements === closing,
    `opening + movements = closing of ${mandate.mandateId}, ${month.label}`,
  );
  const rounded = roundSums(opening, closing, exact);
  return {
    month: month.label,
    firstDay: month.firstDay,
    lastDay: month.lastDay,
    language: mandate.language,
    issuer,
    recipient: recipientOf(mandate, issuer.country),
    billingModel: mandate.billingModel,
    opening: amounts(rounded.opening, opening),
    movements: movementLines(exact, rounded),
    closing: amounts(rounded.closing, closing),
    carriedForward: {
      fromChf: formatChf(opening - rounded.opening * NANO_PER_RAPPEN),
      toChf: formatChf(closing - rounded.closing * NANO_PER_RAPPEN),
    },
    ...entryLines(facts, exact, rounded, context),
    usage: usageFigures(facts, rounded.metered),
    wallets: walletFigures(facts, rounded, context),
    vat: vatFigures(facts, rounded, context),
  };
}

/** In the order in which they are read: what came in, what was used, what was put right. */
const ORDER: readonly TransactionType[] = [
  'opening',
  'top_up',
  'payment',
  'usage',
  'usage_correction',
  'absorbed',
  'adjustment',
  'refund',
  'reversal',
  'transfer',
];

function movementLines(exact: ExactSums, { byType }: RoundedSums): StatementFigures['movements'] {
  return ORDER.flatMap((type) => {
    const sum = exact.get(type);
    // Transfers are between wallets of the same mandate: together they are nothing.
    if (!sum || (type === 'transfer' && sum.amount === 0n)) return [];
    return [{ type, count: sum.count, ...amounts(byType.get(type) ?? 0n, sum.amount) }];
  });
}
