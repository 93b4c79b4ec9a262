import { formatChf } from '#kernel/money.ts';
import { NANO_PER_RAPPEN, type Rappen } from './apportion.ts';

/** The two ways in which a statement gives an amount: as it is printed, and as it was booked. */
export function amounts(
  rounded: Rappen,
  exact: bigint,
): { readonly amountChf: string; readonly exactChf: string } {
  return { amountChf: rappenText(rounded), exactChf: formatChf(exact) };
}

/** In the contract's notation, with nine decimals. */
export function rappenText(amount: Rappen): string {
  return formatChf(amount * NANO_PER_RAPPEN);
}
