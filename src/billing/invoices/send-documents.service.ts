import type { Db, Tx } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type Batch, drain, throwFaults } from '#kernel/drain.ts';
import type { DocumentId } from '#kernel/id.ts';
import { isMailAddress } from '#mail/mail-address.ts';
import { queueMail } from '#mail/outbox.ts';
import { mailOfDocument } from './invoice-mails.ts';
import { keptDocument } from './kept-document.ts';
import {
  MAILED_TABLES,
  type MailedTable,
  markMailed,
  takeUnmailed,
  type UnmailedDocument,
} from './unmailed.store.ts';

/** Documents in one transaction: each has a PDF to be drawn. */
const AT_A_TIME = 20;

/**
 * Makes the PDF of every invoice, credit note and reminder that is not sent yet, and writes its mail, one for each recipient. What a process
 * leaves behind that dies meanwhile, the next one takes on. Answers how many documents were sent; what is wrong with one is thrown once the others
 * are. `pagesUrl` answers
 * without a slash at the end, and is asked only where there is a mail to write: it may throw before the server listens.
 */
export async function sendDocuments(db: Db, pagesUrl: () => string): Promise<number> {
  let sent = 0;
  const faults: unknown[] = [];
  for (const table of MAILED_TABLES) {
    const left: DocumentId[] = [];
    sent += await drain<UnmailedDocument>(
      AT_A_TIME,
      (batch) => transaction(db, (tx) => sendSome(tx, { table, pagesUrl, left }, batch)),
      ({ id }, error) => {
        left.push(id);
        faults.push(error);
      },
    );
  }
  throwFaults(faults);
  return sent;
}

async function sendSome(
  tx: Tx,
  {
    table,
    pagesUrl,
    left,
  }: { readonly table: MailedTable; readonly pagesUrl: () => string; readonly left: readonly DocumentId[] },
  { most, tried }: Batch<UnmailedDocument>,
): Promise<number> {
  const documents = await takeUnmailed(tx, table, { most, left });
  if (documents.length === 0) return 0;
  const url = pagesUrl();
  tried.push(...documents);
  for (const document of documents) {
    await sendDocument(tx, document, url);
    await markMailed(tx, table, document);
  }
  return documents.length;
}

async function sendDocument(
  tx: Tx,
  { mandateId, id, recipients }: UnmailedDocument,
  pagesUrl: string,
): Promise<void> {
  const { document, pdf } = await keptDocument(tx, mandateId, id);
  const content = mailOfDocument(document, `${pagesUrl}/billing/invoices?mandate=${mandateId}`);
  const files = [{ name: `${document.number}.pdf`, contentType: 'application/pdf', content: pdf }] as const;
  // One that cannot be written to must not hold up the others.
  for (const to of recipients.filter(isMailAddress)) {
    await queueMail(tx, {
      ...{ mandateId, to, holdsSecret: false, ...content, files },
      eventKey: `${document.kind}:${mandateId}:${id}`,
    });
  }
}
