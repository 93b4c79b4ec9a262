import { z } from 'zod';
import {
  instantText,
  keyIdText,
  language,
  lineText,
  mandateIdText,
  userIdText,
} from '#http/common.contract.ts';

/** What the pages need to know to show only what this person may do; they have no rules of their own. */
export const meAnswer = z.object({
  user: z.object({
    id: userIdText,
    email: z.string().meta({ description: 'Undefined for a key' }).optional(),
    name: z.string().optional(),
    language: language.optional(),
    twoFactorEnabled: z.boolean().optional(),
  }),
  /** Undefined: signed in. */
  apiKey: z
    .object({ id: keyIdText, scopes: z.array(z.string()), expiresAt: instantText.optional() })
    .optional(),
  mandates: z.array(
    z.object({
      id: mandateIdText,
      name: z.string(),
      status: z.enum(['active', 'suspended', 'closed']),
      role: z.string(),
      abilities: z.array(z.string()).meta({
        description:
          'What may be done in this mandate, such as resource.billing.read or resource.aicore.openai',
      }),
    }),
  ),
});

export const meChange = z
  .strictObject({
    name: lineText(200).optional(),
    language: language.optional().meta({ description: 'Of the pages, and of the mails' }),
  })
  .refine((change) => change.name !== undefined || change.language !== undefined, 'must change something');
