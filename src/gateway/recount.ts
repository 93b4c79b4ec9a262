import { recomputeCharge } from '#aicore/prices/charge.ts';
import { readPriceBook } from '#aicore/prices/price.store.ts';
import type { PriceBook } from '#aicore/prices/price-book.ts';
import type { Recount } from '#billing/verify/difference.ts';
import { type RecomputeCharge, verifyLedger } from '#billing/verify/verify.ts';
import type { Database } from '#db/database.ts';
import { compareDecimals, parseDecimal } from '#kernel/decimal.ts';
import { idOf } from '#kernel/id.ts';

/** The proof: all that `verifyLedger` counts, and every charge computed again from its usage and the prices that it names. */
export async function recount({ db, pool }: Pick<Database, 'db' | 'pool'>): Promise<Recount> {
  return verifyLedger(pool, { recompute: recomputeWith(await readPriceBook(db)) });
}

function recomputeWith(book: PriceBook): RecomputeCharge {
  return ({ usage, markupPpm, exchangeRateId, costUsd }) => {
    const rate = book.rateById(idOf('fxr', exchangeRateId));
    const again = rate && recomputeCharge(usage, book.priceById, { rate, markupPpm });
    const stored = parseDecimal(costUsd);
    if (!again || !stored || compareDecimals(again.costUsd, stored) !== 0) return undefined;
    return again.amountNanoChf;
  };
}
