import { type Id, type IdPrefix, parseId } from '#kernel/id.ts';
import { NANO_PER_CHF, type NanoChf, parseChf } from '#kernel/money.ts';
import { zurichTime } from '#kernel/zurich-time.ts';

/** How one kind of value is read from the command line. */
export interface Reader<Value> {
  /** Stands for the value in the help: `CHF`. */
  readonly placeholder: string;
  /** Completes "must be ...". */
  readonly expected: string;
  /** Undefined: not such a value. */
  read(text: string): Value | undefined;
}

export interface Option<Value> extends Reader<Value> {
  readonly required: boolean;
  readonly whenAbsent: Value;
  /** Stands alone, without a value. */
  readonly isFlag?: true;
}

export type Options = Readonly<Record<string, Option<unknown>>>;
export type ValuesOf<Given extends Options> = {
  readonly [Name in keyof Given]: Given[Name] extends Option<infer Value> ? Value : never;
};

export function required<Value>(reader: Reader<Value>): Option<Value> {
  // Never seen: without the value the command does not run.
  const whenAbsent = undefined as Value;
  return { ...reader, required: true, whenAbsent };
}

export function optional<Value>(reader: Reader<Value>): Option<Value | undefined> {
  return { ...reader, required: false, whenAbsent: undefined };
}

export function optionalWith<Value>(reader: Reader<Value>, whenAbsent: Value): Option<Value> {
  return { ...reader, required: false, whenAbsent };
}

/** True if it is given: `--status`. */
export const flag: Option<boolean> = {
  placeholder: '',
  expected: 'without a value',
  read: (given) => (given === '' ? true : undefined),
  required: false,
  whenAbsent: false,
  isFlag: true,
};

export const text: Reader<string> = {
  placeholder: 'TEXT',
  expected: 'a text of 1 to 500 characters',
  read: (given) => (given !== '' && given.length <= 500 && !given.includes('\0') ? given : undefined),
};

export function textNamed(placeholder: string): Reader<string> {
  return { ...text, placeholder };
}

export function id<Prefix extends IdPrefix>(prefix: Prefix): Reader<Id<Prefix>> {
  return {
    placeholder: 'ID',
    expected: `an id such as ${prefix}_01933b6e-0000-7000-8000-000000000000`,
    read: (given) => parseId(prefix, given),
  };
}

/** Of what has no prefix, such as a run of an import. */
export const uuid: Reader<string> = {
  placeholder: 'RUN',
  expected: 'a run such as 01933b6e-0000-7000-8000-000000000000',
  read: (given) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given) ? given : undefined),
};

const MOST_CHF = 1_000_000_000n * NANO_PER_CHF;

export const amountChf: Reader<NanoChf> = {
  placeholder: 'CHF',
  expected: 'an amount in CHF with at most nine decimals, such as 100.00, up to a billion',
  read: (given) => {
    const amount = parseChf(given);
    return amount !== undefined && amount <= MOST_CHF && amount >= -MOST_CHF ? amount : undefined;
  },
};

/** For limits. */
export const amountFromZero: Reader<NanoChf> = {
  placeholder: 'CHF',
  expected: `${amountChf.expected}, and not below 0`,
  read: (given) => {
    const amount = amountChf.read(given);
    return amount !== undefined && amount >= 0n ? amount : undefined;
  },
};

export function oneOf<const Word extends string>(
  words: readonly Word[],
  placeholder = words.join('|'),
): Reader<Word> {
  return {
    placeholder,
    expected: `one of ${words.join(', ')}`,
    read: (given) => words.find((word) => word === given),
  };
}

/** Words with commas between them, each at most once. */
export function listOf<const Word extends string>(words: readonly Word[]): Reader<readonly Word[]> {
  return {
    placeholder: 'A,B',
    expected: `some of ${words.join(', ')}, with commas between`,
    read: (given) => {
      const parts = given.split(',');
      const found = words.filter((word) => parts.includes(word));
      return found.length === parts.length ? found : undefined;
    },
  };
}

export function count(most: number): Reader<number> {
  return {
    placeholder: 'N',
    expected: `a whole number from 1 to ${most}`,
    read: (given) => {
      const number = /^\d{1,9}$/.test(given) ? Number(given) : 0;
      return number >= 1 && number <= most ? number : undefined;
    },
  };
}

/** In Zurich; one that has begun. */
export const day: Reader<string> = {
  placeholder: 'DAY',
  expected: 'a day such as 2026-11-27 that has begun',
  read: (given) => {
    if (!/^\d{4}-\d\d-\d\d$/.test(given)) return undefined;
    const isDay = new Date(`${given}T00:00:00Z`).toJSON()?.startsWith(given) ?? false;
    return isDay && given <= zurichTime(new Date()).slice(0, 10) ? given : undefined;
  },
};

export const instant: Reader<Date> = {
  placeholder: 'TIME',
  expected: 'an instant such as 2027-01-31T12:00:00Z, or a day such as 2027-01-31 (00:00 UTC)',
  read: (given) => {
    if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z)?$/.test(given)) return undefined;
    const date = new Date(given);
    // 2027-02-30 would become a day in March.
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(given.slice(0, 10))
      ? date
      : undefined;
  },
};
