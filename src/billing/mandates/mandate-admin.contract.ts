import { z } from 'zod';
import {
  chfNotNegative,
  chfText,
  instantText,
  language,
  lineText,
  mandateIdText,
  nextCursor,
  paging,
  userIdText,
} from '#http/common.contract.ts';

const status = z.enum(['active', 'suspended', 'closed']);
const billingModel = z.enum(['prepaid_mandate', 'prepaid_user', 'postpaid', 'unlimited']);

export const mandatesQuery = z.strictObject({
  ...paging,
  status: status.optional(),
  q: lineText(100).optional().meta({ description: 'Part of the name' }),
});

export const mandateAnswer = z.object({
  id: mandateIdText,
  name: z.string(),
  status,
  isRoot: z.boolean().meta({ description: "The operator's own mandate" }),
  billingModel,
  creditLimitChf: chfText,
  createdAt: instantText,
  /** What a closing mandate would leave behind. */
  balanceChf: chfText.meta({ description: 'The sum of its wallets' }),
  heldChf: chfText,
  openHolds: z.int(),
  users: z.int(),
});
export const mandatesAnswer = z.object({ mandates: z.array(mandateAnswer), nextCursor });

export const newMandateBody = z.strictObject({
  name: lineText(200),
  billingModel: billingModel.default('prepaid_mandate'),
  creditLimitChf: chfNotNegative.optional().meta({ description: 'For postpaid' }),
  administrator: z
    .strictObject({
      email: z.email().max(254),
      name: lineText(200).optional(),
      language: language.default('de'),
    })
    .optional()
    .meta({ description: 'The first administrator, who is mailed a link to set a password' }),
});

export const newMandateAnswer = z.object({ mandate: mandateAnswer, administratorId: userIdText.optional() });

export const mandateChange = z
  .strictObject({
    name: lineText(200).optional(),
    status: status.optional(),
    remainingChf: z
      .string()
      .max(24)
      .regex(/^-?\d{1,10}(\.\d{1,9})?$/)
      .optional()
      .meta({ description: 'Needed to close: the balance that the mandate leaves, as it is now' }),
  })
  .refine(({ name, status }) => name !== undefined || status !== undefined, 'must change something');
