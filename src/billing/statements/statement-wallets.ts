import { apportion, type Rappen, sumOf } from './apportion.ts';
import type { StatementFigures } from './statement.contract.ts';
import { rappenText } from './statement-amounts.ts';
import type { StatementFacts, WalletFacts } from './statement-facts.ts';
import type { FiguresContext } from './statement-figures.ts';
import { CHARGE_TYPES, type RoundedSums } from './statement-rounding.ts';

/**
 * Wallets of users, and the pool that fills them; each row and each column adds up in Rappen. Null where all spend from the pool. What
 * came in stays as it is, so what is below a Rappen lies in what was used.
 */
export function walletFigures(
  facts: StatementFacts,
  rounded: RoundedSums,
  { nameOf }: Pick<FiguresContext, 'nameOf'>,
): StatementFigures['wallets'] {
  const wallets = facts.wallets.filter(isShown);
  if (!facts.wallets.some(({ userId, rows, opening }) => userId && (rows > 0n || opening !== 0n)))
    return null;
  const received = receivedBy(facts);
  const exact = wallets.map(({ walletId }) => received.get(walletId) ?? 0n);
  const totalReceived = rounded.closing - rounded.opening - rounded.charges;
  const openings = apportion(
    rounded.opening,
    wallets.map(({ opening }) => opening),
  );
  const closings = apportion(
    rounded.closing,
    wallets.map(({ closing }) => closing),
  );
  const receipts = apportion(totalReceived, exact);
  return wallets.map(({ userId }, index) => {
    const at = (shares: readonly Rappen[]) => shares[index] ?? 0n;
    return {
      name: userId ? nameOf(userId) : null,
      openingChf: rappenText(at(openings)),
      receivedChf: rappenText(at(receipts)),
      usedChf: rappenText(at(closings) - at(openings) - at(receipts)),
      closingChf: rappenText(at(closings)),
    };
  });
}

/** One that had nothing and got nothing is no line. */
function isShown({ rows, opening }: WalletFacts): boolean {
  return rows > 0n || opening !== 0n;
}

/** All but what was charged: top-ups, transfers, refunds. */
function receivedBy({ sums }: StatementFacts): ReadonlyMap<string, bigint> {
  const others = sums.filter(({ type }) => !CHARGE_TYPES.includes(type));
  const byWallet = Map.groupBy(others, ({ walletId }) => walletId);
  return new Map(
    [...byWallet].map(([walletId, rows]) => [walletId, sumOf(rows.map(({ amount }) => amount))]),
  );
}
