import { setImmediate } from 'node:timers/promises';
import type { Db } from '#db/database.ts';
import { raiseAlarm } from '#kernel/alarm.ts';
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

/** One by one, with room for others between them: each takes the process some ten milliseconds. */
async function finishPdfs({ db, log, signal }: Deps): Promise<void> {
  const failed = new Set<DocumentId>();
  for (;;) {
    const most = PDF_BATCH + failed.size;
    const waiting = (await unfinishedDocuments(db, 'statement', 0, most)).filter(({ id }) => !failed.has(id));
    if (waiting.length === 0) return;
    for (const statement of waiting as readonly Statement[]) {
      signal.throwIfAborted();
      await setImmediate();
      await finishStatement(db, statement).catch((err: unknown) => {
        failed.add(statement.id);
        const { mandateId: mandate, number } = statement;
        raiseAlarm(
          log,
          'statement_failed',
          { err, mandate, number },
          'the PDF of a statement could not be made',
        );
      });
    }
  }
}
