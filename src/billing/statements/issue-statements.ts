import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import { type DocumentId, type MandateId, newId } from '#kernel/id.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import { insertDocuments } from '../documents/billing-document.store.ts';
import { takeNumbers } from '../documents/document-number.ts';
import type { StatementFigures } from './statement.contract.ts';
import { statementsOfMonth } from './statement.store.ts';
import { figuresOfMonth } from './statement-figures.service.ts';
import { statementMonth } from './statement-month.ts';

export interface IssuedStatements {
  /** Of every mandate that has a statement of the month now, whoever issued it. */
  readonly documents: ReadonlyMap<MandateId, DocumentId>;
  /** Mandates whose bookings do not add up, and why: nothing is issued for them. */
  readonly faults: ReadonlyMap<MandateId, Error>;
}

/** A booking may be dated before the end of the month and committed after it; by now it is committed, or it never will be. */
const GRACE_S = 60;

/**
 * Issues the statement of a month (`2026-11`) once per mandate, with numbers without gaps in the order of the list; a mandate that has it
 * already keeps that one. In one transaction, so give it hundreds of mandates and not thousands. PDFs are made after it: `keptPdf`. Throws
 * `issuer_missing`, and `conflict` for a month that has not ended.
 */
export async function issueStatements(
  db: Db,
  label: string,
  mandateIds: readonly MandateId[],
): Promise<IssuedStatements> {
  await refuseUnfinished(db, label);
  const issuedBefore = await statementsOfMonth(db, label, mandateIds);
  const missing = mandateIds.filter((id) => !issuedBefore.has(id));
  if (missing.length === 0) return { documents: issuedBefore, faults: new Map() };
  const faults = new Map<MandateId, Error>();
  const ready = new Map<MandateId, StatementFigures>();
  for (const [id, outcome] of await figuresOfMonth(db, missing, label)) {
    if (outcome instanceof Error) faults.set(id, outcome);
    else ready.set(id, outcome);
  }
  const order = missing.filter((id) => ready.has(id));
  const documents = await transaction(db, async (tx) => {
    const instant = await lockIssuing(tx);
    const others = await statementsOfMonth(tx, label, order);
    const mine = order.filter((id) => !others.has(id));
    const made = await insertStatements(tx, { label, mine, ready, instant });
    return new Map([...issuedBefore, ...others, ...made]);
  });
  return { documents, faults };
}

/** The same for one mandate. Throws also where its bookings do not add up. */
export async function issueStatement(db: Db, mandateId: MandateId, label: string): Promise<DocumentId> {
  const { documents, faults } = await issueStatements(db, label, [mandateId]);
  const fault = faults.get(mandateId);
  if (fault) throw fault;
  const id = documents.get(mandateId);
  if (!id) throw new AppError('not_found');
  return id;
}

async function insertStatements(
  tx: Tx,
  {
    label,
    mine,
    ready,
    instant,
  }: {
    readonly label: string;
    readonly mine: readonly MandateId[];
    readonly ready: ReadonlyMap<MandateId, StatementFigures>;
    readonly instant: Date;
  },
): Promise<ReadonlyMap<MandateId, DocumentId>> {
  const year = Number(zurichTime(instant).slice(0, 4));
  const numbers = await takeNumbers(tx, 'statement', year, mine.length);
  const documents = mine.map((mandateId, index) => {
    const figures = must(ready.get(mandateId), 'the figures');
    return {
      ...{ mandateId, id: newId('doc'), kind: 'statement' as const, period: label },
      ...{ number: must(numbers[index], 'a number'), language: figures.language, figures, issuedAt: instant },
    };
  });
  await insertDocuments(tx, documents);
  return new Map(documents.map(({ mandateId, id }) => [mandateId, id]));
}

/** One at a time over all processes: so the numbers follow the documents, and no statement is issued twice. Answers when that is, by the database's clock. */
async function lockIssuing(tx: Tx): Promise<Date> {
  await sql`select pg_advisory_xact_lock(7265703)`.execute(tx);
  const { rows } = await sql<{
    now: Date;
  }>`select date_trunc('milliseconds', clock_timestamp()) as now`.execute(tx);
  return must(rows[0], 'the time').now;
}

async function refuseUnfinished(db: Db, label: string): Promise<void> {
  const { end } = statementMonth(label);
  const { rows } = await sql<{ ended: boolean }>`
    select clock_timestamp() >= ${end}::timestamptz + ${GRACE_S} * interval '1 second' as ended`.execute(db);
  if (!rows[0]?.ended) throw new AppError('conflict', {}, `The month ${label} has not ended yet.`);
}
