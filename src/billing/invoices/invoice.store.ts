import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { AppError } from '#kernel/error.ts';
import { type DocumentId, type InvoiceId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { PaymentReference } from '../payments/references/payment-reference.ts';
import type { InvoiceAmounts } from './invoice-amounts.ts';

/** An invoice as it stands. Days are those of Zurich. */
export interface Invoice extends InvoiceAmounts {
  readonly mandateId: MandateId;
  readonly id: InvoiceId;
  readonly number: string;
  /** `2026-11` */
  readonly month: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  /** What is left to be paid. */
  readonly due: NanoChf;
  readonly reference: PaymentReference;
  readonly reminderLevel: number;
  readonly remindedOn: string | undefined;
  /** Why no reminders are sent; undefined: they are. */
  readonly holdReason: string | undefined;
  readonly mailedAt: Date | undefined;
}

export type NewInvoice = Pick<
  Invoice,
  'mandateId' | 'id' | 'number' | 'month' | 'issuedOn' | 'dueOn' | 'total' | 'walletTotal' | 'reference'
>;

/** They share their uuid. */
export function documentOf(id: InvoiceId): DocumentId {
  return idOf('doc', uuidOf(id));
}

/** Its reference is known to bank files from the commit on. */
export async function insertInvoice(tx: Tx, invoice: NewInvoice): Promise<void> {
  const { mandateId, id, number, month, issuedOn, dueOn, total, walletTotal, reference } = invoice;
  await sql`
    insert into invoice (mandate_id, id, number, month, issued_on, due_on, total, wallet_total, reference, reference_kind)
    values (${uuidOf(mandateId)}, ${uuidOf(id)}, ${number}, ${month}, ${issuedOn}, ${dueOn}, ${total}, ${walletTotal},
      ${reference.text}, ${reference.kind})`.execute(tx);
  await sql`
    insert into invoice_reference (reference, about_mandate_id, invoice_id)
    values (${reference.text}, ${uuidOf(mandateId)}, ${uuidOf(id)})`.execute(tx);
}

/** Throws `not_found`. */
export async function requireInvoice(db: Db, mandateId: MandateId, id: InvoiceId): Promise<Invoice> {
  return found(await selectInvoices(db, sql`where ${isInvoice(mandateId, id)}`));
}

/** The same, locked until the transaction ends: nobody pays or credits it meanwhile. */
export async function lockInvoice(tx: Tx, mandateId: MandateId, id: InvoiceId): Promise<Invoice> {
  return found(await selectInvoices(tx, sql`where ${isInvoice(mandateId, id)} for no key update`));
}

/** Many at once, in one order, by id. */
export async function lockInvoices(
  tx: Tx,
  invoices: readonly Pick<Invoice, 'mandateId' | 'id'>[],
): Promise<ReadonlyMap<InvoiceId, Invoice>> {
  const locked = await selectInvoices(
    tx,
    sql`where (i.mandate_id, i.id) in (select m, i from unnest(${invoices.map(({ mandateId }) => uuidOf(mandateId))}::uuid[],
          ${invoices.map(({ id }) => uuidOf(id))}::uuid[]) u (m, i))
        order by i.mandate_id, i.id for no key update`,
  );
  return new Map(locked.map((invoice) => [invoice.id, invoice]));
}

/** The invoices behind references (without spaces), by reference; those that nobody has are not there. */
export async function invoicesOfReferences(
  db: Db,
  references: readonly string[],
): Promise<ReadonlyMap<string, Pick<Invoice, 'mandateId' | 'id' | 'due'>>> {
  if (references.length === 0) return new Map();
  const { rows } = await sql<{ reference: string; mandate_id: string; id: string; due: bigint }>`
    select r.reference, i.mandate_id, i.id, i.due from invoice_reference r
    join invoice i on i.mandate_id = r.about_mandate_id and i.id = r.invoice_id
    where r.reference = any(${[...new Set(references)]}::text[])`.execute(db);
  return new Map(
    rows.map((row) => [
      row.reference,
      { mandateId: idOf('mnd', row.mandate_id), id: idOf('inv', row.id), due: row.due },
    ]),
  );
}

/** What was paid and credited until now. */
export async function updateAmounts(
  tx: Tx,
  { mandateId, id, paid, credited }: Pick<Invoice, 'mandateId' | 'id' | 'paid' | 'credited'>,
): Promise<void> {
  await sql`update invoice set paid = ${paid}, credited = ${credited} where ${isInvoice(mandateId, id)}`.execute(
    tx,
  );
}

/** Undefined: reminders are sent. */
export async function updateHold(
  tx: Tx,
  mandateId: MandateId,
  id: InvoiceId,
  reason: string | undefined,
): Promise<void> {
  await sql`update invoice set hold_reason = ${reason ?? null} where ${isInvoice(mandateId, id)}`.execute(tx);
}

/** Invoices by a condition on `i`, which may go on with an order and a limit. */
export async function selectInvoices(db: Db, rest: RawBuilder<unknown>): Promise<readonly Invoice[]> {
  const { rows } = await sql<InvoiceRow>`
    select i.mandate_id, i.id, i.number, i.month, i.issued_on::text, i.due_on::text, i.total, i.wallet_total, i.reference,
           i.reference_kind, i.paid, i.credited, i.due, i.reminder_level, i.reminded_on::text, i.hold_reason, i.mailed_at
    from invoice i ${rest}`.execute(db);
  return rows.map(readInvoice);
}

function isInvoice(mandateId: MandateId, id: InvoiceId) {
  return sql`mandate_id = ${uuidOf(mandateId)} and id = ${uuidOf(id)}`;
}

function found(invoices: readonly Invoice[]): Invoice {
  const [invoice] = invoices;
  if (!invoice) throw new AppError('not_found', {}, 'There is no such invoice.');
  return invoice;
}

interface InvoiceRow {
  readonly mandate_id: string;
  readonly id: string;
  readonly number: string;
  readonly month: string;
  readonly issued_on: string;
  readonly due_on: string;
  readonly total: bigint;
  readonly wallet_total: bigint;
  readonly reference: string;
  readonly reference_kind: PaymentReference['kind'];
  readonly paid: bigint;
  readonly credited: bigint;
  readonly due: bigint;
  readonly reminder_level: number;
  readonly reminded_on: string | null;
  readonly hold_reason: string | null;
  readonly mailed_at: Date | null;
}

function readInvoice(row: InvoiceRow): Invoice {
  const { number, month, total, paid, credited, due } = row;
  return {
    ...{ number, month, total, paid, credited, due },
    mandateId: idOf('mnd', row.mandate_id),
    id: idOf('inv', row.id),
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    walletTotal: row.wallet_total,
    reference: { kind: row.reference_kind, text: row.reference },
    reminderLevel: row.reminder_level,
    remindedOn: row.reminded_on ?? undefined,
    holdReason: row.hold_reason ?? undefined,
    mailedAt: row.mailed_at ?? undefined,
  };
}
