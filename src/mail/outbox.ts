import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '#db/database.ts';
import { AppError } from '#kernel/error.ts';
import { type MailId, newId } from '#kernel/id.ts';
import { enqueue } from '#queue/enqueue.ts';
import type { QueueDefinition } from '#queue/queue-definition.ts';
import { MOST_ATTEMPTS, type NewMail, readMail } from './mail.ts';
import { attachFiles, selectAttached } from './mail-file.store.ts';
import { isStopped } from './mail-stop.store.ts';
import { insertMail, markWaitingAgain, type OutboxMail, selectMail } from './outbox.store.ts';

/** A mail that waits. The job carries its id alone: a secret stays in the outbox. */
export const MAIL_QUEUE: QueueDefinition<{ mailId: string }> = {
  name: 'mail',
  data: z.object({ mailId: z.templateLiteral(['mal_', z.uuid()]) }),
  // The outbox counts the attempts; those that the database spoiled come on top.
  retryLimit: 3 * MOST_ATTEMPTS,
  retryDelayS: 30,
  longestRetryDelayS: 6 * 3_600,
  expireInS: 600,
};

/**
 * Writes a mail in the caller's transaction; a job sends it after the commit. Without a mail server it is kept for the
 * operator to read. Undefined: it is not written, since there is one with its event key to this recipient, or it is a
 * report to an address that has unsubscribed or cannot be reached. Throws `invalid_request` if the address is none, or
 * the files are too many or too large.
 */
export async function queueMail(tx: Tx, newMail: NewMail): Promise<MailId | undefined> {
  const mail = readMail(newMail);
  const { mandateId, to, kind } = mail;
  if (kind === 'monthly_report' && mandateId && (await isStopped(tx, { mandateId, address: to })))
    return undefined;
  const id = newId('mal');
  const token = mail.canUnsubscribe ? randomBytes(32).toString('base64url') : undefined;
  if (!(await insertMail(tx, id, mail, token))) return undefined;
  await attachFiles(tx, id, mail.files ?? []);
  await enqueue(tx, { queue: MAIL_QUEUE, data: { mailId: id } });
  return id;
}

/**
 * Has a mail tried once more, with as many attempts as a new one: the address was put right, or a mail server set up since.
 * Throws `not_found`; `conflict` for one that waits already or was sent, and where what it said or carried is not kept.
 */
export async function queueMailAgain(tx: Tx, id: MailId): Promise<OutboxMail> {
  const files = await selectAttached(tx, id);
  const mail = files.every(({ isKept }) => isKept) ? await markWaitingAgain(tx, id) : undefined;
  if (mail) {
    await enqueue(tx, { queue: MAIL_QUEUE, data: { mailId: id } });
    return mail;
  }
  const found = await selectMail(tx, id);
  if (!found) throw new AppError('not_found');
  if (found.state === 'waiting') throw new AppError('conflict', {}, 'This mail waits to be sent already.');
  if (found.state === 'sent') throw new AppError('conflict', {}, 'This mail was sent.');
  throw new AppError('conflict', {}, 'What this mail said is not kept any more: have a new one written.');
}
