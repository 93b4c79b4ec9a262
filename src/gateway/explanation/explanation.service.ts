import type { PriceSource } from '#aicore/prices/price-source.store.ts';
import { sourceOfRate, sourcesOfPrices } from '#aicore/prices/price-source.store.ts';
import { findHold, type HoldRecord } from '#billing/ledger/hold.store.ts';
import type { Transaction } from '#billing/transactions/billing-transaction.ts';
import { visibleTo } from '#billing/transactions/requested-filter.ts';
import { namesIn, type RowNames } from '#billing/transactions/row-names.ts';
import { findTransaction, listRelated } from '#billing/transactions/transaction.store.ts';
import type { Db } from '#db/database.ts';
import type { Actor } from '#identity/actor.ts';
import { AppError } from '#kernel/error.ts';
import { idOf, type PriceId, type TransactionId, uuidOf } from '#kernel/id.ts';
import type { CurrentPrices } from '../current-prices.ts';
import { baseOf, type Calculation, calculate } from './explanation.ts';

/** A booking with all that it follows from. */
export interface Explanation {
  readonly transaction: Transaction;
  /** The other rows of the same call, or what corrects the posting, or is corrected by it; oldest first. */
  readonly related: readonly Transaction[];
  /** Undefined: no call. */
  readonly hold: HoldRecord | undefined;
  readonly calculation: Calculation | undefined;
  readonly priceSources: ReadonlyMap<PriceId, PriceSource>;
  readonly rateSource: PriceSource | undefined;
  readonly names: RowNames;
}

/** Throws `not_found` for a booking of another mandate, and for somebody else's where the actor may see his own only. */
export async function explainTransaction(
  deps: { readonly db: Db; readonly prices: Pick<CurrentPrices, 'book'> },
  actor: Actor,
  id: TransactionId,
): Promise<Explanation> {
  const { db } = deps;
  const transaction = await findTransaction(db, actor.mandateId, id);
  const own = visibleTo(actor);
  if (!transaction || (own && transaction.userId !== own)) throw noSuchTransaction();
  const base = baseOf(transaction);
  const rows = (await listRelated(db, actor.mandateId, base)).filter(
    ({ userId }) => (own ?? userId) === userId,
  );
  const calculation = calculate(transaction, rows, await deps.prices.book());
  return {
    transaction,
    related: rows.filter((row) => row.id !== id),
    hold: transaction.call && (await findHold(db, actor.mandateId, idOf('hld', uuidOf(base)))),
    calculation,
    priceSources: await sourcesOfPrices(db, [...new Set(calculation?.parts.map(({ priceId }) => priceId))]),
    rateSource: calculation && (await sourceOfRate(db, calculation.rate.id)),
    names: await namesIn(db, actor.mandateId, rows),
  };
}

function noSuchTransaction(): AppError {
  return new AppError('not_found', {}, 'There is no such transaction.');
}
