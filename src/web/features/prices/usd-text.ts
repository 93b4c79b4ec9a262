import { parseChf } from '#kernel/money.ts';
import { amountText } from '#kernel/money-text.ts';

/** `2.50`, `12'000.00`, `0.0375`: a list price with every decimal that it has, at least two. Columns name the currency. */
export function usdText(usd: string): string {
  // USD have nine decimals here too, so what reads and writes francs does for them.
  const amount = parseChf(usd);
  const decimals = usd.split('.')[1]?.replace(/0+$/, '').length ?? 0;
  return amount === undefined ? usd : amountText(amount, { decimals: Math.max(2, decimals) });
}
