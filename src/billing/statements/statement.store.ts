import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type DocumentId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import type { StatementFigures } from './statement.contract.ts';

/** A statement as a list shows it. */
export interface ListedStatement {
  readonly id: DocumentId;
  readonly number: string;
  /** `2026-11` */
  readonly month: string;
  readonly issuedAt: Date;
  readonly language: Language;
  readonly figures: Pick<StatementFigures, 'opening' | 'movements' | 'closing'>;
}

/** The statements of a month, of those of these mandates that have one. */
export async function statementsOfMonth(
  db: Db,
  label: string,
  mandateIds: readonly MandateId[],
): Promise<ReadonlyMap<MandateId, DocumentId>> {
  const { rows } = await sql<{ mandate_id: string; id: string }>`
    select d.mandate_id, d.id from unnest(${mandateIds.map(uuidOf)}::uuid[]) m (id)
    join billing_document d on d.mandate_id = m.id and d.period = ${label} and d.kind = 'statement'`.execute(
    db,
  );
  return new Map(rows.map(({ mandate_id, id }) => [idOf('mnd', mandate_id), idOf('doc', id)]));
}

/** The newest month first; from those before `before`, where it is given. */
export async function listStatements(
  db: Db,
  mandateId: MandateId,
  { before, most }: { readonly before: string | undefined; readonly most: number },
): Promise<readonly ListedStatement[]> {
  const { rows } = await sql<Omit<ListedStatement, 'id'> & { id: string }>`
    select d.id, d.number, d.period as month, d.issued_at as "issuedAt", d.language,
           jsonb_build_object('opening', d.figures -> 'opening', 'closing', d.figures -> 'closing', 'movements', d.figures -> 'movements') as figures
    from billing_document d
    where d.mandate_id = ${uuidOf(mandateId)} and d.kind = 'statement' ${before === undefined ? sql`` : sql`and d.period < ${before}`}
    order by d.period desc limit ${most}`.execute(db);
  return rows.map((row) => ({ ...row, id: idOf('doc', row.id) }));
}
