import type { NanoChf } from '#kernel/money.ts';
import type { ZurichNow } from './balance.store.ts';
import { dayAfter } from './pace.ts';

interface Closed {
  readonly through: string;
  readonly readAtMs: number;
  readonly days: ReadonlyMap<string, NanoChf>;
}

/** A booking has its day before it is committed: a day is over when everything of it must have been. */
const SECONDS_UNTIL_CLOSED = 300;
const REMEMBERED_MS = 600_000;
const MAX_REMEMBERED = 5_000;

/** The last day of which nothing can be booked any more. */
export function lastClosedDay({ today, secondsOfDay }: ZurichNow): string {
  return dayAfter(today, secondsOfDay < SECONDS_UNTIL_CLOSED ? -2 : -1);
}

/** What was charged on days that are over: they do not change, so they are read once in ten minutes. */
export class ClosedDays<Key> {
  readonly #remembered = new Map<Key, Closed>();

  /** All days that were kept, if they go on until the day `through`. */
  find(key: Key, through: string): ReadonlyMap<string, NanoChf> | undefined {
    const known = this.#remembered.get(key);
    const isFresh = known?.through === through && performance.now() - known.readAtMs < REMEMBERED_MS;
    return isFresh ? known.days : undefined;
  }

  /** Of the days only those until `through`, which must be over. */
  keep(key: Key, through: string, days: ReadonlyMap<string, NanoChf>): void {
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    const closed = new Map([...days].filter(([day]) => day <= through));
    this.#remembered.set(key, { through, readAtMs: performance.now(), days: closed });
  }
}
