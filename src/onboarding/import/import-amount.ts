import { type Decimal, parseDecimal, roundDecimal } from '#kernel/decimal.ts';
import { NANO_PER_CHF, type NanoChf } from '#kernel/money.ts';

/** Either what was read, or why it was not. */
export type Reading<Value> = { readonly value: Value } | { readonly problem: string };

const PLAIN = /^[+-]?\d{1,15}(?:\.\d{1,20})?$/;
/** Thousands as Switzerland writes them: `1'234.50`, with the straight or the typographic apostrophe. */
const GROUPED = /^[+-]?\d{1,3}(?:(?:'\d{3})+|(?:’\d{3})+)(?:\.\d{1,20})?$/;
/** A double gives back what was written only so far. */
const SURE_DIGITS = 15;
/** A billion francs: what a mandate can bring, and what its past can have cost. */
export const MOST_NANO_CHF = 1_000_000_000n * NANO_PER_CHF;

/** An exact decimal number, such as `1'234.50`. What could be read in two ways is refused. */
export function readDecimal(given: string | number): Reading<Decimal> {
  if (typeof given === 'number') return readNumber(given);
  const text = given.trim();
  if (text.includes(',')) {
    return { problem: "has a comma, which may separate thousands or decimals: write 1'234.50" };
  }
  if (!PLAIN.test(text) && !GROUPED.test(text)) return { problem: "must be an amount such as 1'234.50" };
  const value = parseDecimal(text.replaceAll(/['’]/g, ''));
  return value ? { value } : { problem: 'must be a decimal number' };
}

/** Nano-CHF, exact: at most nine decimals, up to a billion francs. */
export function readChf(given: string | number): Reading<NanoChf> {
  const read = readDecimal(given);
  if ('problem' in read) return read;
  const nano = roundDecimal(read.value, 9, 'half_up');
  const beyond = roundDecimal(read.value, 20, 'half_up') - nano * 10n ** 11n;
  if (beyond !== 0n) return { problem: 'has more than nine decimals' };
  return nano > MOST_NANO_CHF || nano < -MOST_NANO_CHF
    ? { problem: 'is beyond a billion francs' }
    : { value: nano };
}

function readNumber(given: number): Reading<Decimal> {
  const text = String(given);
  const digits = text.replace(/e.*$/, '').replaceAll(/\D/g, '').replace(/^0+/, '');
  const value = digits.length <= SURE_DIGITS ? parseDecimal(text) : undefined;
  return value && value.scale <= 20
    ? { value }
    : { problem: 'has more digits than a JSON number keeps: write it as a text' };
}
