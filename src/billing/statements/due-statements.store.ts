import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { StatementMonth } from './statement-month.ts';

/**
 * Mandates without a statement of the month, in the order of their ids: those that were there and are not closed, and whoever else has a booking in it.
 * The operator's own mandate has a statement only of months with bookings.
 */
export async function dueMandates(
  db: Db,
  { label, begin, end }: StatementMonth,
  { after, most }: { readonly after: MandateId | undefined; readonly most: number },
): Promise<readonly MandateId[]> {
  const { rows } = await sql<{ mandate_id: string }>`
    select m.mandate_id from mandate m
    join billing_settings s on s.mandate_id = m.mandate_id
    where (${after ? uuidOf(after) : null}::uuid is null or m.mandate_id > ${after ? uuidOf(after) : null}::uuid)
      and not exists (
        select from billing_document d where d.mandate_id = m.mandate_id and d.period = ${label} and d.kind = 'statement')
      and (m.created_at < ${end} and m.status <> 'closed' and m.mandate_id <> ${uuidOf(ROOT_MANDATE_ID)}::uuid
        or exists (select from billing_transaction t where t.mandate_id = m.mandate_id and t.at >= ${begin} and t.at < ${end}))
    order by m.mandate_id limit ${most}`.execute(db);
  return rows.map(({ mandate_id }) => idOf('mnd', mandate_id));
}

/** The last months that have ended, oldest first, by the database's clock: `2026-09`, `2026-10`. */
export async function endedMonths(db: Db, count: number): Promise<readonly string[]> {
  const { rows } = await sql<{ label: string }>`
    select to_char(date_trunc('month', (clock_timestamp() - interval '1 minute') at time zone 'Europe/Zurich') - n * interval '1 month', 'YYYY-MM') as label
    from generate_series(${count}::int4, 1, -1) n`.execute(db);
  return rows.map(({ label }) => label);
}
