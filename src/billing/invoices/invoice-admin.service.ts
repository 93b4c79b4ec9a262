import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { lockMandate } from '#identity/mandates/mandate.store.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import type { InvoiceId } from '#kernel/id.ts';
import { requireSettings } from '../settings/settings-change.service.ts';
import { lockInvoice, updateHold } from './invoice.store.ts';
import {
  type InvoiceRule,
  paymentDaysOf,
  readInvoiceRule,
  updateInvoiceRule,
  upsertPaymentDays,
} from './invoice-rule.store.ts';

/** Holds the reminders of an invoice, as while it is disputed, or lets them go on (undefined). Throws `not_found`. */
export async function holdReminders(
  db: Db,
  by: AuditBy,
  invoiceId: InvoiceId,
  reason: string | undefined,
): Promise<void> {
  await transaction(db, async (tx) => {
    const { holdReason, number } = await lockInvoice(tx, by.mandateId, invoiceId);
    await updateHold(tx, by.mandateId, invoiceId, reason);
    await recordAudit(tx, by, {
      action: reason === undefined ? 'invoice.released' : 'invoice.held',
      subject: invoiceId,
      before: { reason: holdReason ?? null },
      after: { reason: reason ?? null, number },
      ...(reason === undefined ? {} : { reason }),
    });
  });
}

/** The rule of all mandates from now on; what was issued stays as it is. */
export async function setInvoiceRule(db: Db, by: AuditBy, rule: InvoiceRule): Promise<InvoiceRule> {
  return transaction(db, async (tx) => {
    await lockMandate(tx, ROOT_MANDATE_ID);
    const before = await readInvoiceRule(tx);
    await updateInvoiceRule(tx, rule);
    await recordAudit(
      tx,
      { ...by, mandateId: ROOT_MANDATE_ID },
      { action: 'invoice_rule.changed', subject: ROOT_MANDATE_ID, before: { ...before }, after: { ...rule } },
    );
    return rule;
  });
}

/** How many days a mandate has to pay its next invoices. Throws `not_found` for one without billing. */
export async function setPaymentDays(db: Db, by: AuditBy, paymentDays: number): Promise<void> {
  const { mandateId } = by;
  await transaction(db, async (tx) => {
    await lockMandate(tx, mandateId);
    await requireSettings(tx, mandateId);
    const before = { paymentDays: await paymentDaysOf(tx, mandateId) };
    await upsertPaymentDays(tx, mandateId, paymentDays);
    await recordAudit(tx, by, {
      action: 'invoice_terms.changed',
      subject: mandateId,
      before,
      after: { paymentDays },
    });
  });
}
