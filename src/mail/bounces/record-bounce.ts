import type { Tx } from '#db/database.ts';
import { insertStop } from '../mail-stop.store.ts';
import { markBounced, type OutboxMail } from '../outbox.store.ts';

/**
 * Marks the mail as refused by the recipient's server, and its address: it gets no more reports of the mandate until an
 * administrator says otherwise. False: it was known, or the mail was never on its way. `problem`: at most 1000 characters.
 */
export async function recordBounce(tx: Tx, mail: OutboxMail, problem: string): Promise<boolean> {
  const { id, mandateId, to } = mail;
  if (!(await markBounced(tx, id, problem))) return false;
  if (mandateId)
    await insertStop(tx, { mandateId, address: to }, { reason: 'bounced', detail: problem, mailId: id });
  return true;
}
