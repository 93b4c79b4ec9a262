import { must } from '#kernel/assert.ts';
import { formatChf, parseChf } from '#kernel/money.ts';
import { sumOf } from './apportion.ts';

/** All printed movements together, in the contract's notation. */
export function movementSum({
  movements,
}: {
  readonly movements: readonly { readonly amountChf: string }[];
}): string {
  return formatChf(sumOf(movements.map(({ amountChf }) => must(parseChf(amountChf), 'an amount'))));
}
