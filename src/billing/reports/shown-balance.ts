import { NANO_PER_RAPPEN, type Rappen } from '../statements/apportion.ts';
import { roundSums } from '../statements/statement-rounding.ts';
import type { TransactionType } from '../transactions/transaction-type.contract.ts';
import type { BalanceFigures } from './report-balance.store.ts';

/** A balance in whole Rappen, in nano-CHF: `opening + broughtOver + topUps - usage + other = closing`. */
export type ShownBalance = Pick<
  BalanceFigures,
  'opening' | 'broughtOver' | 'topUps' | 'usage' | 'other' | 'closing'
>;

/** As the statement of the month, which goes along with the report, prints it: balances rounded down, the rest carried by what lies between. */
export function shownBalance({ opening, closing, usage, byType }: BalanceFigures): ShownBalance {
  const exact = new Map([...byType].map(([type, amount]) => [type, { amount, count: 1 }] as const));
  exact.set('usage', { amount: -usage - (byType.get('usage_correction') ?? 0n), count: 1 });
  const rounded = roundSums(opening, closing, exact);
  const of = (type: TransactionType) => rounded.byType.get(type) ?? 0n;
  const broughtOver = of('opening');
  const topUps = of('top_up') + of('payment');
  const nano = (rappen: Rappen) => rappen * NANO_PER_RAPPEN;
  return {
    opening: nano(rounded.opening),
    broughtOver: nano(broughtOver),
    topUps: nano(topUps),
    usage: nano(-rounded.metered),
    other: nano(rounded.closing - rounded.opening - broughtOver - topUps - rounded.metered),
    closing: nano(rounded.closing),
  };
}
