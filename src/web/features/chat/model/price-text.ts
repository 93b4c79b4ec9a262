import { parseDecimal, roundDecimal } from '#kernel/decimal.ts';
import { moneyText } from '#kernel/money-text.ts';

const NANO_DIGITS = 9;

/** A price as exact decimal text, of so many decimals as a charge has: `2.4` -> `CHF 2.40`. Undefined: `–`. */
export function priceText(chf: string | undefined): string {
  const price = chf === undefined ? undefined : parseDecimal(chf);
  return price ? moneyText(roundDecimal(price, NANO_DIGITS, 'half_up')) : '–';
}
