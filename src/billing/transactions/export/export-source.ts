import type { ControlledTransaction } from 'kysely';
import { openDatabase, type Tx } from '#db/database.ts';
import { databaseError } from '#db/database-error.ts';
import { namesOfUsers, type UserName } from '#identity/users/user-names.store.ts';
import { idOf, type MandateId, type UserId } from '#kernel/id.ts';
import { newestOf, placeOf } from '../newest-rows.ts';
import { plainFilters } from '../plain-filter.ts';
import { readTransaction } from '../transaction.store.ts';
import type { TransactionPlace } from '../transaction-cursor.ts';
import type { TransactionFilter } from '../transaction-filter.ts';
import { totalsWithin } from '../transaction-totals.service.ts';
import { closingLines, type ExportLine, exportLine } from './export-columns.ts';

/** What an export reads, all of one instant. Close it, however it ended. */
export interface ExportSource {
  /** Bookings that will come. */
  readonly count: bigint;
  /** The bookings, newest first, and then how they add up. */
  pages(): AsyncGenerator<readonly ExportLine[]>;
  /** Once or more often. */
  close(): Promise<void>;
}

const PAGE = 1_000;

const TIMEOUTS = {
  statementTimeoutMs: 60_000,
  // A reader may stop for two minutes (http-answer.ts); meanwhile nothing is asked.
  idleInTransactionTimeoutMs: 150_000,
};

/**
 * Opens a connection of its own and sets the instant: so an export, however long, takes no connection from the calls. Pages
 * are read by the same ways as lists, so a file has what the list shows. Throws `invalid_request`, `database_unavailable`.
 */
export async function openExportSource(
  databaseUrl: string,
  mandateId: MandateId,
  filter: TransactionFilter,
): Promise<ExportSource> {
  const database = openDatabase(databaseUrl, {
    poolSize: 1,
    applicationName: 'rappen export',
    timeouts: TIMEOUTS,
  });
  let tx: ControlledTransaction<Record<never, never>> | undefined;
  // The pool ends only when it has its connection back: so the transaction has to end first, whatever became of it.
  const close = async () => {
    if (tx && !tx.isCommitted && !tx.isRolledBack) {
      await tx
        .rollback()
        .execute()
        .catch(() => undefined);
    }
    await database.close();
  };
  try {
    const begun = await database.db
      .startTransaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute();
    tx = begun;
    const totals = await totalsWithin(begun, mandateId, filter);
    return {
      count: totals.count,
      pages: () => readPages(begun, mandateId, filter, closingLines(totals)),
      close,
    };
  } catch (error) {
    await close();
    throw databaseError(error);
  }
}

async function* readPages(
  tx: Tx,
  mandateId: MandateId,
  filter: TransactionFilter,
  last: readonly ExportLine[],
): AsyncGenerator<readonly ExportLine[]> {
  const parts = await plainFilters(tx, mandateId, filter);
  const known = new Map<UserId, UserName | undefined>();
  let after: TransactionPlace | undefined;
  for (;;) {
    const rows = await newestOf(tx, parts, after, PAGE);
    const users = rows.flatMap(({ user_id }) => (user_id === null ? [] : [idOf('usr', user_id)]));
    await learnNames(tx, known, users);
    yield rows.map((row) => {
      const transaction = readTransaction(row);
      return exportLine({ transaction, user: known.get(transaction.userId as UserId) });
    });
    const end = rows.at(-1);
    if (!end || rows.length < PAGE) break;
    after = placeOf(end);
  }
  yield last;
}

async function learnNames(
  tx: Tx,
  known: Map<UserId, UserName | undefined>,
  users: readonly UserId[],
): Promise<void> {
  const strangers = new Set(users.filter((user) => !known.has(user)));
  const names = await namesOfUsers(tx, strangers);
  for (const user of strangers) known.set(user, names.get(user));
}
