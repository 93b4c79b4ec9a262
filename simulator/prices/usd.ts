import type { Usd } from '../call.ts';

const DIGITS = 18;
const ONE_USD = 10n ** BigInt(DIGITS);
const DECIMAL = /^(\d+)(?:\.(\d{1,18}))?(?:[eE]([+-]?\d{1,2}))?$/;

/** Reads an amount as its decimal text says (`0.00537`, `5.37e-3`). Throws on anything else, and on more than 18 decimals. */
export function usd(text: string): Usd {
  const match = DECIMAL.exec(text);
  if (!match) throw new Error(`simulator: not an amount in USD: ${text}`);
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const places = DIGITS - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  if (places >= 0) return digits * 10n ** BigInt(places);
  const divisor = 10n ** BigInt(-places);
  if (digits % divisor !== 0n) throw new Error(`simulator: more than ${DIGITS} decimals: ${text}`);
  return digits / divisor;
}

/** Shortest decimal text: `0.0059`. */
export function usdText(amount: Usd): string {
  const whole = amount / ONE_USD;
  const fraction = (amount % ONE_USD).toString().padStart(DIGITS, '0').replace(/0+$/, '');
  return fraction === '' ? whole.toString() : `${whole}.${fraction}`;
}

/** The price of `count` units at a price per million. Exact while prices have at most 12 decimals. */
export function perMillion(count: number, price: Usd): Usd {
  return Number.isSafeInteger(count) && count > 0 ? (BigInt(count) * price) / 1_000_000n : 0n;
}
