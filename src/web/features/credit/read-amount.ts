import { parseChf } from '#kernel/money.ts';

/** Signs by which people group thousands. */
const GROUPING = /['’\u00a0\u202f ]/g;
const WHOLE = /^-?(\d+|\d{1,3}(['’\u00a0\u202f ]\d{3})+)$/;

/**
 * What somebody typed or pasted as an amount in CHF, as decimal text for the API: `1'234.50`, `CHF 12`, `50.–`, `12,50`.
 * Undefined if it could mean two things (`1,234`), is no number, or has more than nine decimals.
 */
export function readAmount(typed: string): string | undefined {
  const text = typed
    .trim()
    .replace(/^CHF\s*/i, '')
    .replace(/\u2212/g, '-')
    .replace(/[.][–—-]{1,2}$/, '')
    .replace(/^(-?[\d'’]+),(\d{1,2})$/, '$1.$2');
  const [whole = '', fraction] = text.split('.');
  if (!WHOLE.test(whole)) return undefined;
  const amount = text.replace(GROUPING, '');
  return fraction !== '' && parseChf(amount) !== undefined ? amount : undefined;
}
