import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { must } from '#kernel/assert.ts';
import { type MailId, newId } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { createQueue, type JobQueue } from '#queue/job-queue.ts';
import { TestMailServer } from '#test/support/mail-server.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { MOST_ATTEMPTS, type NewMail, SECRET_NOTE } from './mail.ts';
import { mailWorkers } from './mail-jobs.ts';
import { createMailer, type Mailer } from './mailer.ts';
import { listOutbox, readOutboxMail } from './outbox.service.ts';
import { forgetOldSecrets } from './outbox.store.ts';
import { queueMail, queueMailAgain } from './outbox.ts';

vi.setConfig({ testTimeout: 60_000, expect: { poll: { timeout: 30_000 } } });

const database = await createTestDatabase();
const { db } = database.openApp();
const owner = database.openOwner();
const server = new TestMailServer();
const publicUrl = () => 'https://rappen.example';
const SECRET = 'https://rappen.example/invite#4711-secret';

let mailer: Mailer;
let queue: JobQueue | undefined;
beforeAll(async () => {
  await server.start();
  mailer = createMailer(
    { host: '127.0.0.1', port: server.port, isSecure: false, user: undefined, password: undefined },
    { name: 'Muster, Söhne & Co.', address: 'rappen@muster.example' },
  );
});
afterEach(async () => {
  await queue?.stop(1_000);
  queue = undefined;
  server.fate = () => 'accept';
});
afterAll(() => server.stop());

async function startSending(sending: { mailer: Mailer | undefined } = { mailer }): Promise<void> {
  queue = createQueue({ url: database.appUrl, log: silentLog, lookEveryS: 1 });
  await queue.start({ workers: mailWorkers({ db, ...sending, publicUrl, log: silentLog }), recurring: [] });
  // Nobody waits half a minute here.
  await owner.pool.query("update pgboss.queue set retry_delay = 1, retry_delay_max = 1 where name = 'mail'");
}

function write(to: string, more: Partial<NewMail> = {}): Promise<MailId> {
  const mail: NewMail = {
    to,
    subject: 'Welcome',
    text: `Click here: ${SECRET}`,
    kind: 'invitation',
    holdsSecret: true,
    ...more,
  };
  return transaction(db, async (tx) => must(await queueMail(tx, mail), 'the mail'));
}

const stateOf = async (id: MailId) => (await readOutboxMail(db, id)).state;

test('a mail of a transaction that was rolled back is neither kept nor sent', async () => {
  await startSending();
  const rolledBack = transaction(db, async (tx) => {
    await queueMail(tx, { to: 'gone@x.example', subject: 's', text: 't', kind: 'alarm', holdsSecret: false });
    throw new Error('rolled back');
  });
  await expect(rolledBack).rejects.toThrow('rolled back');
  const later = await write('stays@x.example');
  await expect.poll(() => stateOf(later)).toBe('sent');
  expect(server.of('gone@x.example')).toEqual([]);
  expect((await listOutbox(db, { limit: 50 })).mails.map(({ to }) => to)).toEqual(['stays@x.example']);
});

test('a mail is sent once, as it was written, and its secret does not stay', async () => {
  await startSending();
  const id = await write('anna@muster.example', { subject: 'Grüezi Anna' });
  await expect.poll(() => stateOf(id)).toBe('sent');
  const [mail, ...more] = server.of('anna@muster.example');
  expect(more).toEqual([]);
  expect(mail?.from).toBe('rappen@muster.example');
  expect(mail?.raw).toMatch(/^From: =\?UTF-8\?Q\?.*<rappen@muster\.example>\r$/m);
  expect(mail?.raw).toMatch(/^Subject: =\?UTF-8\?Q\?Gr=C3=BCezi_Anna\?=\r$/m);
  expect(mail?.raw).toContain(`Message-ID: <${id}@muster.example>`);
  expect(mail?.raw).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m);
  expect(mail?.raw).toContain(SECRET);
  expect(await readOutboxMail(db, id)).toMatchObject({
    state: 'sent',
    attempts: 1,
    text: SECRET_NOTE,
    sentAt: expect.any(Date),
  });
  const { rows } = await owner.pool.query(
    "select 1 from mail_outbox where body like '%4711%' union all select 1 from pgboss.job where data::text like '%4711%'",
  );
  expect(rows).toEqual([]);
});

test('a mail without a secret stays readable', async () => {
  await startSending();
  const id = await write('op@muster.example', {
    text: 'The recount differs.',
    kind: 'alarm',
    holdsSecret: false,
  });
  await expect.poll(() => stateOf(id)).toBe('sent');
  expect((await readOutboxMail(db, id)).text).toBe('The recount differs.');
});

test('without a mail server it is kept for the operator to read', async () => {
  await startSending({ mailer: undefined });
  const id = await write('kept@muster.example');
  await expect.poll(() => stateOf(id)).toBe('kept');
  expect(await readOutboxMail(db, id)).toMatchObject({ attempts: 0, text: `Click here: ${SECRET}` });
});

test('a secret that nobody fetched is forgotten after a while', async () => {
  const id = await write('never@muster.example');
  await forgetOldSecrets(db, new Date(Date.now() - 60_000));
  expect((await readOutboxMail(db, id)).text).toContain(SECRET);
  await owner.pool.query("update mail_outbox set created_at = now() - interval '8 days' where id = $1", [
    id.slice(4),
  ]);
  await forgetOldSecrets(db, new Date(Date.now() - 7 * 86_400_000));
  expect((await readOutboxMail(db, id)).text).toBe(SECRET_NOTE);
  // Nobody is sent the note.
  await startSending();
  await expect.poll(() => stateOf(id)).toBe('failed');
});

test('a reply of 4xx is tried again until the server takes it', async () => {
  let replies = 0;
  server.fate = (to) => (to === 'busy@x.example' && ++replies < 3 ? { code: 451 } : 'accept');
  await startSending();
  const id = await write('busy@x.example');
  await expect.poll(() => stateOf(id)).toBe('sent');
  expect(await readOutboxMail(db, id)).toMatchObject({ attempts: 3, lastError: undefined });
  expect(server.of('busy@x.example')).toHaveLength(1);
});

test('a reply of 5xx is for ever; what the server said is listed, but not if it may repeat a secret', async () => {
  server.fate = (to) =>
    to.startsWith('no') ? { code: 550, message: `looks like spam: ${SECRET}` } : 'accept';
  await startSending();
  const secret = await write('no1@x.example');
  const plain = await write('no2@x.example', { holdsSecret: false, kind: 'alarm' });
  await expect.poll(() => stateOf(secret)).toBe('failed');
  await expect.poll(() => stateOf(plain)).toBe('failed');
  const { mails } = await listOutbox(db, { state: 'failed', limit: 10 });
  expect(mails.slice(0, 2).map(({ to, attempts, lastError }) => ({ to, attempts, lastError }))).toEqual([
    { to: 'no2@x.example', attempts: 1, lastError: expect.stringContaining('looks like spam') },
    { to: 'no1@x.example', attempts: 1, lastError: 'SMTP 550' },
  ]);
  const { rows } = await owner.pool.query(
    "select 1 from pgboss.job where (output::text || data::text) like '%4711%'",
  );
  expect(rows).toEqual([]);
});

test('it is given up after so many attempts', async () => {
  server.fate = (to) => (to === 'never@x.example' ? { code: 421 } : 'accept');
  await startSending();
  const id = await write('never@x.example');
  await owner.pool.query('update mail_outbox set attempts = $1 where id = $2', [
    MOST_ATTEMPTS - 2,
    id.slice(4),
  ]);
  await expect.poll(() => stateOf(id)).toBe('failed');
  expect(await readOutboxMail(db, id)).toMatchObject({ attempts: MOST_ATTEMPTS, lastError: 'SMTP 421' });
});

test('one that was given up is tried again when somebody says so; what waits, was sent or is not kept is not', async () => {
  let isFixed = false;
  server.fate = (to) => (to === 'again@x.example' && !isFixed ? { code: 550 } : 'accept');
  await startSending();
  const again = (id: MailId) => transaction(db, (tx) => queueMailAgain(tx, id));
  const id = await write('again@x.example');
  await expect.poll(() => stateOf(id)).toBe('failed');
  isFixed = true;
  expect(await again(id)).toMatchObject({ state: 'waiting', attempts: 0, lastError: undefined });
  await expect.poll(() => stateOf(id)).toBe('sent');
  expect(server.of('again@x.example')).toHaveLength(1);
  await expect(again(id)).rejects.toThrow('was sent');
  const lost = await write('lost@x.example');
  await expect.poll(() => stateOf(lost)).toBe('sent');
  await owner.pool.query("update mail_outbox set state = 'failed', sent_at = null where id = $1", [
    lost.slice(4),
  ]);
  await expect(again(lost)).rejects.toThrow('not kept any more');
  await expect(again(newId('mal'))).rejects.toMatchObject({ code: 'not_found' });
});

test('a mail server that is away and comes back', async () => {
  await server.stop();
  await startSending();
  const id = await write('patient@x.example', { holdsSecret: false });
  await expect.poll(async () => (await readOutboxMail(db, id)).lastError).toContain('ECONNREFUSED');
  expect(await stateOf(id)).toBe('waiting');
  await server.start();
  await expect.poll(() => stateOf(id)).toBe('sent');
  expect(server.of('patient@x.example')).toHaveLength(1);
});

test('a process that is killed while it sends: another one sends the mail', async () => {
  let attempts = 0;
  server.fate = (to) => (to === 'killed@x.example' && ++attempts === 1 ? 'silence' : 'accept');
  const id = await write('killed@x.example');
  const program = fileURLToPath(new URL('../../test/support/mail-process.ts', import.meta.url));
  const child = spawn(process.execPath, [program, database.appUrl, String(server.port)], {
    stdio: 'inherit',
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  await expect.poll(() => attempts).toBe(1);
  child.kill('SIGKILL');
  await gone;
  // It takes until the job has expired before others take it: here that is now.
  await owner.pool.query(
    "update pgboss.job set started_on = now() - interval '1 hour' where name = 'mail' and state = 'active'",
  );
  await startSending();
  await expect.poll(() => stateOf(id)).toBe('sent');
  expect(server.of('killed@x.example')).toHaveLength(1);
  expect(await readOutboxMail(db, id)).toMatchObject({ attempts: 2 });
});

test('two processes send every mail once', async () => {
  await startSending();
  const second = createQueue({ url: database.appUrl, log: silentLog, lookEveryS: 1 });
  await second.start({ workers: mailWorkers({ db, mailer, publicUrl, log: silentLog }), recurring: [] });
  const people = Array.from({ length: 30 }, (_, n) => `many${n}@x.example`);
  const ids = await Promise.all(people.map((to) => write(to)));
  await expect.poll(() => Promise.all(ids.map(stateOf))).toEqual(ids.map(() => 'sent'));
  await second.stop(1_000);
  expect(people.map((to) => server.of(to).length)).toEqual(people.map(() => 1));
});

test('a name with line breaks in a subject stays in the subject', async () => {
  await startSending();
  const injections = [
    '\r\nBcc: evil@x.example',
    '\nX: 1\n\nbody',
    '\r',
    '\u2028Bcc: e@x',
    '\u0000',
    '\u0085Bcc: e@x',
  ];
  const ids = await Promise.all(
    injections.map((inject, n) =>
      write(`victim${n}@x.example`, { subject: `Welcome to Muster${inject} AG` }),
    ),
  );
  await expect.poll(() => Promise.all(ids.map(stateOf))).toEqual(ids.map(() => 'sent'));
  for (const [n, id] of ids.entries()) {
    const to = `victim${n}@x.example`;
    const [mail] = server.of(to);
    const headers = (mail?.raw ?? '').split('\r\n\r\n')[0] ?? '';
    expect(headers.split('\r\n').filter((line) => /^(bcc|x):/i.test(line))).toEqual([]);
    expect(mail?.to).toEqual([to]);
    expect((await readOutboxMail(db, id)).subject).toMatch(/^Welcome to Muster[^\p{Cc}]* AG$/u);
  }
});

test.each([
  'a@x.example\r\nRCPT TO:<b@x.example>',
  'a@x.example, b@x.example',
  '<a@x.example>',
  'a',
  '@',
  'a b@x.example',
  `${'a'.repeat(250)}@x.ch`,
])('%j is no recipient', async (to) => {
  await expect(write(to)).rejects.toThrow('email: must be an e-mail address');
});

test('the application cannot change whom a mail goes to', async () => {
  const { pool } = database.openApp();
  await expect(pool.query("update mail_outbox set recipient = 'me@x.example'")).rejects.toThrow(
    /permission denied/,
  );
  await expect(pool.query('delete from mail_outbox')).rejects.toThrow(/permission denied/);
});

test('pages, newest first, without gaps and repetitions', async () => {
  const all = await listOutbox(db, { limit: 200 });
  expect(all.nextCursor).toBeUndefined();
  const paged = [];
  let cursor: string | undefined;
  do {
    const page: Awaited<ReturnType<typeof listOutbox>> = await listOutbox(db, { cursor, limit: 7 });
    paged.push(...page.mails);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(paged).toEqual(all.mails);
  const ids = paged.map(({ id }) => id);
  expect(ids).toEqual([...ids].sort().reverse());
  await expect(listOutbox(db, { cursor: 'mal_nonsense', limit: 7 })).rejects.toThrow(/^query.cursor: /);
  await expect(readOutboxMail(db, newId('mal'))).rejects.toMatchObject({ code: 'not_found' });
});
