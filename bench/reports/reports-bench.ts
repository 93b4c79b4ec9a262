import { fileURLToPath } from 'node:url';
import { must } from '#kernel/assert.ts';
import { START_FLAGS } from '../../scripts/launch/start-flags.mjs';
import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { watchMemory } from '../memory/resident-memory.ts';
import { startWorker } from '../processes/worker.ts';
import { inScope } from '../scope.ts';
import { openReportsDatabase } from './reports-database.ts';

export interface ReportsRequest {
  /** To connect as the application's role. A secret. */
  readonly databaseUrl: string;
}

export interface ReportsTimed {
  readonly reports: number;
  /** The statements of all mandates, with their PDFs; then the reports with their pictures and mails. */
  readonly statementSeconds: number;
  readonly reportSeconds: number;
}

export interface ReportsResult extends ReportsTimed {
  readonly mostMegabytes: number;
  /** Of a mail's files, on average. */
  readonly kilobytesOfMail: number;
}

const WORKER = fileURLToPath(new URL('./reports-worker.ts', import.meta.url));

/** The first of a month: the statements and reports of all mandates. Throws unless each got a mail with picture, statement and file. */
export function benchReports({ reportMandates }: BenchOptions): Promise<ReportsResult> {
  return inScope(async (defer) => {
    const { appUrl, owner, month } = await openReportsDatabase(reportMandates, defer);
    const worker = startWorker<ReportsRequest, ReportsTimed>(WORKER, START_FLAGS);
    defer(() => worker.stop());
    say(`reports: the statements and reports of ${month}`);
    const memory = watchMemory(worker.pid);
    const timed = await worker.ask({ databaseUrl: appUrl });
    const mostMegabytes = memory.stop();
    const { rows } = await owner.pool.query<{ mails: number; bytes: number }>(`
      select count(distinct m.id)::int4 as mails, (sum(a.bytes) / count(distinct m.id))::int4 as bytes
      from mail_outbox m join mail_attachment a on a.mail_id = m.id
      where m.kind = 'monthly_report' and (select count(*) from mail_attachment f where f.mail_id = m.id) = 3`);
    const { mails, bytes } = must(rows[0], 'the mails');
    if (mails !== reportMandates) throw new Error(`${mails} of ${reportMandates} reports are whole`);
    return { ...timed, mostMegabytes, kilobytesOfMail: bytes / 1_000 };
  });
}
