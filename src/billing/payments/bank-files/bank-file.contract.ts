import { z } from 'zod';
import {
  bankFileIdText,
  chfPositive,
  chfText,
  dayText,
  instantText,
  lineText,
  mandateIdText,
  nextCursor,
  paging,
  topUpRequestIdText,
  transactionIdText,
  userIdText,
} from '#http/common.contract.ts';

/** 10,000 payments are about 10 MB; as base64 it still fits into the largest body that the server takes. */
export const MOST_BANK_FILE_BYTES = 20 * 1024 * 1024;
const MOST_BASE64 = Math.ceil(MOST_BANK_FILE_BYTES / 3) * 4;
export const MOST_BANK_FILE_BODY = MOST_BASE64 + 4_096;

export const bankFileBody = z.strictObject({
  name: lineText(200).meta({ description: 'As the file is called', examples: ['camt.053_2026-11-27.xml'] }),
  contentBase64: z
    .string()
    .min(1)
    .max(MOST_BASE64)
    // Looked at in one go: zod's own pattern for base64 goes back and forth over megabytes.
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'is no base64')
    .meta({ description: 'The file, byte for byte, in base64; at most 20 MiB' }),
});

export const bankFilePreviewQuery = z.strictObject({
  preview: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'true: only show what would become of each payment' }),
});

const paymentState = z.enum(['open', 'credited', 'waiting', 'refused', 'reversed', 'duplicate', 'ignored']);
const amountText = z.string().meta({ description: 'Nine decimals, in the currency beside it' });
const currency = z.string().regex(/^[A-Z]{3}$/);

const paymentFacts = {
  position: z.int().meta({ description: 'From 1, in the file' }),
  place: z.string().meta({ description: 'Where in the file' }),
  amount: amountText,
  currency,
  direction: z.enum(['credit', 'debit']),
  isReversal: z.boolean(),
  status: z.string().meta({ description: 'BOOK: booked' }),
  bookingDay: dayText.optional(),
  bankReference: z.string(),
  reference: z.string().optional().meta({ description: 'As the bank has it, leading zeros kept' }),
  message: z.string().optional(),
  debtorName: z.string().optional(),
  debtorIban: z.string().optional(),
  state: paymentState,
  reason: z.string().optional().meta({ description: 'Why it waits, or is ignored' }),
  mandateId: mandateIdText.optional(),
  mandateName: z.string().optional(),
  requestId: topUpRequestIdText.optional(),
  requestNumber: z.string().optional(),
};

const statement = z.object({
  iban: z.string(),
  entries: z.int(),
  sum: amountText,
  creditSum: amountText,
  debitSum: amountText,
  statedEntries: z.int().nullable().meta({ description: 'What the file says itself; null: nothing' }),
  statedSum: amountText.nullable(),
});

const count = z.object({ state: paymentState, count: z.int(), creditedChf: chfText });

const fileFacts = {
  name: z.string(),
  kind: z.enum(['camt.053', 'camt.054']),
  messageId: z.string(),
  sha256: z.string(),
  payments: z.int(),
  statements: z.array(statement),
  counts: z.array(count).meta({ description: 'Payments by what became of them' }),
};

export const uploadAnswer = z.object({
  ...fileFacts,
  kept: z.boolean().meta({ description: 'False: a preview, nothing was kept or booked' }),
  fileId: bankFileIdText.optional().meta({ description: 'Missing in a preview of a new file' }),
  isNew: z.boolean().meta({ description: 'False: this very file was uploaded before, and nothing happened' }),
  shown: z
    .array(z.object({ ...paymentFacts, transactionId: transactionIdText.optional() }))
    .meta({ description: 'The first 500 payments' }),
});

export const bankFilesAnswer = z.object({
  files: z.array(
    z.object({
      fileId: bankFileIdText,
      ...fileFacts,
      uploadedAt: instantText,
      uploadedBy: userIdText,
      uploadedByName: z.string().optional(),
    }),
  ),
  nextCursor,
});

export const bankFilesQuery = z.strictObject(paging);
export const bankFileParams = z.object({ bankFileId: bankFileIdText });

export const bankPaymentsQuery = z.strictObject({
  ...paging,
  fileId: bankFileIdText.optional(),
  state: paymentState.optional(),
});

export const bankPayment = z.object({
  fileId: bankFileIdText,
  ...paymentFacts,
  suggestedChf: chfText.optional().meta({ description: 'What crediting it would come to, without VAT' }),
  transactionId: transactionIdText.optional(),
  creditedChf: chfText.optional().meta({ description: 'What the balance got, or lost' }),
  decidedAt: instantText.optional(),
  decidedBy: userIdText.optional(),
  decidedByName: z.string().optional(),
  note: z.string().optional(),
});

export const bankPaymentsAnswer = z.object({ payments: z.array(bankPayment), nextCursor });

export const bankPaymentParams = z.object({
  bankFileId: bankFileIdText,
  position: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
});

export const decisionBody = z.strictObject({
  decision: z.enum(['credit', 'refuse', 'reverse', 'undo']).meta({
    description:
      'credit: top up, or pay the invoice that the reference names; refuse: credit nothing; reverse: take back of a top-up, or of the payment of an invoice, what the bank took back; undo: as if nothing had been decided',
  }),
  mandateId: mandateIdText.optional().meta({
    description: 'Who gets the credit, or whose top-up is reversed; left out: as the reference says',
  }),
  amountChf: chfPositive
    .optional()
    .meta({ description: 'What the balance gets; left out: what came, less VAT where it was asked for' }),
  topUpId: transactionIdText.optional().meta({
    description: 'The top-up, or the payment of an invoice, to reverse; left out: that of the reference',
  }),
  reason: lineText(500).meta({ description: 'Why; kept in the booking and in the audit log' }),
});

export const decisionAnswer = z.object({
  payment: bankPayment,
  owedChf: chfText
    .optional()
    .meta({ description: 'Of a reversal: what the balance could not give, and is owed' }),
});
