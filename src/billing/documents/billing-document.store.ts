import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { type DocumentId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { BillingDocument, DocumentKind } from './billing-document.ts';

type DocumentTables = {
  billing_document: {
    mandate_id: string;
    id: string;
    kind: DocumentKind;
    number: string;
    period: string | null;
    language: BillingDocument['language'];
    figures: unknown;
    issued_at: Date;
    pdf: Buffer | null;
    sha256: string | null;
  };
};

/** What is read of a document; its PDF is read by itself. */
const DOCUMENT_COLUMNS = [
  'mandate_id',
  'id',
  'kind',
  'number',
  'period',
  'language',
  'figures',
  'issued_at',
  'sha256',
] as const;
type DocumentRow = Pick<DocumentTables['billing_document'], (typeof DOCUMENT_COLUMNS)[number]>;

/** Issues documents in one statement, with numbers that were taken in the same transaction (`takeNumbers`). Figures are JSON. */
export async function insertDocuments(
  tx: Tx,
  documents: readonly Omit<BillingDocument, 'sha256'>[],
): Promise<void> {
  if (documents.length === 0) return;
  await tx
    .withTables<DocumentTables>()
    .insertInto('billing_document')
    .values(
      documents.map(({ mandateId, id, figures, issuedAt, ...same }) => ({
        ...same,
        mandate_id: uuidOf(mandateId),
        id: uuidOf(id),
        figures: JSON.stringify(figures),
        issued_at: issuedAt,
        pdf: null,
        sha256: null,
      })),
    )
    .execute();
}

export async function findDocument(
  db: Db,
  mandateId: MandateId,
  id: DocumentId,
): Promise<BillingDocument | undefined> {
  const row = await db
    .withTables<DocumentTables>()
    .selectFrom('billing_document')
    .select(DOCUMENT_COLUMNS)
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .executeTakeFirst();
  return row && readDocument(row);
}

/** Undefined: it is not made yet, or there is no such document. */
export async function findPdf(db: Db, mandateId: MandateId, id: DocumentId): Promise<Buffer | undefined> {
  const row = await db
    .withTables<DocumentTables>()
    .selectFrom('billing_document')
    .select('pdf')
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .executeTakeFirst();
  return row?.pdf ?? undefined;
}

/** Keeps the PDF for good. False: another process was faster, or there is no such document. */
export async function keepPdf(
  db: Db,
  { mandateId, id }: Pick<BillingDocument, 'mandateId' | 'id'>,
  pdf: Buffer,
  sha256: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .withTables<DocumentTables>()
    .updateTable('billing_document')
    .set({ pdf, sha256 })
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', '=', uuidOf(id))
    .where('pdf', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Documents without their PDF that were issued before now by at least so many milliseconds: their process died. Oldest first. */
export async function unfinishedDocuments(
  db: Db,
  kind: DocumentKind,
  olderThanMs: number,
  most: number,
): Promise<readonly BillingDocument[]> {
  const rows = await db
    .withTables<DocumentTables>()
    .selectFrom('billing_document')
    .select(DOCUMENT_COLUMNS)
    .where('pdf', 'is', null)
    .where('kind', '=', kind)
    .where('issued_at', '<=', sql<Date>`clock_timestamp() - ${olderThanMs} * interval '1 millisecond'`)
    .orderBy('issued_at')
    // In one order everywhere, so that two who finish the same ones do not wait for each other.
    .orderBy('id')
    .limit(most)
    .execute();
  return rows.map(readDocument);
}

function readDocument({ mandate_id, id, issued_at: issuedAt, ...same }: DocumentRow): BillingDocument {
  return { ...same, mandateId: idOf('mnd', mandate_id), id: idOf('doc', id), issuedAt };
}
