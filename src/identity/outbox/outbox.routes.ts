import { z } from 'zod';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { mailIdText } from '#http/common.contract.ts';
import { AppError } from '#kernel/error.ts';
import { selectAttached, selectFiles } from '#mail/mail-file.store.ts';
import { fileAnswer, frameAnswer, shownHtml } from '#mail/mail-frame.ts';
import { fillText, type MarkValues } from '#mail/mail-marks.ts';
import {
  MAIL_FILE_TYPES,
  outboxAnswer,
  outboxEntry,
  outboxMailAnswer,
  outboxQuery,
} from '#mail/outbox.contract.ts';
import { listOutbox, readMailFile, readOutboxMail } from '#mail/outbox.service.ts';
import type { OutboxMail } from '#mail/outbox.store.ts';
import { queueMailAgain } from '#mail/outbox.ts';
import { type ApiRoute, apiRoute, apiStream } from '../access/api-route.ts';
import { auditBy, recordAudit } from '../audit/audit.ts';
import { mailFrameQuery } from './mail-preview.contract.ts';

export interface OutboxDeps {
  readonly db: Db;
  /** What the marks in mails stand for where they are shown. */
  marks(): MarkValues;
}

/** The operator's mails. Here, not in mail/, because who may see them is decided above it. */
export function outboxRoutes({ db, marks }: OutboxDeps): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/admin/outbox',
      summary: 'Lists mails, newest first',
      tag: 'Operation',
      permission: 'resource.operation.outbox',
      query: outboxQuery,
      answer: outboxAnswer,
      handle: async ({ query }) => {
        const { mails, nextCursor } = await listOutbox(db, query);
        return { mails: mails.map(describe), nextCursor };
      },
    }),
    apiRoute({
      method: 'GET',
      path: '/api/admin/outbox/:mailId',
      summary: 'One mail with its text; the reading of one with a secret is recorded',
      tag: 'Operation',
      permission: 'resource.operation.outbox',
      params: z.object({ mailId: mailIdText }),
      answer: outboxMailAnswer,
      handle: (call) =>
        transaction(db, async (tx) => {
          const mail = await readOutboxMail(tx, call.params.mailId);
          const { id, kind, to, holdsSecret, text } = mail;
          // Who has read an invitation could accept it himself.
          if (holdsSecret)
            await recordAudit(tx, auditBy(call), { action: 'mail.read', subject: id, after: { kind, to } });
          const files = (await selectAttached(tx, id)).filter(({ contentId }) => contentId === undefined);
          return {
            ...describe(mail),
            text: fillText(text, marks()),
            hasHtml: mail.html !== undefined && !holdsSecret,
            files,
          };
        }),
    }),
    ...contentRoutes({ db, marks }),
    apiRoute({
      method: 'POST',
      path: '/api/admin/outbox/:mailId/send',
      summary: 'Has a mail that was given up, or kept because there was no mail server, tried once more',
      tag: 'Operation',
      permission: 'resource.operation.outbox',
      params: z.object({ mailId: mailIdText }),
      answer: outboxEntry,
      handle: (call) =>
        transaction(db, async (tx) => {
          const mail = await queueMailAgain(tx, call.params.mailId);
          const { id, kind, to } = mail;
          await recordAudit(tx, auditBy(call), {
            action: 'mail.sent_again',
            subject: id,
            after: { kind, to },
          });
          return describe(mail);
        }),
    }),
  ];
}

/** What a mail shows and carries. Not of one with a secret, whose reading is recorded: its text says the same. */
function contentRoutes({ db, marks }: OutboxDeps): readonly ApiRoute[] {
  return [
    apiStream({
      method: 'GET',
      path: '/api/admin/outbox/:mailId/html',
      summary: 'A mail as a page that runs and loads nothing, for a frame; not of one with a secret',
      tag: 'Operation',
      permission: 'resource.operation.outbox',
      params: z.object({ mailId: mailIdText }),
      query: mailFrameQuery,
      produces: ['text/html'],
      handle: async ({ params: { mailId }, query: { theme } }) => {
        const { html, holdsSecret } = await readOutboxMail(db, mailId);
        if (html === undefined || holdsSecret) throw new AppError('not_found');
        const files = await selectFiles(db, mailId);
        return frameAnswer(shownHtml(html, { files, marks: marks(), theme }));
      },
    }),
    apiStream({
      method: 'GET',
      path: '/api/admin/outbox/:mailId/files/:position',
      summary: 'A file that is attached to a mail',
      tag: 'Operation',
      permission: 'resource.operation.outbox',
      params: z.object({ mailId: mailIdText, position: z.string().regex(/^\d$/).transform(Number) }),
      produces: MAIL_FILE_TYPES,
      handle: async ({ params: { mailId, position } }) =>
        fileAnswer(await readMailFile(db, mailId, position)),
    }),
  ];
}

function describe({ holdsSecret: _, createdAt, sentAt, bouncedAt, ...mail }: OutboxMail) {
  return {
    ...mail,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString(),
    bouncedAt: bouncedAt?.toISOString(),
  };
}
