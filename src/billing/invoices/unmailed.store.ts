import { sql } from 'kysely';
import type { Tx } from '#db/database.ts';
import { type DocumentId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';

/** Where each kind of document says that its mail was written. */
export const MAILED_TABLES = ['invoice', 'invoice_credit_note', 'invoice_reminder'] as const;
export type MailedTable = (typeof MAILED_TABLES)[number];

export interface UnmailedDocument {
  readonly mandateId: MandateId;
  readonly id: DocumentId;
  /** The recipients of the settings; without any, the address of the invoice. */
  readonly recipients: readonly string[];
}

/** Documents whose mail is not written and that somebody can get, but those of `left`, oldest first; locked, and left to whoever has them already. */
export async function takeUnmailed(
  tx: Tx,
  table: MailedTable,
  { most, left }: { readonly most: number; readonly left: readonly DocumentId[] },
): Promise<readonly UnmailedDocument[]> {
  const { rows } = await sql<{ mandate_id: string; id: string; recipients: string[]; email: string | null }>`
    select d.mandate_id, d.id, s.recipients, a.email
    from ${sql.table(table)} d
    join billing_settings s on s.mandate_id = d.mandate_id
    left join billing_address a on a.mandate_id = d.mandate_id
    where d.mailed_at is null and (cardinality(s.recipients) > 0 or a.email is not null)
      and d.id <> all(${left.map(uuidOf)}::uuid[])
    order by d.issued_on, d.id limit ${most}
    for no key update of d skip locked`.execute(tx);
  return rows.map(({ mandate_id, id, recipients, email }) => ({
    mandateId: idOf('mnd', mandate_id),
    id: idOf('doc', id),
    recipients: recipients.length > 0 || email === null ? recipients : [email],
  }));
}

export async function markMailed(
  tx: Tx,
  table: MailedTable,
  { mandateId, id }: Pick<UnmailedDocument, 'mandateId' | 'id'>,
): Promise<void> {
  await sql`
    update ${sql.table(table)} set mailed_at = clock_timestamp()
    where mandate_id = ${uuidOf(mandateId)} and id = ${uuidOf(id)}`.execute(tx);
}
