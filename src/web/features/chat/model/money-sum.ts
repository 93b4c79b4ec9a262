import { formatChf } from '#kernel/money.ts';
import { nanoOf } from '#web/lib/nano-of.ts';

/** Amounts of the API in one; undefined if one of them is not known. */
export function sumChf(amounts: readonly (string | null | undefined)[]): string | undefined {
  let sum = 0n;
  for (const amount of amounts) {
    if (amount === null || amount === undefined) return undefined;
    sum += nanoOf(amount);
  }
  return formatChf(sum);
}
