import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { Actor } from '#identity/actor.ts';
import { auditBy, recordAudit } from '#identity/audit/audit.ts';
import type { DocumentId } from '#kernel/id.ts';
import { findStatement, type Statement } from './kept-pdf.ts';

/**
 * Reads a statement for a caller, and writes down that he did, and what he took (Accounts Ordinance GeBüV, art. 8: access is recorded). Throws
 * `not_found` where his mandate has no such statement.
 */
export async function readArchive(
  db: Db,
  call: {
    readonly actor: Actor;
    readonly requestId: string;
    readonly params: { readonly documentId: DocumentId };
  },
  taken: 'figures' | 'pdf' | 'csv' | 'xlsx',
): Promise<Statement> {
  const statement = await findStatement(db, call.actor.mandateId, call.params.documentId);
  const { id, number, period } = statement;
  await transaction(db, (tx) =>
    recordAudit(tx, auditBy(call), {
      action: 'statement.read',
      subject: id,
      after: { number, month: period, taken },
    }),
  );
  return statement;
}
