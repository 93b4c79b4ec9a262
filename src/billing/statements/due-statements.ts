import { setImmediate } from 'node:timers/promises';
import type { Db, Tx } from '#db/database.ts';
import { withinSavepoint } from '#db/savepoint.ts';
import { transaction } from '#db/transaction.ts';
import { raiseAlarm } from '#kernel/alarm.ts';
import { atOnce } from '#kernel/at-once.ts';
import type { DocumentId, MandateId } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import { unfinishedDocuments } from '../documents/billing-document.store.ts';
import { findIssuer } from '../documents/issuer.store.ts';
import { dueMandates, endedMonths } from './due-statements.store.ts';
import { issueStatements } from './issue-statements.ts';
import { finishStatement, type Statement } from './kept-pdf.ts';
import { statementMonth } from './statement-month.ts';

interface Deps {
  readonly db: Db;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** After an outage, or when Rappen was set up for statements later, no further back. */
const MOST_MONTHS = 12;
/** In one transaction. */
const BATCH = 200;
/** In two transactions: a quarter of a second's work. */
const PDF_BATCH = 50;

/**
 * Issues every statement that is due and makes every PDF that is missing. Run as often as one likes: what is there stays. Nothing without a
 * letter head. A mandate whose bookings do not add up raises an alarm and keeps none of the others.
 */
export async function issueDueStatements(deps: Deps): Promise<void> {
  if (!(await findIssuer(deps.db))) {
    deps.log.warn('no statements are issued: there is no letter head');
    return;
  }
  for (const label of await endedMonths(deps.db, MOST_MONTHS)) await issueMonth(deps, label);
  await finishPdfs(deps);
}

async function issueMonth({ db, log, signal }: Deps, label: string): Promise<void> {
  const month = statementMonth(label);
  let after: MandateId | undefined;
  do {
    signal.throwIfAborted();
    const due = await dueMandates(db, month, { after, most: BATCH });
    after = due.at(-1);
    const { faults } = await issueStatements(db, label, due);
    for (const [mandateId, err] of faults) {
      raiseAlarm(
        log,
        'statement_failed',
        { err, mandate: mandateId, month: label },
        'no statement could be issued',
      );
    }
  } while (after !== undefined);
}

async function finishPdfs(deps: Deps): Promise<void> {
  const failed = new Set<DocumentId>();
  for (;;) {
    const most = PDF_BATCH + failed.size;
    const unfinished = await unfinishedDocuments(deps.db, 'statement', 0, most);
    const waiting = unfinished.filter(({ id }) => !failed.has(id)) as Statement[];
    if (waiting.length === 0) return;
    deps.signal.throwIfAborted();
    // While one is being kept, the next one is made.
    await atOnce(2, () => transaction(deps.db, (tx) => finishEach(tx, deps.log, waiting, failed)));
  }
}

/** One by one off the list, with room for others between them: each takes the process some ten milliseconds. */
async function finishEach(tx: Tx, log: Log, waiting: Statement[], failed: Set<DocumentId>): Promise<void> {
  for (let statement = waiting.shift(); statement; statement = waiting.shift()) {
    await setImmediate();
    const { id, mandateId: mandate, number } = statement;
    const finish = withinSavepoint(tx, () => finishStatement(tx, statement));
    await finish.catch((err: unknown) => {
      failed.add(id);
      raiseAlarm(
        log,
        'statement_failed',
        { err, mandate, number },
        'the PDF of a statement could not be made',
      );
    });
  }
}
