import { formatDecimal, roundDecimal } from './decimal.ts';
import { formatChfShort, NANO_PER_CHF, type NanoChf } from './money.ts';

/** Does not break at the end of a line. */
const SPACE = '\u00a0';
const MINUS = '\u2212';
const NANO_DIGITS = 9;

export interface MoneyTextOptions {
  /** Decimals, 0 to 9. Left out: two; of less than a franc as many as two significant digits need. */
  readonly decimals?: number;
  /** `down`: never says more than there is, for what can be spent. Default: to the nearest, halves away from zero. */
  readonly rounding?: 'nearest' | 'down';
}

/** `CHF 1'234.50`, `CHF −0.0042`: the one way in which pages, files and documents write an amount, in every language. */
export function moneyText(amount: NanoChf, options: MoneyTextOptions = {}): string {
  return `CHF${SPACE}${amountText(amount, options)}`;
}

/** The same without the currency, for columns that name it in their head. */
export function amountText(amount: NanoChf, options: MoneyTextOptions = {}): string {
  const decimals = options.decimals ?? usualDecimals(amount);
  return grouped(fixed(roundTo(amount, decimals, options.rounding ?? 'nearest'), decimals));
}

/** Every decimal that it has, at least two: for the arithmetic of a charge. */
export function exactMoneyText(amount: NanoChf): string {
  return `CHF${SPACE}${grouped(formatChfShort(amount))}`;
}

/** Two; below a franc as many as show two significant digits. */
function usualDecimals(amount: NanoChf): number {
  const size = amount < 0n ? -amount : amount;
  if (size === 0n || size >= NANO_PER_CHF) return 2;
  const zeros = NANO_DIGITS - size.toString().length;
  return Math.min(NANO_DIGITS, zeros + 2);
}

/** In units of the last decimal that is shown. */
function roundTo(amount: NanoChf, decimals: number, rounding: 'nearest' | 'down'): bigint {
  const unit = 10n ** BigInt(NANO_DIGITS - decimals);
  if (rounding === 'down') return amount / unit - (amount < 0n && amount % unit !== 0n ? 1n : 0n);
  const size = amount < 0n ? -amount : amount;
  const rounded = roundDecimal({ coefficient: size, scale: NANO_DIGITS }, decimals, 'half_up');
  return amount < 0n ? -rounded : rounded;
}

function fixed(units: bigint, decimals: number): string {
  const [whole = '0', fraction = ''] = formatDecimal({ coefficient: units, scale: decimals }).split('.');
  return decimals === 0 ? whole : `${whole}.${fraction.padEnd(decimals, '0')}`;
}

/** `1'234'567.50`, with a minus that lines up with figures. */
function grouped(text: string): string {
  const [whole = '', fraction] = text.replace('-', '').split('.');
  const parts = whole.replace(/\B(?=(\d{3})+$)/g, "'");
  const sign = text.startsWith('-') ? MINUS : '';
  return `${sign}${parts}${fraction === undefined ? '' : `.${fraction}`}`;
}
