import { z } from 'zod';
import {
  accountIdText,
  chfAmount,
  chfPositive,
  chfText,
  dayText,
  instantText,
  invoiceIdText,
  lineText,
  nextCursor,
  paging,
  transactionIdText,
  userIdText,
} from '#http/common.contract.ts';

/** With `?preview=true` the answer is what would be booked, and nothing is. It does not use the idempotency key up. */
export const previewQuery = z.strictObject({
  preview: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'true: only show what would be booked' }),
});

const reason = lineText(500).meta({ description: 'Why; kept in the booking and in the audit log' });

export const creditBody = z.strictObject({
  amountChf: chfPositive,
  userId: userIdText
    .optional()
    .meta({ description: 'Whose wallet (prepaid_user); without one: the pool of the mandate' }),
  description: reason,
});

export const paymentBody = z.strictObject({
  amountChf: chfPositive,
  invoiceId: invoiceIdText
    .optional()
    .meta({ description: 'The invoice that it pays, as a whole or in part; left out: credit alone' }),
  paidOn: dayText.optional().meta({ description: 'With an invoice: when the money came; left out: today' }),
  description: reason,
});

export const adjustmentBody = z.strictObject({
  amountChf: chfAmount.refine((amount) => amount !== 0n, 'must not be 0'),
  userId: userIdText.optional(),
  corrects: transactionIdText.optional().meta({ description: 'The booking that it puts right' }),
  reason,
});

export const refundBody = z.strictObject({ topUpId: transactionIdText, amountChf: chfPositive, reason });

export const transferBody = z.strictObject({
  userId: userIdText,
  direction: z.enum(['to_user', 'to_pool']),
  amountChf: chfPositive,
  reason,
});

const walletAfter = {
  accountId: accountIdText.optional().meta({ description: 'Missing in a preview' }),
  userId: userIdText.optional().meta({ description: 'Missing: the pool of the mandate' }),
  balanceBeforeChf: chfText,
  balanceAfterChf: chfText,
  availableChf: chfText.optional().meta({ description: 'What can be spent now; missing: without end' }),
};

const topUpLeft = z.object({
  transactionId: transactionIdText.optional(),
  amountChf: chfText,
  leftChf: chfText.meta({ description: 'What can be refunded of it at most' }),
});

const wasBooked = z.boolean().meta({ description: 'False: a preview, nothing was booked' });

export const postingAnswer = z.object({
  booked: wasBooked,
  transactionId: transactionIdText.optional().meta({ description: 'Missing in a preview' }),
  type: z.enum(['top_up', 'payment', 'adjustment', 'refund']),
  amountChf: chfText.meta({ description: 'What leaves the wallet is negative' }),
  ...walletAfter,
  topUp: topUpLeft.optional(),
});

export const transferAnswer = z.object({
  booked: wasBooked,
  transactionId: transactionIdText.optional().meta({ description: 'Of the row in the wallet that gives' }),
  amountChf: chfText,
  from: z.object(walletAfter),
  to: z.object(walletAfter),
});

export const creditsQuery = z.strictObject(paging);

export const creditsAnswer = z.object({
  credits: z.array(
    z.object({
      transactionId: transactionIdText,
      accountId: accountIdText,
      userId: userIdText.optional(),
      at: instantText,
      amountChf: chfText,
      refundedChf: chfText,
      leftChf: chfText,
      description: z.string().optional(),
      createdBy: userIdText.optional(),
      createdByName: z.string().optional(),
      createdByEmail: z.string().optional().meta({ description: 'For the operator alone' }),
    }),
  ),
  nextCursor,
});
