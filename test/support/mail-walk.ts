import { transaction } from '#db/transaction.ts';
import { must } from '#kernel/assert.ts';
import { parseId } from '#kernel/id.ts';
import { composeMail } from '#mail/layout/compose-mail.ts';
import { queueMail } from '#mail/outbox.ts';
import type { TestRappen } from './rappen.ts';
import { done, type TypedClient, type Walk } from './typed-client.ts';

/** Every route of mails: a report is written, looked at, left, and asked for again. */
export async function walkThroughMails(
  rappen: TestRappen,
  { walk, operator, admin }: { walk: Walk; operator: TypedClient; admin: TypedClient },
  mandateId: string,
): Promise<void> {
  const mail = await writeReport(rappen, mandateId);
  const path = { mailId: mail.id };
  await done(operator.GET('/api/admin/outbox/{mailId}', { params: { path } }));
  await done(operator.GET('/api/admin/outbox/{mailId}/html', { params: { path }, parseAs: 'text' }));
  const file = { params: { path: { ...path, position: '0' } }, parseAs: 'text' } as const;
  await done(operator.GET('/api/admin/outbox/{mailId}/files/{position}', file));

  const { templates } = await done(operator.GET('/api/admin/mail-previews'));
  const template = must(templates[0], 'a template').name;
  const sample = { params: { path: { template }, query: { language: 'fr' } } } as const;
  await done(operator.GET('/api/admin/mail-previews/{template}', sample));
  await done(operator.GET('/api/admin/mail-previews/{template}/html', { ...sample, parseAs: 'text' }));

  const visitor = walk.client({});
  const { token } = mail;
  await done(visitor.GET('/api/unsubscribe', { params: { query: { token } } }));
  await done(visitor.POST('/api/unsubscribe', { body: { token } }));
  const stops = '/api/admin/mandates/{mandateId}/billing/report-stops' as const;
  const { stops: found } = await done(admin.GET(stops, { params: { path: { mandateId } } }));
  const { address, reason } = must(found[0], 'a stop');
  await done(admin.DELETE(stops, { params: { path: { mandateId }, query: { address, reason } } }));
}

async function writeReport(
  { context }: TestRappen,
  mandateId: string,
): Promise<{ id: string; token: string }> {
  const report = composeMail('fr', { title: 'Rapport', preheader: '', blocks: [], canUnsubscribe: true });
  const id = await transaction(context.database.db, (tx) =>
    queueMail(tx, {
      ...report,
      mandateId: must(parseId('mnd', mandateId), 'a mandate'),
      to: 'reader@walk.example',
      subject: 'Rapport',
      kind: 'monthly_report',
      holdsSecret: false,
      files: [{ name: 'walk.csv', contentType: 'text/csv', content: Buffer.from('a;b') }],
    }),
  );
  const { rows } = await context.database.pool.query<{ token: string }>(
    'select unsubscribe_token as token from mail_outbox where id = $1',
    [must(id, 'the report').slice(4)],
  );
  return { id: must(id, 'the report'), token: must(rows[0], 'the mail').token };
}
