import { z } from 'zod';
import type { Db } from '#db/database.ts';
import type { MailId } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import { type Worker, worker } from '#queue/job-worker.ts';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import type { RecurringJob } from '#queue/recurring-job.ts';
import { cut, MOST_ATTEMPTS } from './mail.ts';
import { MailError, type Mailer } from './mailer.ts';
import { beginAttempt, forgetOldSecrets, markSent, markUnsent, type OutboxMail } from './outbox.store.ts';
import { MAIL_QUEUE } from './outbox.ts';

interface MailJobDeps {
  readonly db: Db;
  /** Undefined: no mail server is set up. */
  readonly mailer: Mailer | undefined;
  readonly log: Log;
}

const TIDY_QUEUE: QueueDefinition<object> = {
  name: 'mail-tidy',
  data: z.object({}),
  retryLimit: 2,
  retryDelayS: 300,
  longestRetryDelayS: 600,
  expireInS: 300,
  isExclusive: true,
};

/** Links and codes that nobody fetched are worth nothing by then, and forgotten. */
const SECRETS_LIVE_MS = 7 * 86_400_000;

export const MAIL_TIDY: RecurringJob = { queue: TIDY_QUEUE, cron: '40 4 * * *', ifMissed: 'once' };

export function mailWorkers(deps: MailJobDeps): readonly Worker[] {
  return [
    worker(MAIL_QUEUE, { pollEveryS: 2, atOnce: 5 }, ({ data }) =>
      sendWaitingMail(deps, data.mailId as MailId),
    ),
    worker(TIDY_QUEUE, { pollEveryS: 60 }, () =>
      forgetOldSecrets(deps.db, new Date(Date.now() - SECRETS_LIVE_MS)),
    ),
  ];
}

/**
 * One attempt. It throws where the next one is still to come, so that the queue waits and tries again.
 *
 * Sent twice is possible in one window only: the server has taken the mail over, and this process or the database dies
 * before that is written down. Both have the same message id.
 */
async function sendWaitingMail({ db, mailer, log }: MailJobDeps, id: MailId): Promise<void> {
  if (!mailer) return markUnsent(db, id, 'kept');
  const mail = await beginAttempt(db, id);
  if (!mail) return;
  try {
    await mailer.send(mail);
  } catch (error) {
    const problem = describe(error, mail);
    const isOver = mail.attempts >= MOST_ATTEMPTS || (error instanceof MailError && error.isPermanent);
    await markUnsent(db, id, isOver ? 'failed' : 'waiting', problem);
    if (!isOver) throw new Error(`mail not sent yet: ${problem}`);
    log.warn({ mail: id, kind: mail.kind, problem }, 'a mail is given up');
    return;
  }
  await markSent(db, mail);
}

/** What a server says may repeat what is in the mail. */
function describe(error: unknown, mail: OutboxMail): string {
  if (!(error instanceof MailError)) return 'the mail could not be handed over';
  return mail.holdsSecret ? error.code : cut(`${error.code}: ${error.message}`, 900);
}
