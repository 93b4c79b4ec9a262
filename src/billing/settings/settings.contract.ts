import { z } from 'zod';
import { chfNotNegative, chfText, language, providerName } from '#http/common.contract.ts';

const billingModel = z.enum(['prepaid_mandate', 'prepaid_user', 'postpaid', 'unlimited']);
const vatTiming = z.enum(['on_consumption', 'on_top_up']);
const recipients = z
  .array(z.email().max(254))
  .max(20)
  .refine(
    (all) => new Set(all.map((address) => address.toLowerCase())).size === all.length,
    'names an address twice',
  );

/** Percent with up to four decimals, from 0 to 10,000: `50`, `12.5`. */
const percentText = z.string().regex(/^(10000|\d{1,4}(\.\d{1,4})?)$/, 'must be a percentage from 0 to 10000');

const warningsAnswer = z.object({
  belowChf: chfText.nullable(),
  belowPercent: z.int().nullable().meta({ description: 'Of the newest top-up' }),
  daysLeft: z.int().nullable().meta({ description: 'At the present pace' }),
});

export const settingsAnswer = z.object({
  version: z
    .int()
    .meta({ description: 'Counts the changes; a change names the version that it was made from' }),
  warnings: warningsAnswer,
  recipients: z.array(z.string()),
  language,
  reportEnabled: z.boolean(),
  userReports: z.boolean().meta({ description: 'Whether each user gets a report of his own usage' }),
  terms: z
    .object({
      billingModel,
      creditLimitChf: chfText,
      markupPercent: z.string().nullable().meta({ description: "Null: the operator's default" }),
      providerMarkupPercent: z.record(z.string(), z.string()),
      defaultUserCreditChf: chfText.meta({
        description: 'What a new user of prepaid_user gets from the pool of the mandate',
      }),
      vatTiming,
    })
    .meta({ description: 'Set by the operator' }),
});

export const settingsBody = z.strictObject({
  version: z.int().min(1).max(1_000_000_000).meta({ description: 'As it was read' }),
  warnings: z.strictObject({
    belowChf: chfNotNegative.nullable(),
    belowPercent: z.int().min(1).max(99).nullable(),
    daysLeft: z.int().min(1).max(365).nullable(),
  }),
  recipients,
  language,
  reportEnabled: z.boolean(),
  userReports: z.boolean().optional().meta({ description: 'Left out: as it is' }),
  terms: z
    .strictObject({
      billingModel,
      creditLimitChf: chfNotNegative,
      markupPercent: percentText.nullable(),
      providerMarkupPercent: z.record(providerName, percentText),
      defaultUserCreditChf: chfNotNegative,
      vatTiming,
    })
    .optional()
    .meta({ description: 'For the operator; left out: as they are' }),
});
