import type { NanoChf } from '#kernel/money.ts';

/** Checks whose two values are amounts in nano-CHF, as the database keeps them. */
const OF_MONEY = /\b(posted|held|balance|amount|floor)\b/;

/** The amount that a value of a difference is; undefined: it is a number of rows, or words. */
export function amountOfDifference(check: string, value: string): NanoChf | undefined {
  return OF_MONEY.test(check) && /^-?\d+$/.test(value) ? BigInt(value) : undefined;
}

/** `mnd_...` of the bare id that the database has; undefined: it is none. */
export function mandateOfDifference(mandateId: string): string | undefined {
  const uuid = mandateId.replace(/^mnd_/, '');
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid) ? `mnd_${uuid}` : undefined;
}
