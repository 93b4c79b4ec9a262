import { z } from 'zod';
import {
  accountIdText,
  chfNotNegative,
  chfText,
  deliveryIdText,
  instantText,
  mandateIdText,
  nextCursor,
  noticeIdText,
  paging,
  userIdText,
} from '#http/common.contract.ts';
import { MAIL_STATES } from '#mail/outbox.contract.ts';
import { DELIVERY_STATES } from './outgoing-webhook.contract.ts';

const noticeKind = z.enum(['low', 'empty', 'recovered']).meta({
  description:
    'low: less is left than the warnings of the wallet come to; empty: less than CHF 0.10; recovered: well above it again',
});

export const noticePart = z.object({
  id: noticeIdText,
  kind: noticeKind,
  accountId: accountIdText,
  userId: userIdText.optional().meta({ description: 'Whose own wallet; left out: the pool' }),
  thresholdChf: chfText.meta({ description: 'That was crossed' }),
  leftChf: chfText.meta({
    description: 'Balance less floor, as it was crossed; what was held counts as left',
  }),
  at: instantText,
});

export const noticesQuery = z.strictObject(paging);

const notice = noticePart.extend({
  userName: z.string().optional(),
  state: z.enum(['waiting', 'told', 'dropped']).meta({
    description: 'dropped: when it was due, it was not true any more',
  }),
  dueAt: instantText.meta({
    description: 'When it is told: at once, or 6 hours after the low balance that was told before',
  }),
  mails: z.array(
    z.object({
      to: z.string(),
      state: z.enum(MAIL_STATES).meta({ description: 'kept: no mail server is set up' }),
    }),
  ),
  delivery: z
    .object({ id: deliveryIdText, state: z.enum(DELIVERY_STATES) })
    .optional()
    .meta({ description: 'To the webhook' }),
});

export const noticesAnswer = z.object({ notices: z.array(notice), nextCursor });

export const walletWarningParams = z.object({ mandateId: mandateIdText, userId: userIdText });

const daysLeft = z.int().min(1).max(365).nullable();
const belowPercent = z.int().min(1).max(99).nullable();

export const walletWarningBody = z
  .strictObject({ belowChf: chfNotNegative.nullable(), belowPercent, daysLeft })
  .meta({ description: "All null: as the mandate's settings say" });

export const walletWarning = z.object({
  userId: userIdText,
  userName: z.string(),
  leftChf: chfText.nullable().meta({ description: 'Balance less floor; null: unlimited' }),
  warnAtChf: chfText.nullable().meta({ description: 'What the warnings come to; null: nobody is warned' }),
  own: z
    .object({ belowChf: chfText.nullable(), belowPercent, daysLeft })
    .nullable()
    .meta({ description: "null: as the mandate's settings say" }),
});

export const walletWarningsAnswer = z.object({ wallets: z.array(walletWarning), nextCursor });
