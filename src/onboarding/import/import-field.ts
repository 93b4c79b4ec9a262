import { z } from 'zod';
import { formatDecimal } from '#kernel/decimal.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import { readChf, readDecimal } from './import-amount.ts';

const given = z.union([z.string().max(60), z.number()]);

/** CHF such as `1'234.50`; read as nano-CHF in decimal text. */
export const chfField = given.transform((amount, context) => {
  const read = readChf(amount);
  if ('value' in read) return read.value.toString();
  context.addIssue({ code: 'custom', message: read.problem });
  return z.NEVER;
});

/** The same, 0 or more. */
export const chfFromZero = chfField.refine((nano) => !nano.startsWith('-'), 'is negative');

/** In USD and in CHF. */
const MOST_OF_A_CALL = 1_000_000n;
const TOO_DEAR = 'is more than a call can cost';

/** What a call cost, in CHF, 0 or more; read as nano-CHF in decimal text. */
export const callChfField = chfFromZero.refine(
  (nano) => BigInt(nano) <= MOST_OF_A_CALL * NANO_PER_CHF,
  TOO_DEAR,
);

/** What a call cost, in USD, 0 or more; read as exact decimal text. */
export const usdField = given.transform((amount, context) => {
  const read = readDecimal(amount);
  const problem = 'value' in read ? problemOfCost(read.value) : read.problem;
  if (problem === undefined && 'value' in read) return formatDecimal(read.value);
  context.addIssue({ code: 'custom', message: problem ?? 'must be an amount' });
  return z.NEVER;
});

/** A whole number from 0 to below a billion, as decimal text: what one call can use. */
export const countField = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,9}$/, 'must be a whole number from 0 to 999999999'));

export const flagField = z.union([
  z.boolean(),
  z.enum(['true', 'false', 't', 'f', '1', '0', 'yes', 'no']).transform((word) => /^(t|1|y)/.test(word)),
]);

const INSTANT = /^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)$/;

/** An instant with its offset, from the year 2000 until now; read as UTC. */
export const instantField = z.string().transform((text, context) => {
  const { day, at } = readInstant(text);
  const problem = problemOfForm(day, at) ?? problemOfTime(at);
  if (problem === undefined) return at.toISOString();
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

/** Of any year: a line that is refused for its year still has a day. Undefined: it is no instant. */
export function instantOf(given: unknown): Date | undefined {
  if (typeof given !== 'string') return undefined;
  const { day, at } = readInstant(given);
  return problemOfForm(day, at) === undefined ? at : undefined;
}

/** Without a day it is not written as an instant is. */
function readInstant(text: string): { readonly day: string | undefined; readonly at: Date } {
  const trimmed = text.trim();
  const at = new Date(
    trimmed
      .replace(' ', 'T')
      .replace(/([+-]\d\d)$/, '$1:00')
      .replace(/([+-]\d\d)(\d\d)$/, '$1:$2'),
  );
  return { day: INSTANT.exec(trimmed)?.[1], at };
}

/** A list, or a text with `|` between. */
export function listField(item: z.ZodType<string, string>) {
  return z
    .union([z.array(z.string()), z.string().transform((text) => text.split('|').map((part) => part.trim()))])
    .pipe(z.array(item).max(50))
    .transform((items) => [...new Set(items)].toSorted());
}

const MOST_JSON_LENGTH = 100_000;

/** A JSON object, or the text of one; read as text, so that its numbers keep their digits. */
export const jsonObjectField = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((given, context) => {
    const text = typeof given === 'string' ? given.trim() : JSON.stringify(given);
    if (text.length <= MOST_JSON_LENGTH && isObjectText(text)) return text;
    const message = `must be a JSON object of at most ${MOST_JSON_LENGTH} characters`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

function isObjectText(text: string): boolean {
  try {
    return text.startsWith('{') && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function problemOfCost({ coefficient, scale }: { coefficient: bigint; scale: number }): string | undefined {
  if (coefficient < 0n) return 'is negative';
  return coefficient > MOST_OF_A_CALL * 10n ** BigInt(scale) ? TOO_DEAR : undefined;
}

function problemOfForm(day: string | undefined, at: Date): string | undefined {
  if (day === undefined) return 'must be an instant with its offset, such as 2026-01-31T12:00:00+01:00';
  return !isDay(day) || Number.isNaN(at.getTime()) ? 'is no instant that there is' : undefined;
}

function problemOfTime(at: Date): string | undefined {
  if (at.getTime() > Date.now()) return 'lies in the future';
  return at.getUTCFullYear() < 2000 ? 'lies before the year 2000' : undefined;
}

/** Few days are in millions of lines. */
const knownDays = new Set<string>();

/** 2026-02-30 would become a day in March. */
function isDay(day: string): boolean {
  if (knownDays.has(day)) return true;
  const isOne = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ?? false;
  if (isOne && knownDays.size < 10_000) knownDays.add(day);
  return isOne;
}
