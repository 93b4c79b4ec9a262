import Big from 'big.js';
import type { LedgerEntry } from '#simulator/ledger/simulator-ledger.ts';
import type { HoldRow } from './evidence.ts';
import { NEW_PRICE, PRICE_FACTOR } from './market.ts';

const NANO = 1_000_000_000;
const PPM = 1_000_000;

/**
 * What a call has to be charged: the provider's own bill in USD, by the pinned price, markup and rate, rounded half up
 * once. Computed with another library and from another's cost than the gateway does.
 */
export function expectedCharge(
  bill: Pick<LedgerEntry, 'costUsd'>,
  hold: Pick<HoldRow, 'markup_ppm' | 'chf_per_usd' | 'price_source'>,
): bigint {
  const factor = hold.price_source === NEW_PRICE ? PRICE_FACTOR : 1;
  const charge = new Big(bill.costUsd)
    .times(factor)
    .times(PPM + hold.markup_ppm)
    .times(hold.chf_per_usd)
    .times(NANO / PPM);
  return BigInt(charge.round(0, Big.roundHalfUp).toFixed());
}
