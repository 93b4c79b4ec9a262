import { z } from 'zod';
import {
  auditIdText,
  instant,
  instantText,
  keyIdText,
  mandateIdText,
  nextCursor,
  paging,
  requestIdText,
  userIdText,
} from '#http/common.contract.ts';

export const auditQuery = z.strictObject({
  ...paging,
  action: z
    .string()
    .regex(/^[a-z_]{1,50}(\.[a-z_]{1,50})?$/)
    .optional()
    .meta({ description: 'An action (user.invited), or all about one thing (user)' }),
  user: userIdText.optional().meta({ description: 'Who made the change' }),
  from: instant.optional(),
  to: instant.optional().meta({ description: 'Before this instant' }),
});

const facts = z.record(z.string(), z.json()).nullable();

export const auditAnswer = z.object({
  entries: z.array(
    z.object({
      id: auditIdText,
      mandateId: mandateIdText,
      mandateName: z.string().nullable(),
      at: instantText,
      action: z.string(),
      subject: z.string(),
      by: z.object({
        userId: userIdText
          .nullable()
          .meta({ description: 'Null: a command on the machine of the operator, or Rappen itself' }),
        name: z.string().nullable(),
        apiKeyId: keyIdText.nullable(),
      }),
      before: facts,
      after: facts,
      reason: z.string().nullable(),
      requestId: requestIdText.nullable(),
    }),
  ),
  nextCursor,
});
