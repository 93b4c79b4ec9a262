import { z } from 'zod';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { MailId } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import { type Worker, worker } from '#queue/job-worker.ts';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import type { RecurringJob } from '#queue/recurring-job.ts';
import { recordBounce } from './bounces/record-bounce.ts';
import { cut, MOST_ATTEMPTS, SECRET_NOTE } from './mail.ts';
import { MailError } from './mail-error.ts';
import { forgetOldFiles, selectFiles } from './mail-file.store.ts';
import { isStopped } from './mail-stop.store.ts';
import type { Mailer } from './mailer.ts';
import {
  beginAttempt,
  type FullMail,
  forgetOldHtml,
  forgetOldSecrets,
  markSent,
  markUnsent,
  type OutboxMail,
} from './outbox.store.ts';
import { MAIL_QUEUE } from './outbox.ts';
import type { OutgoingMail } from './outgoing-mail.ts';
import { unsubscribeLink } from './unsubscribe-link.ts';

interface MailJobDeps {
  readonly db: Db;
  /** Undefined: no mail server is set up. */
  readonly mailer: Mailer | undefined;
  /** Where people reach Rappen; without a slash at the end. */
  publicUrl(): string;
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

/** So long after it is sent, and so long whether it is sent or not, the HTML too. What a document says is kept with the document. */
const FILES_LIVE_MS = { sent: 30 * 86_400_000, written: 180 * 86_400_000 };

export const MAIL_TIDY: RecurringJob = { queue: TIDY_QUEUE, cron: '40 4 * * *', ifMissed: 'once' };

export function mailWorkers(deps: MailJobDeps): readonly Worker[] {
  return [
    worker(MAIL_QUEUE, { pollEveryS: 2, atOnce: 5 }, ({ data }) =>
      sendWaitingMail(deps, data.mailId as MailId),
    ),
    worker(TIDY_QUEUE, { pollEveryS: 60 }, () => tidy(deps.db, Date.now())),
  ];
}

async function tidy(db: Db, nowMs: number): Promise<void> {
  await forgetOldSecrets(db, new Date(nowMs - SECRETS_LIVE_MS));
  const { sent, written } = FILES_LIVE_MS;
  await forgetOldHtml(db, new Date(nowMs - written));
  await forgetOldFiles(db, { sentBefore: new Date(nowMs - sent), writtenBefore: new Date(nowMs - written) });
}

/**
 * One attempt. It throws where the next one is still to come, so that the queue waits and tries again.
 *
 * Sent twice is possible in one window only: the server has taken the mail over, and this process or the database dies
 * before that is written down. Both have the same message id.
 */
async function sendWaitingMail(deps: MailJobDeps, id: MailId): Promise<void> {
  const { db, mailer, log } = deps;
  if (!mailer) return markUnsent(db, id, 'kept');
  const mail = await beginAttempt(db, id);
  if (!mail) return;
  if (mail.text === SECRET_NOTE) return markUnsent(db, id, 'failed', 'what it said is not kept any more');
  if (await hasLeftMeanwhile(db, mail)) return markUnsent(db, id, 'failed', 'its reader has unsubscribed');
  try {
    await mailer.send(await outgoing(deps, mail));
  } catch (error) {
    const problem = describe(error, mail);
    if (error instanceof MailError && error.isBounce) {
      await transaction(db, (tx) => recordBounce(tx, mail, problem));
    } else {
      const isOver = mail.attempts >= MOST_ATTEMPTS || (error instanceof MailError && error.isPermanent);
      await markUnsent(db, id, isOver ? 'failed' : 'waiting', problem);
      if (!isOver) throw new Error(`mail not sent yet: ${problem}`);
    }
    log.warn({ mail: id, kind: mail.kind, problem }, 'a mail is given up');
    return;
  }
  await markSent(db, mail);
}

/** A report may wait for days, or be sent again: no more of them are no more from that moment on. */
async function hasLeftMeanwhile(db: Db, { kind, mandateId, to }: OutboxMail): Promise<boolean> {
  return (
    kind === 'monthly_report' &&
    mandateId !== undefined &&
    isStopped(db, { mandateId, address: to }, 'unsubscribed')
  );
}

async function outgoing({ db, publicUrl }: MailJobDeps, mail: FullMail): Promise<OutgoingMail> {
  const { unsubscribeToken: token } = mail;
  const unsubscribeUrl = token === undefined ? undefined : unsubscribeLink(publicUrl(), token);
  return { ...mail, files: await selectFiles(db, mail.id), unsubscribeUrl };
}

/** What a server says may repeat what is in the mail. */
function describe(error: unknown, mail: OutboxMail): string {
  if (!(error instanceof MailError)) return 'the mail could not be handed over';
  return mail.holdsSecret ? error.code : cut(`${error.code}: ${error.message}`, 900);
}
