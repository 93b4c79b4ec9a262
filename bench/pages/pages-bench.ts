import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { transaction } from '#db/transaction.ts';
import { createUser } from '#identity/users/user.service.ts';
import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { type HistoryDatabase, openHistoryDatabase } from '../history/history-database.ts';
import { startReadingService } from '../history/reading-service.ts';
import { startWorker } from '../processes/worker.ts';
import { inScope } from '../scope.ts';
import type { PagesMeasured, PagesRequest } from './pages-measured.ts';

export interface PagesResult extends PagesMeasured {
  /** Bookings of the mandate. */
  readonly rows: number;
}

const WORKER = fileURLToPath(new URL('./browser/pages-worker.ts', import.meta.url));

/** The page of transactions of a mandate with a long history, in a real browser, in front of a Rappen of its own. */
export function benchPages(options: BenchOptions, directory: string): Promise<PagesResult> {
  return inScope(async (defer) => {
    const database = await openHistoryDatabase({ rows: options.historyRows, directory }, defer);
    const { mandateId, rows } = database.history;
    const login = await addAdministrator(database);
    const { url, pid: rappenPid } = await startReadingService(database, defer);
    const worker = startWorker<PagesRequest, PagesMeasured>(WORKER);
    defer(() => worker.stop());
    say(`pages: ${rows} bookings`);
    const { scrollSeconds: seconds, deepLines } = options;
    return { rows, ...(await worker.ask({ url, rappenPid, mandateId, login, seconds, deepLines })) };
  });
}

/** One more of the mandate: those of the history have keys, but no passwords. */
async function addAdministrator({ owner, history }: HistoryDatabase): Promise<PagesRequest['login']> {
  const login = { email: `${randomUUID()}@example.ch`, password: randomUUID() };
  const { mandateId } = history;
  await transaction(owner.db, (tx) => createUser(tx, { mandateId, role: 'mandate_admin', ...login }));
  return login;
}
