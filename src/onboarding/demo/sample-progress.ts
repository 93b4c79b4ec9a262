import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { findAnswer, insertAnswer } from '#identity/idempotency/idempotent-answer.store.ts';
import { uuidOf } from '#kernel/id.ts';
import type { SamplePlan } from './sample-days.ts';
import { LINDENHOF } from './sample-lindenhof.ts';
import { SAMPLE_MANDATES } from './sample-mandates.ts';

/**
 * How far the sample data have come: each step leaves its mark in its own transaction, among the answers to what is done
 * once. So a step is there whole or not at all, and the next start goes on after the last.
 */
const OWNER = LINDENHOF.id;
const BEGIN = 'sample-data';
const WORK = 'sample-work';
const TRANSFERS = 'sample-transfers';
const NO_CONTENT = '00000000-0000-0000-0000-000000000000';

/** What has been begun; undefined: nothing. */
export async function findPlan(db: Db): Promise<SamplePlan | undefined> {
  const mark = await findMark(db, BEGIN);
  return (
    mark && {
      days: Number(mark.days),
      until: new Date(String(mark.until)),
      defaultMarkupPpm: Number(mark.defaultMarkupPpm),
    }
  );
}

export async function markBegin(tx: Tx, { until, ...plan }: SamplePlan): Promise<void> {
  await insertMark(tx, BEGIN, { ...plan, until: until.toISOString() });
}

export async function isDayDone(db: Db, day: string): Promise<boolean> {
  return (await findMark(db, `${BEGIN}-${day}`)) !== undefined;
}

export async function markDay(tx: Tx, day: string, calls: number): Promise<void> {
  await insertMark(tx, `${BEGIN}-${day}`, { calls });
}

export async function isWorkBegun(db: Db): Promise<boolean> {
  return (await findMark(db, WORK)) !== undefined;
}

export async function markWork(tx: Tx): Promise<void> {
  await insertMark(tx, WORK, {});
}

export async function areTransfersBegun(db: Db): Promise<boolean> {
  return (await findMark(db, TRANSFERS)) !== undefined;
}

export async function markTransfers(tx: Tx): Promise<void> {
  await insertMark(tx, TRANSFERS, {});
}

/** Then nothing can be booked before any more: times follow the numbers of the bookings. */
export async function hasBookingsAfter(db: Db, moment: Date): Promise<boolean> {
  const mandates = SAMPLE_MANDATES.map(({ id }) => uuidOf(id));
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from billing_transaction where mandate_id = any(${mandates}::uuid[]) and at > ${moment}) as found`.execute(
    db,
  );
  return rows[0]?.found ?? false;
}

type Mark = { readonly [field: string]: unknown };

async function findMark(db: Db, name: string): Promise<Mark | undefined> {
  const found = await transaction(db, (tx) => findAnswer(tx, OWNER, name));
  return found && (found.answer as Mark);
}

function insertMark(tx: Tx, name: string, answer: Mark): Promise<void> {
  return insertAnswer(tx, OWNER, name, { contentHash: NO_CONTENT, answer });
}
