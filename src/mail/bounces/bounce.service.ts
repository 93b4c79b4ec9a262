import type { Tx } from '#db/database.ts';
import { invalidRequest } from '#kernel/error.ts';
import { cut } from '../mail.ts';
import { type OutboxMail, selectMail } from '../outbox.store.ts';
import { readDeliveryReport } from './delivery-report.ts';
import { recordBounce } from './record-bounce.ts';

export interface Bounce {
  readonly mail: OutboxMail;
  /** What is kept of what the server said. */
  readonly problem: string;
  /** False: it was recorded before. */
  readonly isNew: boolean;
}

/**
 * Records what a mail server reports of a mail that it could not deliver (RFC 3464): the mail is marked, and its address
 * gets no more reports of the mandate. Throws `invalid_request` with the reason for what is no such report, or not about
 * a mail of this database.
 */
export async function recordDeliveryReport(tx: Tx, message: Buffer): Promise<Bounce> {
  const { mailId, status = '5.0.0', diagnostic } = await readDeliveryReport(message);
  const mail = await selectMail(tx, mailId);
  if (!mail) throw invalidRequest('message', 'is about a mail that is not in this outbox');
  const told = mail.holdsSecret || diagnostic === undefined ? '' : `: ${diagnostic}`;
  const problem = cut(`${status}${told}`.replace(/\p{Cc}/gu, ' '), 900);
  return { mail, problem, isNew: await recordBounce(tx, mail, problem) };
}
