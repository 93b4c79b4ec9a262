import { INVOICE_ISSUE, INVOICE_REMINDERS, invoiceWorkers } from '#billing/invoices/invoice-jobs.ts';
import { sendDocuments } from '#billing/invoices/send-documents.service.ts';
import { sweep } from '#billing/ledger/sweep.ts';
import { WARNING_DAYS, warningDaysWorker } from '#billing/notifications/days-job.ts';
import { DELIVERY_TIDY, deliveryTidyWorker } from '#billing/notifications/delivery-tidy.ts';
import { tellDueNotices } from '#billing/notifications/tell-notices.ts';
import { webhookWorker } from '#billing/notifications/webhook-worker.ts';
import { countAllBookings } from '#billing/overview/billing-day.store.ts';
import { settlePayments } from '#billing/payments/bank-files/settle-payments.ts';
import { writeTopUpMails } from '#billing/payments/requests/top-up-mails.ts';
import { collectOwed } from '#billing/payments/reversals/reversal.service.ts';
import { MONTHLY_REPORTS, reportWorker } from '#billing/reports/report-job.ts';
import { STATEMENTS, statementWorker } from '#billing/statements/statement-job.ts';
import { NIGHTLY_PROOF } from '#gateway/proof/proof-queue.ts';
import { proofWorker } from '#gateway/proof/proof-worker.ts';
import { forgetExpired } from '#identity/sign-in/session.store.ts';
import { MAIL_TIDY, mailWorkers } from '#mail/mail-jobs.ts';
import type { QueueWork } from '#queue/job-queue.ts';
import type { Context } from './context.ts';
import { startDueAutomations } from './workflows/automations/due-automations.ts';
import { RUN_TIDY, runTidyWorker } from './workflows/automations/run-tidy.ts';
import { runWorkers } from './workflows/automations/run-worker.ts';
import { takeOnSilentRuns } from './workflows/automations/silent-runs.ts';
import { endAbandoned } from './workflows/chat/answer-progress.store.ts';
import { CHAT_TIDY, chatTidyWorker } from './workflows/chat/chat-tidy.ts';

interface Job {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<unknown>;
}

/** An answer shows a sign of life every second. */
const ABANDONED_AFTER_S = 60;

/** What every process does by itself, every few seconds. */
function jobsOf({ database, ledger, log, metrics, publicAddress }: Context): readonly Job[] {
  return [
    // A dead process's holds end 90 s after their last renewal, and at most this much later.
    {
      name: 'sweep holds',
      everyMs: 10_000,
      run: async () => metrics.ledger.swept(await sweep({ pool: database.pool, ledger, log })),
    },
    { name: 'forget expired sign-ins', everyMs: 3_600_000, run: () => forgetExpired(database.db) },
    {
      name: 'end abandoned answers',
      everyMs: 20_000,
      run: () => endAbandoned(database.db, ABANDONED_AFTER_S),
    },
    { name: 'take on silent runs', everyMs: 20_000, run: () => takeOnSilentRuns(database.db) },
    {
      name: 'start due automations',
      everyMs: 1_000,
      run: () => startDueAutomations({ db: database.db, log }),
    },
    // What a process has kept and not booked, that died meanwhile.
    { name: 'settle bank payments', everyMs: 5_000, run: () => settlePayments(database.db) },
    { name: 'collect what is owed', everyMs: 5_000, run: () => collectOwed(database.db) },
    { name: 'send invoices', everyMs: 10_000, run: () => sendDocuments(database.db, publicAddress.url) },
    {
      name: 'write mails about top-ups',
      everyMs: 5_000,
      run: () => writeTopUpMails(database.db, publicAddress.url),
    },
    {
      name: 'tell of low balances',
      everyMs: 1_000,
      run: () => tellDueNotices({ db: database.db, log, publicAddress }),
    },
    { name: 'count bookings', everyMs: 10_000, run: () => countAllBookings(database.db) },
  ];
}

/** What one process does for all: what comes at a time of day, and what waits in the queue. */
function queueWorkOf(context: Context): QueueWork {
  const { databaseUrl, mailer, log, publicAddress } = context;
  const { db } = context.database;
  return {
    recurring: [
      ...[
        NIGHTLY_PROOF,
        STATEMENTS,
        MONTHLY_REPORTS,
        MAIL_TIDY,
        CHAT_TIDY,
        RUN_TIDY,
        WARNING_DAYS,
        DELIVERY_TIDY,
      ],
      ...[INVOICE_ISSUE, INVOICE_REMINDERS],
    ],
    workers: [
      ...mailWorkers({ db, mailer, publicUrl: publicAddress.url, log }),
      proofWorker({ url: databaseUrl, log }),
      reportWorker(context),
      statementWorker({ db, log }),
      chatTidyWorker({ db }),
      runTidyWorker({ db }),
      warningDaysWorker({ db }),
      deliveryTidyWorker({ db }),
      webhookWorker({ ...context, db, sender: context.webhookSender }),
      ...runWorkers({ ...context, db }),
      ...invoiceWorkers({ db, log }),
    ],
  };
}

/** Starts all of it. Answers how to stop, which waits for what runs: for jobs of the queue at most `graceMs`. */
export async function startSchedule(context: Context): Promise<(graceMs: number) => Promise<void>> {
  const stops = jobsOf(context).map((job) => repeat(job, context));
  await context.queue.start(queueWorkOf(context));
  return async (graceMs) => {
    await Promise.all([context.queue.stop(graceMs), ...stops.map((stop) => stop())]);
  };
}

/** Runs the job now and then at its interval, never twice at once. */
function repeat(job: Job, { log }: Context): () => Promise<void> {
  let running: Promise<void> | undefined;
  const runOnce = () => {
    running ??= Promise.resolve()
      .then(() => job.run())
      .catch((error: unknown) => log.warn({ err: error, job: job.name }, 'a job failed; it will run again'))
      .then(() => {
        running = undefined;
      });
  };
  const timer = setInterval(runOnce, job.everyMs);
  runOnce();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
