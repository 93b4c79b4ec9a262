import { formatDecimal, parseDecimal, roundDecimal } from './decimal.ts';

/** An amount of money in nano-CHF: 1 CHF = 1,000,000,000. Stored as `int8`, which holds 9.2 billion francs. */
export type NanoChf = bigint;

export const NANO_PER_CHF = 1_000_000_000n;
const NANO_DIGITS = 9;
const MAX_NANO_CHF = 9_223_372_036_854_775_807n;

/**
 * Reads an amount such as `12.34` or `-0.000000001`. Undefined if it is not a plain decimal number, has more than
 * nine decimals, or does not fit into `int8`.
 */
export function parseChf(text: string): NanoChf | undefined {
  if (!/^-?\d{1,12}(\.\d{1,9})?$/.test(text)) return undefined;
  const value = parseDecimal(text);
  if (!value) return undefined;
  const nano = roundDecimal(value, NANO_DIGITS, 'half_up');
  return nano > MAX_NANO_CHF || nano < -MAX_NANO_CHF ? undefined : nano;
}

/** The contract's notation: always nine decimals, `12.340500000`. */
export function formatChf(amount: NanoChf): string {
  const negative = amount < 0n;
  const digits = (negative ? -amount : amount).toString().padStart(NANO_DIGITS + 1, '0');
  const cut = digits.length - NANO_DIGITS;
  return `${negative ? '-' : ''}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

/** For people and logs: as many decimals as it needs, at least two: `12.3405`, `100.00`. */
export function formatChfShort(amount: NanoChf): string {
  const text = formatDecimal({ coefficient: amount, scale: NANO_DIGITS });
  const [whole = '0', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}
