import { z } from 'zod';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { mailIdText } from '#http/common.contract.ts';
import { outboxAnswer, outboxEntry, outboxMailAnswer, outboxQuery } from '#mail/outbox.contract.ts';
import { listOutbox, readOutboxMail } from '#mail/outbox.service.ts';
import type { OutboxMail } from '#mail/outbox.store.ts';
import { queueMailAgain } from '#mail/outbox.ts';
import { type ApiRoute, apiRoute } from '../access/api-route.ts';
import { auditBy, recordAudit } from '../audit/audit.ts';

/** The operator's mails. Here, not in mail/, because who may see them is decided above it. */
export function outboxRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
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
          return { ...describe(mail), text };
        }),
    }),
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

function describe({ holdsSecret: _, createdAt, sentAt, bouncedAt, ...mail }: OutboxMail) {
  return {
    ...mail,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString(),
    bouncedAt: bouncedAt?.toISOString(),
  };
}
