import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { boundsOfDays, type CallDay, newestCallDays, newestRowsOfCallDays } from './call-days.store.ts';
import { newestRowsAmong, rarePartOf } from './rare-rows.store.ts';
import { newestRows, type PlacedRow } from './transaction.store.ts';
import type { TransactionPlace } from './transaction-cursor.ts';
import { isAboutAmounts, type PlainFilter } from './transaction-filter.ts';

/** How much is read at once; smaller in tests, so that a short history is a long one. */
export interface ReadingBounds {
  /** Keys of the daily statistics. */
  readonly callDays: number;
  /** Looking up more single rows than this takes longer than reading over the day's other calls. */
  readonly lookUps: number;
  /** So many bookings of a key or of some amounts are few enough to look at each. */
  readonly rare: number;
}

export const READING_BOUNDS: ReadingBounds = { callDays: 400, lookUps: 2_000, rare: 50_000 };

/**
 * The newest rows that calls have left (usage, corrections, absorbed), after the place. However rare what is meant is: the
 * daily statistics say which days have any, and whose, so days without are never read. A page takes at most as many steps as
 * it has rows, each of them bounded by one day; with a key or amounts, which the statistics do not know, as many as there are days.
 */
export async function newestCalls(
  db: Db,
  filter: PlainFilter,
  after: TransactionPlace | undefined,
  limit: number,
  bounds: ReadingBounds = READING_BOUNDS,
): Promise<PlacedRow[]> {
  const rows: PlacedRow[] = [];
  let before: string | undefined;
  for (;;) {
    const callDays = await newestCallDays(db, filter, { day: before, place: after }, bounds.callDays);
    const isLast = callDays.length < bounds.callDays;
    // Of calls that are not all meant, any number may be looked at for one that is.
    const mostOfOne = isFiltered(filter) ? Number.POSITIVE_INFINITY : limit;
    for (const step of stepsOf(callDays, isLast, { limit, mostOfOne, mostLookUps: bounds.lookUps })) {
      rows.push(...(await take(db, filter, step, after, limit - rows.length, bounds.lookUps)));
      before = step.lastDay;
      if (rows.length >= limit) return rows;
    }
    if (isLast) return rows;
  }
}

function isFiltered(filter: PlainFilter): boolean {
  return filter.apiKeyId !== undefined || isAboutAmounts(filter);
}

/** Some whole days, newest first: the few calls that are meant are looked up, or there are so many that one day is read. */
interface Step {
  /** The newest of them, and the oldest. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** Undefined: read the day. */
  readonly callDays: readonly CallDay[] | undefined;
}

/** `isLast`: there are no more; else the last day may be there in part, and is left for the next time. */
function stepsOf(
  callDays: readonly CallDay[],
  isLast: boolean,
  most: { readonly limit: number; readonly mostOfOne: number; readonly mostLookUps: number },
): Step[] {
  const { limit, mostOfOne, mostLookUps } = most;
  const days = [...Map.groupBy(callDays, ({ day }) => day)];
  if (!isLast && days.length === 1)
    return days.map(([day]) => ({ firstDay: day, lastDay: day, callDays: undefined }));
  const steps: Step[] = [];
  let few: CallDay[] = [];
  const lookUp = () => {
    const [first] = few;
    const last = few.at(-1);
    if (first && last) steps.push({ firstDay: first.day, lastDay: last.day, callDays: few });
    few = [];
  };
  for (const [day, ofDay] of isLast ? days : days.slice(0, -1)) {
    if (lookUps(ofDay, mostOfOne) > mostLookUps) {
      lookUp();
      steps.push({ firstDay: day, lastDay: day, callDays: undefined });
      continue;
    }
    few.push(...ofDay);
    if (callsOf(few) >= limit || lookUps(few, mostOfOne) > mostLookUps) lookUp();
  }
  lookUp();
  return steps;
}

function lookUps(callDays: readonly CallDay[], mostOfOne: number): number {
  return callDays.reduce((sum, { calls }) => sum + 1 + Math.min(mostOfOne, Number(calls)), 0);
}

function callsOf(callDays: readonly CallDay[]): number {
  return callDays.reduce((sum, { calls }) => sum + Number(calls), 0);
}

async function take(
  db: Db,
  filter: PlainFilter,
  { firstDay, lastDay, callDays }: Step,
  after: TransactionPlace | undefined,
  limit: number,
  mostLookUps: number,
): Promise<PlacedRow[]> {
  if (callDays && !isFiltered(filter)) return newestRowsOfCallDays(db, filter, callDays, after, limit);
  const within = await withinDays(db, filter, firstDay, lastDay);
  const rare = await rarePartOf(db, within, mostLookUps);
  if (rare) return newestRowsAmong(db, rare, within, after, limit, IS_OF_CALL);
  return callDays
    ? newestRowsOfCallDays(db, filter, callDays, after, limit)
    : newestRows(db, within, after, limit, IS_OF_CALL);
}

async function withinDays(
  db: Db,
  filter: PlainFilter,
  firstDay: string,
  lastDay: string,
): Promise<PlainFilter> {
  const days = await boundsOfDays(db, lastDay, firstDay);
  const from = filter.from && filter.from > days.from ? filter.from : days.from;
  const to = filter.to && filter.to < days.to ? filter.to : days.to;
  return { ...filter, from, to };
}

/** A user's filter alone also means his wallet's postings, which the daily statistics do not know. */
const IS_OF_CALL = sql`t.model_answered is not null`;
