import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import { type Invoice, selectInvoices } from './invoice.store.ts';
import type { InvoiceState } from './invoice-amounts.ts';
import type { WaitReason } from './invoice-month.store.ts';

/** Months without an invoice that a list shows. */
const MOST_MONTHS = 24;
const MOST_WAITING = 200;

/** Of one mandate, the newest first. */
export function listInvoicesOf(
  db: Db,
  mandateId: MandateId,
  filter: {
    readonly state: InvoiceState | undefined;
    readonly today: string;
    /** The bare uuid of the last one of the page before. */
    readonly after: string | undefined;
    readonly limit: number;
  },
): Promise<readonly Invoice[]> {
  const { state, today, after, limit } = filter;
  // Ids sort by the time of their making.
  const place = after === undefined ? sql`` : sql`and i.id < ${after}::uuid`;
  return selectInvoices(
    db,
    sql`where i.mandate_id = ${uuidOf(mandateId)} and ${isIn(state, today)} ${place}
    order by i.id desc limit ${limit}`,
  );
}

/** Where a page of the operator's list ends. */
export interface InvoiceRank {
  readonly rank: string;
  readonly days: string;
  readonly id: string;
}

/** Of all mandates: overdue ones first, the longest first; then open ones by their due day; then the others, the newest first. */
export async function listAllInvoices(
  db: Db,
  filter: {
    readonly state: InvoiceState | undefined;
    readonly today: string;
    readonly after: InvoiceRank | undefined;
    readonly limit: number;
  },
): Promise<readonly (Invoice & { readonly place: InvoiceRank })[]> {
  const { state, today, after, limit } = filter;
  const rank = sql`(case when i.due > 0 and i.due_on < ${today}::date then 0 when i.due > 0 then 1 else 2 end)`;
  const days = sql`((i.due_on - date '2000-01-01') * case when i.due > 0 then 1 else -1 end)`;
  const place = after
    ? sql`and (${rank}, ${days}, i.id) > (${after.rank}::int4, ${after.days}::int4, ${after.id}::uuid)`
    : sql``;
  const { rows } = await sql<{ mandate_id: string; id: string; rank: number; days: number }>`
    select i.mandate_id, i.id, ${rank} as rank, ${days} as days from invoice i
    where ${isIn(state, today)} ${place} order by 3, 4, 2 limit ${limit}`.execute(db);
  const invoices = await selectInvoices(
    db,
    sql`join unnest(${rows.map((row) => row.mandate_id)}::uuid[], ${rows.map((row) => row.id)}::uuid[]) with ordinality as p (m, d, n)
      on i.mandate_id = p.m and i.id = p.d order by p.n`,
  );
  return invoices.flatMap((invoice, index) => {
    const row = rows[index];
    return row ? [{ ...invoice, place: { rank: `${row.rank}`, days: `${row.days}`, id: row.id } }] : [];
  });
}

/** As `stateOf` says it. */
function isIn(state: InvoiceState | undefined, today: string) {
  switch (state) {
    case undefined:
      return sql`true`;
    case 'cancelled':
      return sql`i.credited = i.total`;
    case 'paid':
      return sql`i.due = 0 and i.credited < i.total`;
    case 'overdue':
      return sql`i.due > 0 and i.due_on < ${today}::date`;
    case 'open':
      return sql`i.due > 0 and i.due_on >= ${today}::date and i.paid = 0`;
    case 'partly_paid':
      return sql`i.due > 0 and i.due_on >= ${today}::date and i.paid > 0`;
    default:
      return state satisfies never;
  }
}

/** Months of a mandate without an invoice, the newest first. */
export async function monthsWithoutInvoice(
  db: Db,
  mandateId: MandateId,
): Promise<readonly { month: string; outcome: 'nothing' | 'waiting'; reason: WaitReason | null }[]> {
  const { rows } = await sql<{ month: string; outcome: 'nothing' | 'waiting'; reason: WaitReason | null }>`
    select month, outcome, reason from invoice_month
    where mandate_id = ${uuidOf(mandateId)} and outcome <> 'issued' order by month desc limit ${MOST_MONTHS}`.execute(
    db,
  );
  return rows;
}

/** What cannot be issued yet, of all mandates, the oldest first. */
export async function waitingMonths(
  db: Db,
): Promise<readonly { mandateId: MandateId; month: string; reason: WaitReason }[]> {
  const { rows } = await sql<{ mandate_id: string; month: string; reason: WaitReason }>`
    select mandate_id, month, reason from invoice_month
    where outcome = 'waiting' order by month, mandate_id limit ${MOST_WAITING}`.execute(db);
  return rows.map(({ mandate_id, ...same }) => ({ ...same, mandateId: idOf('mnd', mandate_id) }));
}
