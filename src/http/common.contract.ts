import { z } from 'zod';
import type { Id, IdPrefix } from '#kernel/id.ts';
import { LANGUAGES } from '#kernel/language.ts';
import { parseChf } from '#kernel/money.ts';
import { PLAIN_LINE } from '#kernel/plain-line.ts';

/** Shapes that many routes share. Amounts are decimal strings in CHF, instants ISO 8601 in UTC, ids have a prefix. */

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

function idText<Prefix extends IdPrefix>(prefix: Prefix, names: string) {
  return z.templateLiteral([z.literal(`${prefix}_`), z.string().regex(new RegExp(UUID))]).meta({
    description: `The id of ${names}`,
    examples: [`${prefix}_01933b6e-5c5e-7000-8000-0123456789ab`],
  }) as unknown as z.ZodType<Id<Prefix>, string>;
}

export const mandateIdText = idText('mnd', 'a mandate');
export const userIdText = idText('usr', 'a user');
export const keyIdText = idText('key', 'an API key');
export const accountIdText = idText('acc', 'an account');
export const holdIdText = idText('hld', 'a hold');
export const transactionIdText = idText('txn', 'a transaction');
export const limitIdText = idText('lim', 'a spending limit');
export const requestIdText = idText('req', 'a request');
export const priceIdText = idText('prc', 'a price version');
export const exchangeRateIdText = idText('fxr', 'an exchange rate');
export const auditIdText = idText('aud', 'an entry of the audit log');
export const mailIdText = idText('mal', 'a mail');
export const proofIdText = idText('prf', 'a recount');
export const conversationIdText = idText('cnv', 'a conversation');
export const messageIdText = idText('msg', 'a message of a conversation');
export const fileIdText = idText('fil', 'a file of a conversation');
export const automationIdText = idText('aut', 'an automation');
export const runIdText = idText('run', 'a run of an automation');
export const documentIdText = idText('doc', 'a document');
export const invoiceIdText = idText('inv', 'an invoice');
export const reportIdText = idText('rpt', 'a monthly report');
export const topUpRequestIdText = idText('tur', 'a request for a top-up');
export const bankFileIdText = idText('bnk', 'a file of the bank');
export const noticeIdText = idText('ntc', 'a balance warning');
export const deliveryIdText = idText('whd', 'a message to the webhook');

/** An amount in an answer: always nine decimals. */
export const chfText = z
  .string()
  .regex(/^-?\d{1,12}\.\d{9}$/)
  .meta({ description: 'CHF with nine decimals', examples: ['12.340500000'] });

/** An amount in a request, either sign; becomes nano-CHF. */
export const chfAmount = z
  .string()
  .max(24)
  .regex(/^-?\d{1,10}(\.\d{1,9})?$/, 'must be a decimal number such as 12.50, with at most nine decimals')
  .transform((text, context) => {
    const amount = parseChf(text);
    if (amount !== undefined) return amount;
    context.addIssue('is beyond what an account can hold');
    return z.NEVER;
  })
  .meta({ description: 'CHF, a decimal number with at most nine decimals', examples: ['12.50'] });

/** More than nothing. */
export const chfPositive = chfAmount.refine((amount) => amount > 0n, 'must be more than 0');

/** A billion francs: the ledger takes no higher limit, and no more of what is kept as a setting. */
const MOST_NANO_CHF = 1_000_000_000_000_000_000n;

/** Nothing or more: a limit, a setting. */
export const chfNotNegative = chfAmount
  .refine((amount) => amount >= 0n, 'must not be negative')
  .refine((amount) => amount <= MOST_NANO_CHF, 'must not be more than 1000000000');

/** An instant in an answer. */
export const instantText = z.iso.datetime().meta({ examples: ['2026-11-27T08:30:00.000Z'] });

/** An instant in a request: ISO 8601 in UTC, of the years 2000 to 2999. */
export const instant = z.iso
  .datetime()
  .regex(/^2\d{3}-/, 'must be an instant of the years 2000 to 2999')
  .transform((text) => new Date(text))
  .meta({ examples: ['2026-11-01T00:00:00Z'] });

/** A day in an answer or a request. */
export const dayText = z.iso.date().meta({ examples: ['2026-11-27'] });

/** A cursor may hold a name of 200 characters of any script, written as base64 of JSON. */
const MOST_CURSOR_CHARACTERS = 2_000;

/** Where the next page of a list begins; undefined on the last page. */
export const nextCursor = z
  .string()
  .max(MOST_CURSOR_CHARACTERS)
  .optional()
  .meta({ description: 'Where the next page begins' });

/** How a list is paged: the `nextCursor` of the page before, and how many rows. */
export const paging = {
  cursor: z
    .string()
    .min(1)
    .max(MOST_CURSOR_CHARACTERS)
    .regex(/^[A-Za-z0-9_-]+$/)
    .optional()
    .meta({ description: 'nextCursor of the page before' }),
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .refine((count) => count >= 1 && count <= 200, 'must be a whole number from 1 to 200')
    .default(50)
    .meta({ description: 'Rows per page, 1 to 200; default 50' }),
};

/** A text that people write in one line: a name, a reason. */
export const lineText = (most: number) =>
  z.string().trim().min(1).max(most).regex(PLAIN_LINE, 'must not contain control characters');

/** The language of a person, or of a mandate's mails. */
export const language = z.enum(LANGUAGES);

/** The name of a provider, of a model. */
export const providerName = z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/);
export const modelName = z.string().min(1).max(200).regex(PLAIN_LINE);
