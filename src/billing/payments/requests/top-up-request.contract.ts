import { z } from 'zod';
import {
  chfPositive,
  chfText,
  dayText,
  instantText,
  nextCursor,
  paging,
  topUpRequestIdText,
  transactionIdText,
  userIdText,
} from '#http/common.contract.ts';

const ONE_CHF = 1_000_000_000n;
const NANO_PER_RAPPEN = 10_000_000n;

export const topUpRequestBody = z.strictObject({
  amountChf: chfPositive
    .refine((amount) => amount >= ONE_CHF && amount <= 1_000_000n * ONE_CHF, 'must be from 1 to 1000000')
    .refine((amount) => amount % NANO_PER_RAPPEN === 0n, 'must have whole Rappen')
    .meta({ description: 'What is to be added to the balance: 1 to 1,000,000 CHF in whole Rappen' }),
});

const state = z.enum(['open', 'paid', 'cancelled']);

const topUpRequest = z.object({
  requestId: topUpRequestIdText,
  number: z.string().meta({ examples: ['TU-2026-000042'] }),
  state,
  amountChf: chfText.meta({ description: 'What is added to the balance' }),
  vatChf: chfText.optional().meta({ description: 'On top; missing: none is owed as credit is bought' }),
  vatPercent: z.string().optional(),
  payableChf: chfText.meta({ description: 'What is to be paid' }),
  reference: z.string().meta({ description: 'In groups, as it is printed' }),
  iban: z.string().meta({ description: 'In groups, as it is printed' }),
  payee: z.string(),
  requestedAt: instantText,
  requestedBy: userIdText,
  requestedByName: z.string().optional(),
  closedAt: instantText.optional(),
  paidOn: dayText.optional().meta({ description: 'The day on which the bank booked it' }),
  transactionId: transactionIdText.optional(),
});

export const topUpRequestAnswer = topUpRequest.extend({
  qrText: z.string().meta({ description: 'What the Swiss QR code holds' }),
});

export const topUpRequestsQuery = z.strictObject({ ...paging, state: state.optional() });
export const topUpRequestsAnswer = z.object({ requests: z.array(topUpRequest), nextCursor });
export const topUpRequestParams = z.object({ requestId: topUpRequestIdText });
