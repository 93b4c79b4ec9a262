import { z } from 'zod';
import {
  accountIdText,
  automationIdText,
  chfNotNegative,
  chfText,
  conversationIdText,
  instant,
  instantText,
  keyIdText,
  messageIdText,
  modelName,
  nextCursor,
  paging,
  providerName,
  requestIdText,
  runIdText,
  transactionIdText,
  userIdText,
} from '#http/common.contract.ts';
import { PLAIN_LINE } from '#kernel/plain-line.ts';
import { TRANSACTION_TYPES } from './transaction-type.contract.ts';

/** Which bookings are meant; what is not given does not restrict. */
const filterFields = {
  from: instant.optional().meta({ description: 'The first instant that counts' }),
  to: instant.optional().meta({ description: 'The first instant that does not count any more' }),
  type: z.enum(TRANSACTION_TYPES).optional(),
  provider: providerName.optional(),
  model: modelName.optional().meta({ description: 'The model that answered' }),
  user: userIdText.optional().meta({ description: 'Whose call, or whose wallet' }),
  feature: z.enum(['api', 'chat', 'automation']).optional(),
  account: accountIdText.optional(),
  key: keyIdText.optional().meta({ description: 'The API key that called' }),
  minChf: chfNotNegative.optional().meta({ description: 'The least amount, without its sign' }),
  maxChf: chfNotNegative.optional().meta({ description: 'The largest amount, without its sign' }),
  q: z
    .string()
    .trim()
    .min(2)
    .max(100)
    .regex(PLAIN_LINE, 'must not contain control characters')
    .optional()
    .meta({
      description:
        'An id (txn_, hld_, req_: the booking with what corrects it; cnv_, msg_, run_: the calls that were made for it), or part of a note or of a model’s name',
    }),
};

export const transactionFilter = z.strictObject(filterFields);
export const transactionListQuery = z.strictObject({ ...filterFields, ...paging });
export const transactionExportQuery = z.strictObject({
  ...filterFields,
  format: z.enum(['csv', 'xlsx']).default('csv'),
});

const wholeNumber = z.int().min(0);

/** Only ids: what was said is nowhere in billing, and may be deleted. */
const callOrigin = z.discriminatedUnion('feature', [
  z.object({
    feature: z.literal('chat'),
    conversationId: conversationIdText,
    messageId: messageIdText,
  }),
  z.object({ feature: z.literal('automation'), automationId: automationIdText, runId: runIdText }),
]);

/** A booking. The fields from `provider` on are those of a call. */
export const transactionShape = z.object({
  id: transactionIdText,
  at: instantText,
  type: z.enum(TRANSACTION_TYPES),
  amountChf: chfText.meta({ description: 'What leaves the wallet is negative' }),
  balanceAfterChf: chfText,
  accountId: accountIdText,
  sequence: wholeNumber.meta({ description: 'Position in its wallet, from 1, without gaps' }),
  userId: userIdText.optional(),
  userName: z.string().optional(),
  userEmail: z.string().optional(),
  note: z.string().optional(),
  corrects: transactionIdText
    .optional()
    .meta({ description: 'The booking that this one corrects, refunds or absorbs for' }),
  provider: z.string().optional(),
  model: z.string().optional().meta({ description: 'The model that answered' }),
  modelAsked: z.string().optional(),
  feature: z.string().optional(),
  apiKeyId: keyIdText.optional(),
  apiKeyName: z.string().optional(),
  usageSource: z.enum(['provider', 'journal', 'estimated', 'unknown']).optional(),
  inputTokens: z.int().optional().meta({ description: 'With those from the cache' }),
  cachedTokens: z.int().optional(),
  outputTokens: z.int().optional(),
  requestId: requestIdText.optional(),
  origin: callOrigin.optional().meta({ description: 'What the call was made for; undefined: by a program' }),
  remark: z.string().optional(),
});

export const transactionListAnswer = z.object({ transactions: z.array(transactionShape), nextCursor });

export const transactionTotalsAnswer = z.object({
  count: wholeNumber.meta({ description: 'Bookings that the filter means' }),
  sumChf: chfText.meta({ description: 'Sum of their amounts' }),
  openingBalanceChf: chfText.meta({ description: 'Of the wallets that are seen, before `from`' }),
  movementCount: wholeNumber.meta({ description: 'Every booking of these wallets in the range' }),
  movementSumChf: chfText.meta({ description: 'openingBalanceChf + movementSumChf = closingBalanceChf' }),
  closingBalanceChf: chfText.meta({ description: 'Of the wallets that are seen, before `to`' }),
});
