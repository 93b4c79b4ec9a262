import { z } from 'zod';
import { exchangeRateIdText, instantText, lineText, nextCursor, paging } from '#http/common.contract.ts';
import { confirmToken, isWritten, previewFields, validFromDay } from './change.contract.ts';

export const rateBody = z.strictObject({
  chfPerUsd: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,20})?$/, 'must be decimal text such as 0.7953, below 1000')
    .refine((text) => /[1-9]/.test(text), 'must be more than 0')
    .meta({ description: 'CHF for one USD', examples: ['0.7953'] }),
  validFrom: validFromDay,
  source: lineText(1_000).meta({ description: 'Where the rate stands; also the reason in the audit log' }),
  confirm: confirmToken,
});

const rateShape = z.object({ chfPerUsd: z.string(), validFrom: instantText, source: z.string() });

export const rateAnswer = z.object({
  written: isWritten,
  exchangeRateId: exchangeRateIdText.optional(),
  rate: rateShape,
  warnings: z.array(
    z.object({ kind: z.enum(['far_from_last']).meta({ description: 'By a tenth or more' }) }),
  ),
  ...previewFields,
});

export const ratesQuery = z.strictObject(paging);

export const ratesAnswer = z.object({
  rates: z.array(
    rateShape.extend({
      exchangeRateId: exchangeRateIdText,
      isCurrent: z.boolean(),
      createdAt: instantText,
    }),
  ),
  nextCursor,
});
