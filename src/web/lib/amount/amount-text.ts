import { formatChfShort, parseChf } from '#kernel/money.ts';

/** What groups the thousands: apostrophes of any kind, spaces of any width. */
const GROUPING = /['\u2019\u02bc`\u00a0\u202f\s]/g;
const CURRENCY = /^(chf|fr\.?)|(chf|fr\.?|\.[-\u2013\u2014])$/gi;
/** A comma before one or two last figures is a decimal one; before three it might group: that is not guessed. */
const DECIMAL_COMMA = /,(?=\d{1,2}$|\d{4,9}$)/;

/**
 * What a person wrote as decimal text for the API: `1'234.50` -> `1234.50`, `12,5` -> `12.5`, `\u22125` -> `-5`. Undefined: it is no
 * amount, or could be read in two ways (`1,234`).
 */
export function amountOf(text: string): string | undefined {
  const plain = text
    .trim()
    .replace(CURRENCY, '')
    .replace(GROUPING, '')
    .replace(/^[\u2212\u2013]/, '-')
    .replace(DECIMAL_COMMA, '.')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '');
  return parseChf(plain) === undefined ? undefined : plain;
}

/** An amount of the API as it stands in a field: `1234.500000000` -> `1234.50`. Null or undefined: empty. */
export function amountInField(chf: string | null | undefined): string {
  const amount = typeof chf === 'string' ? parseChf(chf) : undefined;
  return amount === undefined ? '' : formatChfShort(amount);
}
