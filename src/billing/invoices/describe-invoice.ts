import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { findMandates } from '#identity/mandates/mandate.store.ts';
import { type InvoiceId, type MandateId, uuidOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { formatReference } from '../payments/references/payment-reference.ts';
import { ratePercent } from '../statements/vat.ts';
import { creditNotesOf } from './credit-note.store.ts';
import type { allInvoicesAnswer, invoiceAnswer, invoiceSummary, invoicesAnswer } from './invoice.contract.ts';
import { documentOf, type Invoice, requireInvoice } from './invoice.store.ts';
import { type InvoiceState, overpaidOf, stateOf } from './invoice-amounts.ts';
import { zurichDay } from './invoice-days.ts';
import type { InvoiceFigures } from './invoice-figures.ts';
import {
  listAllInvoices,
  listInvoicesOf,
  monthsWithoutInvoice,
  waitingMonths,
} from './invoice-list.store.ts';
import { paymentsOf } from './invoice-payment.store.ts';
import { readInvoiceRule } from './invoice-rule.store.ts';
import { findInvoiceDocument } from './kept-document.ts';
import { remindersOf } from './reminder.store.ts';

interface ListQuery {
  readonly state?: InvoiceState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const RANK_FORM = /^[012]$/;
const DAYS_FORM = /^-?\d{1,7}$/;

/** The invoices of a mandate, the newest first, and its months without one. Throws `invalid_request` for a cursor that is none. */
export async function describeInvoices(
  db: Db,
  mandateId: MandateId,
  { state, cursor, limit }: ListQuery,
): Promise<z.input<typeof invoicesAnswer>> {
  const [after] = decodePageCursor(cursor, [UUID_FORM]) ?? [];
  const today = zurichDay(new Date());
  const rows = await listInvoicesOf(db, mandateId, { state, today, after, limit: limit + 1 });
  const { page, ...next } = pageOf(rows, limit, (last) => [uuidOf(last.id)]);
  const months = await monthsWithoutInvoice(db, mandateId);
  return {
    invoices: page.map((invoice) => summaryOf(invoice, today)),
    notIssued: months.map(({ reason, ...same }) => ({ ...same, ...(reason === null ? {} : { reason }) })),
    ...next,
  };
}

/** The invoices of all mandates, those that need somebody first. Throws `invalid_request` for a cursor that is none. */
export async function describeAllInvoices(
  db: Db,
  { state, cursor, limit }: ListQuery,
): Promise<z.input<typeof allInvoicesAnswer>> {
  const [rank, days, id] = decodePageCursor(cursor, [RANK_FORM, DAYS_FORM, UUID_FORM]) ?? [];
  const today = zurichDay(new Date());
  const after = rank !== undefined && days !== undefined && id !== undefined ? { rank, days, id } : undefined;
  const rows = await listAllInvoices(db, { state, today, after, limit: limit + 1 });
  const { page, ...next } = pageOf(rows, limit, ({ place }) => [place.rank, place.days, place.id]);
  const waiting = after ? [] : await waitingMonths(db);
  const { reminderDays } = await readInvoiceRule(db);
  const ids = [...new Set([...page, ...waiting].map(({ mandateId }) => mandateId))];
  const names = new Map((await findMandates(db, ids)).map((mandate) => [mandate.id, mandate.name]));
  const owner = (mandateId: MandateId) => ({ mandateId, mandateName: names.get(mandateId) ?? mandateId });
  return {
    invoices: page.map((invoice) => {
      const summary = summaryOf(invoice, today);
      const isLast = reminderDays.length > 0 && invoice.reminderLevel >= reminderDays.length;
      const mayBeSuspended = summary.state === 'overdue' && isLast;
      return { ...summary, ...owner(invoice.mandateId), mayBeSuspended };
    }),
    waiting: waiting.map(({ mandateId, month, reason }) => ({ ...owner(mandateId), month, reason })),
    ...next,
  };
}

/** An invoice with all that became of it. Throws `not_found`. */
export async function describeInvoice(
  db: Db,
  mandateId: MandateId,
  id: InvoiceId,
): Promise<z.input<typeof invoiceAnswer>> {
  const invoice = await requireInvoice(db, mandateId, id);
  const { figures } = await findInvoiceDocument(db, mandateId, documentOf(id));
  const { lines, vat } = figures as InvoiceFigures;
  const payments = await paymentsOf(db, mandateId, id);
  const creditNotes = await creditNotesOf(db, mandateId, id);
  return {
    ...summaryOf(invoice, zurichDay(new Date())),
    lines: lines.map(({ amount, tokens: _tokens, ...line }) => ({ ...line, amountChf: chf(amount) })),
    vat: vat && {
      basis: vat.basis,
      lines: vat.lines.map((line) => ({
        ratePercent: ratePercent(line.ratePpm),
        ...{ netChf: chf(line.net), vatChf: chf(line.vat), grossChf: chf(line.gross) },
      })),
    },
    payments: payments.map(({ amount, ...payment }) => ({ ...payment, amountChf: formatChf(amount) })),
    creditNotes: creditNotes.map(({ id: documentId, amount, number, issuedOn, reason }) => ({
      ...{ documentId, number, issuedOn, reason, amountChf: formatChf(amount) },
    })),
    reminders: (await remindersOf(db, mandateId, id)).map(({ id: documentId, ...reminder }) => ({
      documentId,
      ...reminder,
    })),
  };
}

function summaryOf(invoice: Invoice, today: string): z.input<typeof invoiceSummary> {
  const { id: invoiceId, number, month, issuedOn, dueOn, remindedOn, holdReason, mailedAt } = invoice;
  return {
    ...{ invoiceId, number, month, issuedOn, dueOn, state: stateOf(invoice, dueOn, today) },
    totalChf: formatChf(invoice.total),
    paidChf: formatChf(invoice.paid),
    creditedChf: formatChf(invoice.credited),
    dueChf: formatChf(invoice.due),
    overpaidChf: formatChf(overpaidOf(invoice)),
    reference: formatReference(invoice.reference),
    reminderLevel: invoice.reminderLevel,
    ...(remindedOn === undefined ? {} : { remindedOn }),
    ...(holdReason === undefined ? {} : { holdReason }),
    ...(mailedAt === undefined ? {} : { mailedAt: mailedAt.toISOString() }),
  };
}

function chf(nano: string): string {
  return formatChf(BigInt(nano));
}
