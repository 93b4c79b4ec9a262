import type { Db, Tx } from '#db/database.ts';
import { databaseError } from '#db/database-error.ts';
import type { MandateId } from '#kernel/id.ts';
import { plainFilters } from './plain-filter.ts';
import type { TransactionFilter } from './transaction-filter.ts';
import { sumMatching, sumWallets } from './transaction-totals.store.ts';
import { addUp, type TransactionTotals } from './transaction-totals.ts';

/** Exact, and all of one instant: bookings that arrive meanwhile are in all of the numbers or in none. */
export async function totalsOfTransactions(
  db: Db,
  mandateId: MandateId,
  filter: TransactionFilter,
): Promise<TransactionTotals> {
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) => totalsWithin(tx, mandateId, filter));
  } catch (error) {
    throw databaseError(error);
  }
}

/** The same within a transaction that sees one instant (`repeatable read`). */
export async function totalsWithin(
  tx: Tx,
  mandateId: MandateId,
  filter: TransactionFilter,
): Promise<TransactionTotals> {
  const parts = await plainFilters(tx, mandateId, filter);
  const wallets = await sumWallets(tx, { ...filter, mandateId });
  const movements = { count: wallets.count, sum: wallets.closing - wallets.opening };
  const sums = [];
  for (const part of parts) sums.push(isAllMovements(filter) ? movements : await sumMatching(tx, part));
  return {
    ...addUp(sums),
    openingBalance: wallets.opening,
    movementCount: movements.count,
    movementSum: movements.sum,
    closingBalance: wallets.closing,
  };
}

/** Nothing but a range and a wallet: then the wallet's numbers say it. */
function isAllMovements(filter: TransactionFilter): boolean {
  const { from: _from, to: _to, accountId: _account, ...rest } = filter;
  return Object.values(rest).every((condition) => condition === undefined);
}
