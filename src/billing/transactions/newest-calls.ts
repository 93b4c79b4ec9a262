import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { boundsOfDay, type CallDay, newestCallDays, newestRowsOfCallDays } from './call-days.store.ts';
import { newestRows, type PlacedRow } from './transaction.store.ts';
import type { TransactionPlace } from './transaction-cursor.ts';
import type { PlainFilter } from './transaction-filter.ts';

/** How much is read at once; smaller in tests, so that a short history is a long one. */
export interface ReadingBounds {
  /** Keys of the daily statistics. */
  readonly callDays: number;
  /** Looking up more single rows than this takes longer than reading over the day's other calls. */
  readonly lookUps: number;
}

export const READING_BOUNDS: ReadingBounds = { callDays: 400, lookUps: 2_000 };

/**
 * The newest rows that calls have left (usage, corrections, absorbed), after the place. However rare what is meant is: the
 * daily statistics say which days have any, and whose, so days without are never read. A page takes at most as many steps as
 * it has rows, each of them bounded by one day.
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
    for (const step of stepsOf(callDays, isLast, limit, bounds.lookUps)) {
      rows.push(...(await take(db, filter, step, after, limit - rows.length)));
      before = step.lastDay;
      if (rows.length >= limit) return rows;
    }
    if (isLast) return rows;
  }
}

/** Some whole days, newest first: the few calls that are meant are looked up, or there are so many that one day is read. */
interface Step {
  readonly lastDay: string;
  /** Undefined: read the day. */
  readonly callDays: readonly CallDay[] | undefined;
}

/** `isLast`: there are no more; else the last day may be there in part, and is left for the next time. */
function stepsOf(callDays: readonly CallDay[], isLast: boolean, limit: number, mostLookUps: number): Step[] {
  const days = [...Map.groupBy(callDays, ({ day }) => day)];
  if (!isLast && days.length === 1) return days.map(([lastDay]) => ({ lastDay, callDays: undefined }));
  const steps: Step[] = [];
  let few: CallDay[] = [];
  const lookUp = () => {
    const last = few.at(-1);
    if (last) steps.push({ lastDay: last.day, callDays: few });
    few = [];
  };
  for (const [day, ofDay] of isLast ? days : days.slice(0, -1)) {
    if (lookUps(ofDay, limit) > mostLookUps) {
      lookUp();
      steps.push({ lastDay: day, callDays: undefined });
      continue;
    }
    few.push(...ofDay);
    if (callsOf(few) >= limit || lookUps(few, limit) > mostLookUps) lookUp();
  }
  lookUp();
  return steps;
}

function lookUps(callDays: readonly CallDay[], limit: number): number {
  return callDays.reduce((sum, { calls }) => sum + 1 + Math.min(limit, Number(calls)), 0);
}

function callsOf(callDays: readonly CallDay[]): number {
  return callDays.reduce((sum, { calls }) => sum + Number(calls), 0);
}

async function take(
  db: Db,
  filter: PlainFilter,
  step: Step,
  after: TransactionPlace | undefined,
  limit: number,
): Promise<PlacedRow[]> {
  if (step.callDays) return newestRowsOfCallDays(db, filter, step.callDays, after, limit);
  const day = await boundsOfDay(db, step.lastDay);
  const from = filter.from && filter.from > day.from ? filter.from : day.from;
  const to = filter.to && filter.to < day.to ? filter.to : day.to;
  return newestRows(db, { ...filter, from, to }, after, limit, IS_OF_CALL);
}

/** A user's filter alone also means his wallet's postings, which the daily statistics do not know. */
const IS_OF_CALL = sql`t.model_answered is not null`;
