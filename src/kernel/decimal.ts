/**
 * Exact decimal numbers: `coefficient / 10^scale`. Prices, exchange rates and stated costs arrive as decimal
 * text; they stay exact until the one rounding of a charge. A float never appears on the way.
 */
export interface Decimal {
  readonly coefficient: bigint;
  /** Digits after the point, 0 or more. */
  readonly scale: number;
}

const DECIMAL_TEXT = /^([+-]?)(\d{1,40})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,3}))?$/;
const MAX_SCALE = 120;

/** Reads plain or exponent notation (`0.00537`, `5.37e-3`). Undefined for anything else, such as `NaN` or `1e400`. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = DECIMAL_TEXT.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  if (scale > MAX_SCALE || scale < -MAX_SCALE) return undefined;
  const coefficient = sign === '-' ? -digits : digits;
  return scale >= 0 ? { coefficient, scale } : { coefficient: coefficient * powerOfTen(-scale), scale: 0 };
}

/** `parseDecimal` for text that we wrote ourselves; throws on anything else. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (!value) throw new RangeError(`not a decimal number: ${text.slice(0, 60)}`);
  return value;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { coefficient: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { coefficient: a.coefficient * b.coefficient, scale: a.scale + b.scale };
}

export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const scale = Math.max(a.scale, b.scale);
  const difference = unitsAt(a, scale) - unitsAt(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The number in units of 10^-scale; `half_up` rounds halves away from zero, `up` rounds towards +infinity. */
export function roundDecimal(value: Decimal, scale: number, rounding: 'half_up' | 'up'): bigint {
  if (value.scale <= scale) return unitsAt(value, scale);
  const divisor = powerOfTen(value.scale - scale);
  const quotient = value.coefficient / divisor;
  const remainder = value.coefficient % divisor;
  if (rounding === 'up') return remainder > 0n ? quotient + 1n : quotient;
  const magnitude = remainder < 0n ? -remainder : remainder;
  if (magnitude * 2n < divisor) return quotient;
  return value.coefficient < 0n ? quotient - 1n : quotient + 1n;
}

/** Shortest plain notation: `0.0059`, `-3`, never an exponent. */
export function formatDecimal(value: Decimal): string {
  const negative = value.coefficient < 0n;
  const digits = (negative ? -value.coefficient : value.coefficient)
    .toString()
    .padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = digits.slice(digits.length - value.scale).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && value.coefficient !== 0n ? `-${text}` : text;
}

function unitsAt(value: Decimal, scale: number): bigint {
  return scale === value.scale ? value.coefficient : value.coefficient * powerOfTen(scale - value.scale);
}

const POWERS_OF_TEN: readonly bigint[] = Array.from(
  { length: 256 },
  (_, exponent) => 10n ** BigInt(exponent),
);

function powerOfTen(exponent: number): bigint {
  return POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent);
}
