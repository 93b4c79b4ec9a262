import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type NoticeRow, toNotice } from '../notifications/notice.store.ts';
import type { Notice } from '../notifications/notice.ts';
import { CLOCK, mayBeNew, wasVisible } from './event.store.ts';

/** A notice that was told, with bare uuids for who may see it. */
export interface ToldNotice {
  readonly mandate: string;
  readonly user: string | null;
  readonly notice: Notice;
}

/** What was told between two snapshots: a notice is written a last time as it is told. */
export async function noticesTold(
  db: Db,
  mandates: readonly string[],
  since: string,
  until: string,
): Promise<readonly ToldNotice[]> {
  if (mandates.length === 0) return [];
  const { rows } = await sql<NoticeRow>`
    with ${CLOCK}
    select n.mandate_id, n.id, n.account_id, n.user_id, n.kind, n.threshold, n.amount_left, n.at
    from clock cross join billing_notice n
    where n.mandate_id = any (${mandates}::uuid[]) and n.state = 'told' and ${mayBeNew(sql`n.xmin`, since)}
      and not ${wasVisible(sql`n.xmin`, since)} and ${wasVisible(sql`n.xmin`, until)}
    order by n.told_at`.execute(db);
  return rows.map((row) => ({ mandate: row.mandate_id, user: row.user_id, notice: toNotice(row) }));
}
