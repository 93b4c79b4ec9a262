import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { type BankFileId, newId, type UserId } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { type Issuer, readIssuer } from '../../documents/issuer.store.ts';
import type { BankFileContent } from '../camt/bank-file.ts';
import { readCamt } from '../camt/camt-file.ts';
import { bankFileFault } from '../camt/xml-fault.ts';
import { type bankFileBody, MOST_BANK_FILE_BYTES } from './bank-file.contract.ts';
import { findBankFile, insertBankFile, lockBankFiles } from './bank-file.store.ts';
import { insertPayments } from './bank-payment.store.ts';
import { type PlannedPayment, planPayments } from './planned-payment.ts';

export interface ReadBankFile {
  readonly name: string;
  readonly content: Buffer;
  readonly sha256: string;
  readonly read: BankFileContent;
}

/**
 * Reads an uploaded file whole before anything else. Throws `bank_file_refused` for what is no camt file, or not one of an account of the
 * letter head; `issuer_missing`, `invalid_request`, `body_too_large`.
 */
export async function readUpload(
  db: Db,
  { name, contentBase64 }: z.output<typeof bankFileBody>,
): Promise<ReadBankFile> {
  const content = Buffer.from(contentBase64, 'base64');
  // Buffer passes over what is no base64: then it comes out shorter, or otherwise.
  if (content.length === 0 || content.toString('base64') !== contentBase64)
    throw invalidRequest('body.contentBase64', 'is no base64');
  if (content.length > MOST_BANK_FILE_BYTES)
    throw new AppError('body_too_large', {}, 'A bank file has at most 20 MiB.');
  const issuer = await readIssuer(db);
  const read = await readCamt(content);
  refuseForeignAccounts(read, issuer);
  return { name, content, sha256: createHash('sha256').update(content).digest('hex'), read };
}

function refuseForeignAccounts({ kind, statements }: BankFileContent, issuer: Issuer): void {
  const foreign = statements.find(({ iban }) => iban !== issuer.iban && iban !== issuer.qrIban);
  if (!foreign) return;
  const [body, part] = kind === 'camt.053' ? ['BkToCstmrStmt', 'Stmt'] : ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'];
  throw bankFileFault(
    `Document/${body}/${part}/Acct/Id/IBAN`,
    `${foreign.iban} is no account of the letter head`,
  );
}

export interface KeptUpload {
  readonly fileId: BankFileId;
  /** False: the very same file was there. */
  readonly isNew: boolean;
}

/**
 * Keeps the file as it came, and each of its payments; those to be credited wait as `open` for `settlePayments`. In one transaction with
 * the entry in the audit log: all of it is there or nothing. One upload at a time over all processes.
 */
export async function keepUpload(
  db: Db,
  { name, content, sha256, read }: ReadBankFile,
  by: AuditBy & { readonly userId: UserId },
): Promise<KeptUpload> {
  return transaction(db, async (tx) => {
    await lockBankFiles(tx);
    const known = await findBankFile(tx, { sha256 });
    if (known) return { fileId: known.id, isNew: false };
    const fileId = newId('bnk');
    const { kind, messageId, statements, payments } = read;
    const file = { name, kind, messageId, sha256, content, statements, payments: payments.length };
    await insertBankFile(tx, { ...file, id: fileId, uploadedBy: by.userId });
    const planned = await planPayments(tx, read, sha256);
    await insertPayments(tx, fileId, planned);
    await recordAudit(
      tx,
      { ...by, mandateId: ROOT_MANDATE_ID },
      { action: 'bank_file.uploaded', subject: fileId, after: { name, sha256, ...summaryOf(planned) } },
    );
    return { fileId, isNew: true };
  });
}

function summaryOf(planned: readonly PlannedPayment[]) {
  const toCredit = planned.flatMap(({ decision }) =>
    decision.kind === 'credit' ? [decision.request.amount] : [],
  );
  return {
    payments: planned.length,
    toCredit: toCredit.length,
    toCreditChf: formatChf(toCredit.reduce((sum, amount) => sum + amount, 0n)),
  };
}
