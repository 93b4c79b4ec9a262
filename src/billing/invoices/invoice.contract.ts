import { z } from 'zod';
import {
  chfPositive,
  chfText,
  dayText,
  documentIdText,
  instantText,
  invoiceIdText,
  lineText,
  mandateIdText,
  nextCursor,
  paging,
  transactionIdText,
} from '#http/common.contract.ts';

const monthText = z
  .string()
  .regex(/^2\d{3}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')
  .meta({ description: 'A month of Europe/Zurich', examples: ['2026-11'] });

const state = z.enum(['overdue', 'partly_paid', 'open', 'paid', 'cancelled']);
const waitReason = z.enum(['issuer_missing', 'account_missing', 'address_missing', 'does_not_add_up']);

export const invoiceSummary = z.object({
  invoiceId: invoiceIdText,
  number: z.string().meta({ examples: ['IN-2026-000042'] }),
  month: monthText,
  issuedOn: dayText,
  dueOn: dayText.meta({ description: 'The last day on which it is paid in time' }),
  state,
  totalChf: chfText.meta({ description: 'With VAT' }),
  paidChf: chfText,
  creditedChf: chfText,
  dueChf: chfText.meta({ description: 'Left to pay' }),
  overpaidChf: chfText.meta({ description: 'Paid beyond what was owed; it is credit in the wallet' }),
  reference: z.string(),
  reminderLevel: z.int().meta({ description: 'How many reminders were sent' }),
  remindedOn: dayText.optional(),
  holdReason: z.string().optional().meta({ description: 'Why no reminders are sent' }),
  mailedAt: instantText.optional(),
});

const notIssued = z.object({
  month: monthText,
  outcome: z.enum(['nothing', 'waiting']).meta({ description: 'nothing: there was nothing to invoice' }),
  reason: waitReason
    .optional()
    .meta({ description: 'What is missing; it is issued the day after it is there' }),
});

export const invoicesQuery = z.strictObject({ ...paging, state: state.optional() });

export const invoicesAnswer = z.object({
  invoices: z.array(invoiceSummary),
  notIssued: z.array(notIssued).meta({ description: 'The last 24 months without an invoice, newest first' }),
  nextCursor,
});

export const allInvoicesAnswer = z.object({
  invoices: z.array(
    invoiceSummary.extend({
      mandateId: mandateIdText,
      mandateName: z.string(),
      mayBeSuspended: z.boolean().meta({ description: 'Overdue, and the last reminder was sent' }),
    }),
  ),
  waiting: z
    .array(
      z.object({ mandateId: mandateIdText, mandateName: z.string(), month: monthText, reason: waitReason }),
    )
    .meta({ description: 'The first 200 that cannot be issued yet; on the first page alone' }),
  nextCursor,
});

const vatLine = z.object({
  ratePercent: z.string().meta({ examples: ['8.1'] }),
  netChf: chfText,
  vatChf: chfText,
  grossChf: chfText,
});

export const invoiceParams = z.object({ invoiceId: invoiceIdText });
export const invoiceOfMandateParams = z.object({ mandateId: mandateIdText, invoiceId: invoiceIdText });
export const invoiceDocumentParams = z.object({ invoiceId: invoiceIdText, paperId: documentIdText });

export const invoiceAnswer = invoiceSummary.extend({
  lines: z.array(
    z.object({
      kind: z.enum(['usage', 'adjustment', 'absorbed', 'carried']),
      provider: z.string().optional(),
      model: z.string().optional(),
      calls: z.int().optional(),
      amountChf: chfText,
    }),
  ),
  vat: z.object({ basis: z.enum(['included', 'on_top']), lines: z.array(vatLine) }).nullable(),
  payments: z.array(z.object({ transactionId: transactionIdText, amountChf: chfText, paidOn: dayText })),
  creditNotes: z.array(
    z.object({
      documentId: documentIdText,
      number: z.string(),
      issuedOn: dayText,
      amountChf: chfText,
      reason: z.string(),
    }),
  ),
  reminders: z.array(
    z.object({ documentId: documentIdText, number: z.string(), level: z.int(), issuedOn: dayText }),
  ),
});

export const creditNoteBody = z.strictObject({
  amountChf: chfPositive.optional().meta({ description: 'With VAT; left out: all that is not credited yet' }),
  reason: lineText(500).meta({ description: 'Why; printed on the credit note' }),
});

export const creditNoteAnswer = z.object({
  booked: z.boolean().meta({ description: 'False: a preview, nothing was booked' }),
  creditNoteId: documentIdText.optional(),
  number: z.string().optional(),
  amountChf: chfText,
  vatChf: chfText.meta({ description: 'Of it VAT, at the rate of the invoice' }),
  walletChf: chfText.meta({ description: 'What the wallet gets back' }),
  balanceAfterChf: chfText,
  dueChf: chfText,
  overpaidChf: chfText,
});

export const holdBody = z.strictObject({
  reason: lineText(500).nullable().meta({ description: 'Why no reminders are sent; null: they are' }),
});

export const invoiceRule = z.strictObject({
  firstMonth: monthText.meta({ description: 'Months before it are not invoiced' }),
  reminderDays: z
    .array(z.int().min(1).max(365))
    .max(3)
    .refine((days) => days.every((day, index) => day > (days[index - 1] ?? 0)), 'must rise')
    .meta({ description: 'Days after the due day on which reminders are sent; none: no reminders' }),
});

export const invoiceTerms = z.strictObject({
  paymentDays: z.int().min(0).max(120).meta({ description: 'How many days an invoice may take to be paid' }),
});
