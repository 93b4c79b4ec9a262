import { z } from 'zod';
import { chfText, instantText, mandateIdText } from '#http/common.contract.ts';

/** What changes of prices and of exchange rates have in common: first a preview, then the same again with its token. */

/** From 00:00 UTC of this day. */
export const validFromDay = z.iso
  .date()
  .regex(/^2\d{3}-/, 'must be a day of the years 2000 to 2999')
  .meta({ description: 'From 00:00 UTC of this day', examples: ['2026-12-01'] });

export const confirmToken = z
  .string()
  .regex(/^\d{10}\.[0-9a-f]{64}$/, 'must be the token of a preview')
  .optional()
  .meta({ description: 'The token of the preview of the same change; without it nothing is written' });

const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);

const figures = {
  calls: z.number().int(),
  chargedChf: chfText,
  wouldBeChf: chfText,
  differenceChf: chfText,
  differencePercent: decimalText.optional().meta({ description: 'Missing: nothing was charged' }),
};

export const effectShape = z
  .object({
    month: z.string().meta({ description: 'The last whole month in Zurich', examples: ['2026-10'] }),
    ...figures,
    fixedCalls: z.number().int().meta({
      description: 'Calls that were charged what the provider stated, or what was held, and would be again',
    }),
    withinChf: chfText.meta({
      description:
        'How exact it is: each booking is rounded to nano-CHF by itself, and here all are rounded together',
    }),
    mandates: z
      .array(z.object({ mandateId: mandateIdText, name: z.string(), ...figures }))
      .meta({ description: 'The ten with the largest difference' }),
  })
  .meta({ description: 'What last month would have cost' });

/** Of a preview. */
export const previewFields = {
  effect: effectShape.optional(),
  confirm: z.string().optional().meta({ description: 'Send it with the same change to have it written' }),
  confirmUntil: instantText.optional(),
};

export const isWritten = z.boolean().meta({ description: 'False: a preview, nothing was written' });
