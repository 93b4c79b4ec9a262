import { expect, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { type MandateId, newId } from '#kernel/id.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import type { NewMail } from './mail.ts';
import { forgetOldFiles, selectAttached, selectFiles } from './mail-file.store.ts';
import type { MailFile } from './mail-file.ts';
import { deleteStop, insertStop, selectStops } from './mail-stop.store.ts';
import { forgetOldHtml, selectMail } from './outbox.store.ts';
import { queueMail, queueMailAgain } from './outbox.ts';

const database = await createTestDatabase();
const { db } = database.openApp();
// Another process: connections of its own.
const { db: otherDb } = database.openApp();
const owner = database.openOwner();

const mandateId: MandateId = newId('mnd');
const mail = (to: string, more: Partial<NewMail> = {}): NewMail => ({
  to,
  mandateId,
  subject: 'Report',
  text: 'Hello',
  kind: 'monthly_report',
  holdsSecret: false,
  ...more,
});
const write = (newMail: NewMail, by = db) => transaction(by, (tx) => queueMail(tx, newMail));
const countOf = async (table: string) =>
  Number((await owner.pool.query(`select count(*) as n from ${table}`)).rows[0].n);

const pdf = (text: string): MailFile => ({
  name: 'report.pdf',
  contentType: 'application/pdf',
  content: Buffer.from(text),
});

test('two processes write a mail of one event once to each recipient', async () => {
  const eventKey = `report:${mandateId}:2026-11`;
  const people = ['a@x.example', 'b@x.example'];
  const asked = people.flatMap((to) =>
    Array.from({ length: 12 }, (_, n) => write(mail(to, { eventKey }), n % 2 === 0 ? db : otherDb)),
  );
  const written = (await Promise.all(asked)).filter((id) => id !== undefined);
  expect(written).toHaveLength(2);
  const { rows } = await owner.pool.query(
    'select recipient from mail_outbox where event_key = $1 order by 1',
    [eventKey],
  );
  expect(rows.map(({ recipient }) => recipient)).toEqual(people);
  const { rows: jobs } = await owner.pool.query(
    "select data->>'mailId' as id from pgboss.job where name = 'mail'",
  );
  expect(jobs.map(({ id }) => id).toSorted()).toEqual(written.toSorted());
});

test('a key whose transaction was rolled back is free again', async () => {
  const newMail = mail('again@x.example', { eventKey: 'once' });
  await expect(
    transaction(db, async (tx) => {
      expect(await queueMail(tx, newMail)).toBeDefined();
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  expect(await write(newMail)).toBeDefined();
  expect(await write(newMail)).toBeUndefined();
});

test('a file that several mails have is kept once, and goes when none has it any more', async () => {
  const both = await Promise.all(
    ['c@x.example', 'd@x.example'].map((to) =>
      write(mail(to, { files: [pdf('the same'), { ...pdf('one more'), contentId: 'chart', name: '../x' }] })),
    ),
  );
  expect(await countOf('mail_file')).toBe(2);
  const [first = newId('mal'), second = newId('mal')] = both;
  expect(await selectAttached(db, second)).toEqual([
    {
      position: 0,
      name: 'report.pdf',
      contentType: 'application/pdf',
      contentId: undefined,
      bytes: 8,
      isKept: true,
    },
    { position: 1, name: 'x', contentType: 'application/pdf', contentId: 'chart', bytes: 8, isKept: true },
  ]);
  expect((await selectFiles(db, second)).map(({ content }) => content.toString())).toEqual([
    'the same',
    'one more',
  ]);

  const tidy = (days: number) => {
    const before = new Date(Date.now() - days * 86_400_000);
    return forgetOldFiles(db, { sentBefore: before, writtenBefore: new Date(0) });
  };
  await owner.pool.query("update mail_file set used_at = now() - interval '3 days'");
  await owner.pool.query(
    "update mail_outbox set state = 'sent', sent_at = now() - interval '3 days' where id = $1",
    [first.slice(4)],
  );
  await tidy(4);
  expect(await selectFiles(db, first)).toHaveLength(2);
  await tidy(2);
  expect((await selectAttached(db, first)).map(({ isKept }) => isKept)).toEqual([false, false]);
  expect(await selectFiles(db, second)).toHaveLength(2);
  await owner.pool.query("update mail_outbox set state = 'failed' where id = $1", [second.slice(4)]);
  await forgetOldFiles(db, { sentBefore: new Date(0), writtenBefore: new Date() });
  expect(await countOf('mail_file')).toBe(0);
  await owner.pool.query("update mail_outbox set html = '<p>x</p>'");
  await forgetOldHtml(db, new Date(Date.now() - 60_000));
  expect((await selectMail(db, second))?.html).toBe('<p>x</p>');
  await forgetOldHtml(db, new Date());
  expect(await selectMail(db, second)).toMatchObject({ html: undefined, text: expect.stringMatching(/./) });
  // Without its files it would be another mail.
  await expect(transaction(db, (tx) => queueMailAgain(tx, second))).rejects.toThrow('not kept any more');
});

test('of two who attach a file that is there, neither waits for the other', async () => {
  const files = [pdf('of many')];
  await write(mail('many@x.example', { files }));
  await transaction(db, async (tx) => {
    await queueMail(tx, mail('one@x.example', { files }));
    expect(await write(mail('other@x.example', { files }), otherDb)).toBeDefined();
  });
});

test('the tidying leaves alone what is being attached', async () => {
  await owner.pool.query(
    "insert into mail_file (sha256, content, used_at) values (sha256('raced'), 'raced', '2020-01-01')",
  );
  let tidied: Promise<void> | undefined;
  const id = await transaction(db, async (tx) => {
    const written = await queueMail(tx, mail('race@x.example', { files: [pdf('raced')] }));
    tidied = forgetOldFiles(otherDb, { sentBefore: new Date(0), writtenBefore: new Date(0) });
    await new Promise((resolve) => setTimeout(resolve, 200));
    return written;
  });
  await tidied;
  expect(await selectFiles(db, id ?? newId('mal'))).toHaveLength(1);
});

test('who has unsubscribed or cannot be reached gets no report, but every other mail, until it is taken back', async () => {
  const address = 'Stopped@x.example';
  const key = { mandateId, address };
  const mailId = newId('mal');
  const stop = (reason: 'unsubscribed' | 'bounced') =>
    transaction(db, (tx) => insertStop(tx, key, { reason, detail: '550 no such user', mailId }));
  expect([await stop('unsubscribed'), await stop('bounced'), await stop('bounced')]).toEqual([
    true,
    true,
    false,
  ]);
  expect(await write(mail(address))).toBeUndefined();
  expect(await write(mail(address.toLowerCase()))).toBeUndefined();
  expect(await write(mail(address, { kind: 'balance_warning' }))).toBeDefined();
  expect(await write(mail(address, { mandateId: newId('mnd') }))).toBeDefined();
  expect(await selectStops(db, mandateId)).toEqual([
    {
      address: 'stopped@x.example',
      reason: 'bounced',
      detail: '550 no such user',
      mailId,
      stoppedAt: expect.any(Date),
    },
    expect.objectContaining({ reason: 'unsubscribed' }),
  ]);
  await transaction(db, (tx) => deleteStop(tx, key, 'unsubscribed'));
  expect(await write(mail(address))).toBeUndefined();
  await transaction(db, (tx) => deleteStop(tx, key, 'bounced'));
  expect(await write(mail(address))).toBeDefined();
});

test('only a report can be left, and a mail with a secret carries nothing', async () => {
  await expect(write(mail('e@x.example', { kind: 'invoice', canUnsubscribe: true }))).rejects.toThrow(
    'only reports',
  );
  await expect(write(mail('e@x.example', { mandateId: undefined }))).rejects.toThrow('has a mandate');
  await expect(
    write(mail('e@x.example', { kind: 'invitation', holdsSecret: true, files: [pdf('x')] })),
  ).rejects.toThrow('has no files');
  await expect(write(mail('e@x.example', { html: 'x'.repeat(300_001) }))).rejects.toThrow(
    'html: is too long',
  );
});
