import { z } from 'zod';
import {
  chfText,
  dayText,
  documentIdText,
  instantText,
  language,
  nextCursor,
  paging,
  transactionIdText,
} from '#http/common.contract.ts';
import { issuerAnswer } from '../documents/issuer.contract.ts';
import { TRANSACTION_TYPES } from '../transactions/transaction-type.contract.ts';

const monthText = z
  .string()
  .regex(/^2\d{3}-(0[1-9]|1[0-2])$/)
  .meta({ description: 'A month of Europe/Zurich', examples: ['2026-11'] });

/** In whole Rappen, as it is printed; and exact, as it was booked. */
const amount = {
  amountChf: chfText.meta({ description: 'In whole Rappen, as it is printed' }),
  exactChf: chfText.meta({ description: 'As it was booked' }),
};
const count = z.int();
const transactionType = z.enum(TRANSACTION_TYPES);
const movement = z.object({ type: transactionType, count, ...amount });
const tokens = { inputTokens: count, cachedTokens: count, outputTokens: count };

const vatLine = z.object({
  ratePercent: z.string().meta({ examples: ['8.1'] }),
  netChf: chfText,
  vatChf: chfText,
  grossChf: chfText,
});

/** A statement as its list shows it. */
const listedStatement = z.object({
  id: documentIdText,
  number: z.string().meta({ examples: ['ST-2026-000042'] }),
  month: monthText,
  issuedAt: instantText,
  language,
  opening: z.object(amount),
  movements: z.array(movement),
  closing: z.object(amount),
});

/** All that a statement says. Amounts are signed as booked: what leaves a wallet is negative; only `usage` and `vat` state what was charged as positive. */
const statementFigures = z.object({
  month: monthText,
  firstDay: dayText,
  lastDay: dayText,
  language,
  issuer: issuerAnswer.shape.issuer.unwrap(),
  recipient: z.object({
    lines: z.array(z.string()),
    uid: z.string().nullable(),
  }),
  billingModel: z.enum(['prepaid_mandate', 'prepaid_user', 'postpaid', 'unlimited']),
  opening: z.object(amount),
  movements: z.array(movement),
  closing: z.object(amount),
  /** Of the balances, what is less than a Rappen: it is carried forward, not written off. */
  carriedForward: z.object({ fromChf: chfText, toChf: chfText }),
  entries: z.array(
    z.object({
      id: transactionIdText,
      at: instantText,
      type: transactionType,
      note: z.string().nullable(),
      wallet: z.string().nullable(),
      ...amount,
    }),
  ),
  /** Entries beyond those that are listed. */
  moreEntries: z.object({ count, amountChf: chfText }).nullable(),
  usage: z.object({
    calls: count,
    ...tokens,
    ...amount,
    lines: z.array(z.object({ provider: z.string(), model: z.string(), calls: count, ...tokens, ...amount })),
  }),
  /** Where users have wallets of their own; null: they have not. `name` null: the mandate's pool. */
  wallets: z
    .array(
      z.object({
        name: z.string().nullable(),
        openingChf: chfText,
        receivedChf: chfText,
        usedChf: chfText,
        closingChf: chfText,
      }),
    )
    .nullable(),
  /** Null: the operator pays no VAT. */
  vat: z
    .object({
      /** Charges contain it; it came on top of the top-ups; it comes on top of the charges. */
      basis: z.enum(['in_charges', 'on_top_ups', 'on_charges']),
      lines: z.array(vatLine),
      netChf: chfText,
      vatChf: chfText,
      grossChf: chfText,
    })
    .nullable(),
});

export type StatementFigures = z.infer<typeof statementFigures>;

export const statementListQuery = z.strictObject(paging);
export const statementListAnswer = z.object({
  /** The newest month first. */
  statements: z.array(listedStatement),
  nextCursor,
});

export const statementParams = z.strictObject({ documentId: documentIdText });
export const statementAnswer = z.object({
  id: documentIdText,
  number: z.string(),
  issuedAt: instantText,
  sha256: z.string().nullable().meta({ description: 'Of the PDF; null: it is being made' }),
  figures: statementFigures,
});

export const previewQuery = z.strictObject({
  month: monthText.optional().meta({ description: 'Default: the month that runs' }),
});
export const previewAnswer = z.object({ figures: statementFigures });

export const statementExportQuery = z.strictObject({ format: z.enum(['csv', 'xlsx']) });
