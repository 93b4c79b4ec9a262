import { type NanoChf, parseChf } from '#kernel/money.ts';

/** An amount of an answer, `"12.340500000"`, as a number to compute with. Throws on anything else, which no answer has. */
export function nanoOf(chf: string): NanoChf {
  const amount = parseChf(chf);
  if (amount === undefined) throw new RangeError(`not an amount: ${chf.slice(0, 40)}`);
  return amount;
}
