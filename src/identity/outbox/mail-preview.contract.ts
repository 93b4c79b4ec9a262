import { z } from 'zod';
import { language } from '#http/common.contract.ts';
import { MAIL_FILE_TYPES, MAIL_KINDS } from '#mail/outbox.contract.ts';

/** The templates of mails, with sample facts. */

const templateName = z.string().regex(/^[a-z_]{3,40}$/);
const theme = z.enum(['light', 'dark']);

export const ofTemplate = z.object({ template: templateName });

export const previewQuery = z.strictObject({ language });

export const previewFrameQuery = z.strictObject({ language, theme: theme.optional() });

export const mailFrameQuery = z.strictObject({ theme: theme.optional() });

export const templatesAnswer = z.object({
  templates: z.array(z.object({ name: templateName, kind: z.enum(MAIL_KINDS) })),
});

export const previewAnswer = z.object({
  name: templateName,
  kind: z.enum(MAIL_KINDS),
  language,
  subject: z.string(),
  text: z.string(),
  html: z.string().meta({ description: 'With its pictures in it' }),
  files: z
    .array(z.object({ name: z.string(), contentType: z.enum(MAIL_FILE_TYPES), bytes: z.int() }))
    .meta({ description: 'What is attached, without the pictures that it shows' }),
});
