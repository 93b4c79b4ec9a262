import { createHash } from 'node:crypto';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import type { DocumentId, MandateId } from '#kernel/id.ts';
import { findDocument, findPdf, keepPdf } from '../documents/billing-document.store.ts';
import type { BillingDocument } from '../documents/billing-document.ts';
import type { StatementFigures } from './statement.contract.ts';
import { statementPdf } from './statement-pdf.ts';

/** A statement that was issued. */
export type Statement = BillingDocument<StatementFigures>;

/** Throws `not_found` where the mandate has no such statement. */
export async function findStatement(db: Db, mandateId: MandateId, id: DocumentId): Promise<Statement> {
  const document = await findDocument(db, mandateId, id);
  if (document?.kind !== 'statement') throw new AppError('not_found');
  return document as Statement;
}

/**
 * The PDF of a statement as it is kept for good; where its process died before, it is made now. Whoever is second gets what the first has
 * kept.
 */
export async function keptPdf(db: Db, statement: Statement): Promise<Buffer> {
  if (statement.sha256 === null) return finishStatement(db, statement);
  return must(await findPdf(db, statement.mandateId, statement.id), 'the PDF');
}

/** Makes the PDF of a statement that has none, and keeps it with its hash (SHA-256). */
export async function finishStatement(db: Db, statement: Statement): Promise<Buffer> {
  const pdf = await statementPdf(statement);
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  if (await keepPdf(db, statement, pdf, sha256)) return pdf;
  return must(await findPdf(db, statement.mandateId, statement.id), 'the PDF');
}
