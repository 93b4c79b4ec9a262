import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { openBilling } from '#billing/settings/settings.service.ts';
import { transaction } from '#db/transaction.ts';
import { must } from '#kernel/assert.ts';
import { type MailId, newId } from '#kernel/id.ts';
import type { NewMail } from '#mail/mail.ts';
import { readOutboxMail } from '#mail/outbox.service.ts';
import { queueMail } from '#mail/outbox.ts';
import { makeMember } from '#test/support/mandate-factory.ts';
import { expectRefusal, rappenOn } from '#test/support/rappen-process.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

// Each command is a process: on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 120_000 });

const database = await createTestDatabase();
const { db } = database.openApp();
const owner = database.openOwner();
const { ask, askFed, done } = rappenOn(database);
const directory = mkdtempSync(join(tmpdir(), 'rappen-bounce-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A file with the report of a mail server. */
function reportOn(mailId: MailId, action = 'failed'): string {
  const file = join(directory, `${mailId}.${action}.eml`);
  const lines = [
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b1',
    '',
    ...['--b1', 'Content-Type: text/plain', '', 'Sorry.', ''],
    ...['--b1', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
    ...['Final-Recipient: rfc822; gone@x.example', `Action: ${action}`, 'Status: 5.1.1'],
    ...['Diagnostic-Code: smtp; 550 5.1.1 no such user', ''],
    ...['--b1', 'Content-Type: text/rfc822-headers', '', `Message-ID: <${mailId}@muster.example>`, ''],
    '--b1--',
  ];
  writeFileSync(file, `${lines.join('\r\n')}\r\n`);
  return file;
}

test('a report of a mail server marks the mail and its address, once; what is no such report is refused', async () => {
  const { mandateId } = await makeMember(db);
  await openBilling(db, { mandateId, billingModel: 'prepaid_mandate' });
  const report: NewMail = {
    ...{ mandateId, to: 'gone@x.example', subject: 'Report', text: 't' },
    ...{ kind: 'monthly_report', holdsSecret: false },
  };
  const write = () => transaction(db, (tx) => queueMail(tx, report));
  const id = must(await write(), 'the report');
  await owner.pool.query("update mail_outbox set state = 'sent', sent_at = now() where id = $1", [
    id.slice(4),
  ]);

  const refused: [file: string, reason: string][] = [
    [reportOn(id, 'delayed'), 'message: reports no failure, but: delayed'],
    [reportOn(newId('mal')), 'message: is about a mail that is not in this outbox'],
    [join(directory, 'none.eml'), `file: ${JSON.stringify(join(directory, 'none.eml'))} cannot be read`],
  ];
  for (const [file, reason] of refused) {
    const message = expect.stringContaining(reason);
    expectRefusal(await ask('record-bounce', file), { code: 'invalid_request', message });
  }
  expect((await readOutboxMail(db, id)).state).toBe('sent');

  const facts = {
    mailId: id,
    kind: 'monthly_report',
    to: 'gone@x.example',
    problem: '5.1.1: 550 5.1.1 no such user',
  };
  // As a mail server's pipe gives it.
  const piped = await askFed(readFileSync(reportOn(id), 'utf8'), 'record-bounce', '-');
  expect(piped).toMatchObject({ exitCode: 0, stderr: '', json: { ...facts, isNew: true } });
  expectRefusal(await askFed('', 'record-bounce', '-'), {
    code: 'invalid_request',
    message: expect.stringContaining('message: is empty'),
  });
  expect(await done('record-bounce', '--file', reportOn(id))).toEqual({ ...facts, isNew: false });
  expect(await readOutboxMail(db, id)).toMatchObject({ state: 'bounced', lastError: facts.problem });
  expect(await write()).toBeUndefined();
  const { rows } = await owner.pool.query(
    "select subject, mandate_id from audit_entry where action = 'mail.bounced'",
  );
  expect(rows).toEqual([{ subject: id, mandate_id: mandateId.slice(4) }]);
});
