import { z } from 'zod';
import { deliveryIdText, instantText, nextCursor, noticeIdText, paging } from '#http/common.contract.ts';
import { PLAIN_LINE } from '#kernel/plain-line.ts';

export const WEBHOOK_EVENTS = ['balance.low', 'balance.empty', 'balance.recovered', 'webhook.test'] as const;
export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;

export const webhookBody = z.strictObject({
  url: z
    .string()
    .min(1)
    .max(2_000)
    .regex(PLAIN_LINE)
    .meta({ description: 'https, on the public internet', examples: ['https://example.com/hooks/rappen'] }),
});

export const webhookAnswer = z.object({
  url: z.string().nullable().meta({ description: 'null: none is set' }),
  oldSecretUntil: instantText
    .nullable()
    .meta({ description: 'Until then messages are signed with the secret before this one as well' }),
  secret: z
    .string()
    .optional()
    .meta({ description: 'A new one, shown this once; it verifies messages as Standard Webhooks say' }),
});

export const deliveryQuery = z.strictObject(paging);

export const deliveryShape = z.object({
  id: deliveryIdText,
  noticeId: noticeIdText.optional().meta({ description: 'Left out: a test' }),
  type: z.enum(WEBHOOK_EVENTS),
  state: z.enum(DELIVERY_STATES),
  attempts: z.int().min(0),
  lastStatus: z.int().optional().meta({ description: 'Of the last answer' }),
  problem: z
    .enum([
      'address_not_allowed',
      'name_not_found',
      'timeout',
      'connection_failed',
      'redirected',
      'refused',
      'no_webhook',
    ])
    .optional()
    .meta({ description: 'Of the last attempt. address_not_allowed: the name leads to a private address' }),
  createdAt: instantText,
  endedAt: instantText.optional(),
});

export const deliveryListAnswer = z.object({ deliveries: z.array(deliveryShape), nextCursor });

export const testEventAnswer = z.object({ deliveryId: deliveryIdText });
