import { z } from 'zod';
import { instantText, mailIdText, mandateIdText, nextCursor, paging } from '#http/common.contract.ts';

/** Mails as the operator sees them. */

export const MAIL_KINDS = [
  'invitation',
  'password_reset',
  'alarm',
  'balance_warning',
  'monthly_report',
  'top_up_request',
  'invoice',
  'reminder',
] as const;
/**
 * waiting: a job will send it; kept: no mail server is set up, the operator reads it; failed: given up; bounced: the
 * recipient's server refused it, at once or after it was sent.
 */
export const MAIL_STATES = ['waiting', 'kept', 'sent', 'failed', 'bounced'] as const;
/** What may be attached to a mail. */
export const MAIL_FILE_TYPES = [
  'application/pdf',
  'image/png',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const;

export const outboxQuery = z.strictObject({ state: z.enum(MAIL_STATES).optional(), ...paging });

export const outboxEntry = z.object({
  id: mailIdText,
  mandateId: mandateIdText.optional(),
  to: z.string(),
  subject: z.string(),
  kind: z.enum(MAIL_KINDS),
  state: z.enum(MAIL_STATES).meta({
    description:
      'waiting: will be sent; kept: no mail server is set up, so it is for the operator to read; failed: given up; ' +
      "bounced: refused by the recipient's server",
  }),
  attempts: z.int(),
  lastError: z.string().optional(),
  createdAt: instantText,
  sentAt: instantText.optional(),
  bouncedAt: instantText.optional(),
});

export const outboxAnswer = z.object({ mails: z.array(outboxEntry), nextCursor });

export const outboxMailAnswer = outboxEntry.extend({
  text: z.string().meta({ description: 'What it says. A secret is replaced by a note once it is sent' }),
  hasHtml: z.boolean().meta({ description: 'It can be looked at as HTML; one with a secret cannot' }),
  files: z
    .array(
      z.object({
        position: z.int(),
        name: z.string(),
        contentType: z.enum(MAIL_FILE_TYPES),
        bytes: z.int(),
        isKept: z.boolean().meta({ description: 'False: some time after the mail was sent it is let go' }),
      }),
    )
    .meta({ description: 'What is attached, without the pictures that it shows' }),
});
