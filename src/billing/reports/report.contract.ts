import { z } from 'zod';
import {
  instantText,
  mailIdText,
  mandateIdText,
  nextCursor,
  paging,
  reportIdText,
  userIdText,
} from '#http/common.contract.ts';
import { MAIL_STATES } from '#mail/outbox.contract.ts';

/** due: it will be made, or tried again; skipped: nobody gets it by itself; failed: given up. */
export const REPORT_STATES = ['due', 'sent', 'skipped', 'failed'] as const;
/** no_recipients: there are no addresses, or all want no reports. by_hand: there was none by itself, somebody had one sent to himself. */
export const SKIP_REASONS = ['not_enabled', 'no_recipients', 'by_hand'] as const;

const month = z
  .string()
  .regex(/^20(0[1-9]|[1-9]\d)-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-10')
  .meta({ description: 'A month of Europe/Zurich', examples: ['2026-10'] });
const name = z.string().optional();
const count = z.int().nonnegative();
const userOf = userIdText.optional().meta({ description: "A user's own report; left out: the mandate's" });

export const reportsQuery = z.strictObject(paging);

export const reportsAnswer = z.object({
  reports: z.array(
    z.object({
      id: reportIdText,
      month,
      userId: userIdText.optional(),
      userName: name,
      state: z.enum(REPORT_STATES),
      reason: z.enum(SKIP_REASONS).optional(),
      attempts: count,
      lastError: z.string().optional().meta({ description: 'Why the last attempt failed' }),
      madeAt: instantText.optional(),
      mails: z.array(
        z.object({
          id: mailIdText,
          to: z.string(),
          state: z.enum(MAIL_STATES),
          writtenAt: instantText,
          sentAt: instantText.optional(),
        }),
      ),
    }),
  ),
  nextCursor,
});

export const reportSendBody = z.strictObject({
  month,
  userId: userOf,
  to: z.enum(['recipients', 'me']).meta({ description: 'me: only to the address of who asks' }),
});

export const reportSentAnswer = z.object({
  subject: z.string(),
  recipients: z
    .array(z.string())
    .meta({ description: 'To whom it was written; who wants no reports is left out' }),
});

export const reportPreviewQuery = z.strictObject({ month, userId: userOf });

export const reportPreviewAnswer = z.object({
  subject: z.string(),
  text: z.string(),
  recipients: z.array(z.string()),
  files: z.array(z.object({ name: z.string(), bytes: count })),
});

export const reportRunsAnswer = z.object({
  months: z.array(
    z.object({ month, plannedAt: instantText, due: count, sent: count, skipped: count, failed: count }),
  ),
  problems: z.array(
    z.object({
      mandateId: mandateIdText,
      mandateName: z.string(),
      userName: name,
      month,
      state: z.enum(REPORT_STATES),
      attempts: count,
      lastError: z.string(),
      nextAttemptAt: instantText.optional(),
    }),
  ),
});
