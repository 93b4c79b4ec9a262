import { z } from 'zod';
import { language } from '#http/common.contract.ts';

/** What stands in the link of a report. */
const unsubscribeToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ description: 'As it stands in the link' });

export const unsubscribeQuery = z.strictObject({ token: unsubscribeToken });

export const unsubscribeBody = z.strictObject({ token: unsubscribeToken });

export const subscriptionAnswer = z.object({
  address: z.string(),
  mandateName: z.string(),
  isUnsubscribed: z.boolean().meta({ description: 'The address gets no more reports of the mandate' }),
  language: language.optional().meta({ description: 'Of the report with the link' }),
});
