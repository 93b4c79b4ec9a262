// Makes all reports that are due, in a process of its own: what it takes is measured, and not what filled the database.

import { issuedStatements } from '#billing/reports/issued-statement.ts';
import { makeDueReports } from '#billing/reports/make-reports.ts';
import { createReportMaking } from '#billing/reports/report-making.ts';
import { issueDueStatements } from '#billing/statements/due-statements.ts';
import { openDatabase } from '#db/database.ts';
import { silentLog } from '#kernel/log.ts';
import { serveWorker } from '../processes/serve-worker.ts';
import type { ReportsRequest, ReportsTimed } from './reports-bench.ts';

serveWorker<ReportsRequest, ReportsTimed>(async ({ databaseUrl }) => {
  const { db, close } = openDatabase(databaseUrl, { poolSize: 4, applicationName: 'rappen bench' });
  const { signal } = new AbortController();
  const from = performance.now();
  await issueDueStatements({ db, log: silentLog, signal });
  const issued = performance.now();
  const publicAddress = { url: () => 'https://rappen.example' };
  const making = createReportMaking({ publicAddress, statementFile: issuedStatements(db) })();
  const reports = await makeDueReports({ db, log: silentLog, making, now: () => new Date() }, signal);
  const made = performance.now();
  await close();
  return { reports, statementSeconds: (issued - from) / 1_000, reportSeconds: (made - issued) / 1_000 };
});
