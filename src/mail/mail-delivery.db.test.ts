import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { must } from '#kernel/assert.ts';
import { type MandateId, newId } from '#kernel/id.ts';
import { LANGUAGES } from '#kernel/language.ts';
import { silentLog } from '#kernel/log.ts';
import { createQueue } from '#queue/job-queue.ts';
import { MAIL_CERTIFICATE } from '#test/support/mail-certificate.ts';
import { TestMailServer } from '#test/support/mail-server.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { MAIL_TEMPLATES } from '../mail-templates.ts';
import { composeMail } from './layout/compose-mail.ts';
import type { NewMail } from './mail.ts';
import type { MailFile } from './mail-file.ts';
import { mailWorkers } from './mail-jobs.ts';
import { insertStop } from './mail-stop.store.ts';
import { createMailer } from './mailer.ts';
import { readOutboxMail } from './outbox.service.ts';
import { queueMail } from './outbox.ts';

vi.setConfig({ testTimeout: 60_000, expect: { poll: { timeout: 30_000 } } });

/** A pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const FILES: readonly MailFile[] = [
  { name: 'chart.png', contentType: 'image/png', content: PNG, contentId: 'chart' },
  { name: 'Übersicht November.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7 sample') },
  { name: 'usage.csv', contentType: 'text/csv', content: Buffer.from('Größe;1\n') },
];

const database = await createTestDatabase();
const { db } = database.openApp();
const owner = database.openOwner();
const server = new TestMailServer({ user: 'rappen', password: 'correct horse' });
const mandateId: MandateId = newId('mnd');
const queue = createQueue({ url: database.appUrl, log: silentLog, lookEveryS: 1 });

const trusted = getCACertificates();
beforeAll(async () => {
  await server.start();
  setDefaultCACertificates([...trusted, MAIL_CERTIFICATE]);
  const mailer = createMailer(
    { host: '127.0.0.1', port: server.port, isSecure: true, user: 'rappen', password: 'correct horse' },
    { name: 'Muster & "Söhne" <AG>', address: 'rappen@muster.example' },
  );
  const workers = mailWorkers({ db, mailer, publicUrl: () => 'https://rappen.example', log: silentLog });
  await queue.start({ workers, recurring: [] });
});
afterAll(async () => {
  await queue.stop(1_000);
  await server.stop();
});

const write = (mail: NewMail) => transaction(db, async (tx) => must(await queueMail(tx, mail), 'the mail'));

async function arrived(to: string): Promise<ParsedMail> {
  await expect.poll(() => server.of(to).length).toBe(1);
  return simpleParser(must(server.of(to)[0], 'a mail').raw, { skipTextToHtml: true, keepCidLinks: true });
}

test('every template arrives in four languages, as text and as HTML of the same content, over TLS and after signing in', async () => {
  const cases = MAIL_TEMPLATES.flatMap((template) => LANGUAGES.map((language) => ({ template, language })));
  const written = await Promise.all(
    cases.map(async ({ template: { name, kind, sample }, language }) => {
      const { files, ...mail } = await sample(language);
      const to = `${name}.${language}@x.example`;
      await write({ ...mail, to, kind, mandateId, language, files, holdsSecret: false });
      return { to, language, mail };
    }),
  );
  for (const { to, language, mail } of written) {
    const parsed = await arrived(to);
    const { raw } = must(server.of(to)[0], 'a mail');
    expect(raw).toMatch(/^Content-Type: multipart\/(alternative|mixed|related);\r$/m);
    expect(raw.match(/^Content-Type: multipart\/alternative;/gm)).toHaveLength(1);
    expect(parsed.subject).toBe(mail.subject);
    expect(parsed.headers.get('content-language')).toBe(language);
    expect(parsed.text?.trimEnd()).toBe(filled(mail.text, linkIn(parsed)).trimEnd());
    expect(parsed.html).toContain(`<html lang="${language}"`);
    // No mark is left, and nothing of the letter head was lost on the way.
    expect(parsed.html).toContain('Muster &amp; &quot;Söhne&quot; &lt;AG&gt;</td>');
    expect(`${parsed.html}${parsed.text}`).not.toMatch(/[\ue0f0\ue0f1]|undefined/);
    for (const fact of factsOf(mail.text)) expect(parsed.html).toContain(fact);
  }
  expect(server.sessions.every(({ isSecure, user }) => isSecure && user === 'rappen')).toBe(true);
  // Kept open, and used for many.
  expect(server.sessions.length).toBeLessThan(written.length);
});

test('a report with a picture and files: each in its place, and a way to leave it', async () => {
  const report = composeMail('de', {
    title: 'Monatsbericht',
    preheader: 'November 2026',
    blocks: [{ kind: 'picture', contentId: 'chart', alt: 'Verbrauch je Tag', width: 560, height: 240 }],
    canUnsubscribe: true,
  });
  const to = 'reader@x.example';
  const kind = 'monthly_report';
  const id = await write({
    ...report,
    to,
    subject: 'Bericht',
    kind,
    mandateId,
    files: FILES,
    holdsSecret: false,
  });
  const parsed = await arrived(to);
  const { raw } = must(server.of(to)[0], 'a mail');
  // mixed( alternative( text, related( html, picture ) ), pdf, csv )
  const structure = [...raw.matchAll(/^Content-Type: ([a-z]+\/[a-z]+)/gm)].map(([, type]) => type);
  expect(structure).toEqual([
    'multipart/mixed',
    'multipart/alternative',
    'text/plain',
    'multipart/related',
    'text/html',
    'image/png',
    'application/pdf',
    'text/csv',
  ]);
  const contentId = `chart.${id}@muster.example`;
  expect(parsed.html).toContain(`<img src="cid:${contentId}" alt="Verbrauch je Tag"`);
  expect(parsed.attachments).toMatchObject([
    { cid: contentId, contentDisposition: 'inline', content: PNG },
    { filename: 'Übersicht November.pdf', contentType: 'application/pdf', content: FILES[1]?.content },
    { filename: 'usage.csv', contentType: 'text/csv', content: FILES[2]?.content },
  ]);
  const { rows } = await owner.pool.query(
    'select unsubscribe_token as token from mail_outbox where id = $1',
    [id.slice(4)],
  );
  const link = `https://rappen.example/unsubscribe?token=${rows[0].token}`;
  expect(
    parsed.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line.replace(/\r\n\s*/g, ' '),
  ).toBe(`List-Unsubscribe: <${link}>`);
  expect(parsed.headers.get('list-unsubscribe-post') ?? raw).toContain('List-Unsubscribe=One-Click');
  expect(parsed.text).toContain(`Keine Berichte mehr an diese Adresse:\n${link}`);
  expect(parsed.html).toContain(`href="${link}"`);
  // What is kept opens nothing.
  const kept = await readOutboxMail(db, id);
  expect(`${kept.text}${kept.html}`).not.toContain(rows[0].token);
});

test('names that are an attack stay names, in the subject, the text, the HTML and the files', async () => {
  const evil = '<script>alert(1)</script>\r\nBcc: thief@x.example\r\n\u202egpj.exe\u2066';
  const mail = composeMail('it', {
    title: evil,
    preheader: evil,
    blocks: [{ kind: 'facts', facts: [{ label: 'Nome', value: evil }] }],
  });
  const to = 'victim@x.example';
  const files: MailFile[] = [{ ...must(FILES[1], 'a file'), name: `../../${evil}.pdf` }];
  await write({
    ...mail,
    to,
    subject: `Ciao ${evil}`,
    kind: 'balance_warning',
    mandateId,
    files,
    holdsSecret: false,
  });
  const parsed = await arrived(to);
  const received = must(server.of(to)[0], 'a mail');
  expect(received.to).toEqual([to]);
  expect(parsed.headers.has('bcc')).toBe(false);
  expect((parsed.to as AddressObject).value).toEqual([{ address: to, name: '' }]);
  expect(parsed.subject).toBe('Ciao <script>alert(1)</script> Bcc: thief@x.example gpj.exe');
  expect(parsed.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(`${parsed.html}${parsed.text}${parsed.subject}`).not.toMatch(/<script>.*<\/td>|[\u202e\u2066]/);
  expect(parsed.attachments[0]?.filename).toBe('script alert(1) script Bcc thief@x.example gpj.exe.pdf');
});

test('without a name and a password the server takes nothing, and the mail waits', async () => {
  const mailer = createMailer(
    { host: '127.0.0.1', port: server.port, isSecure: true, user: 'rappen', password: 'wrong' },
    { name: undefined, address: 'rappen@muster.example' },
  );
  const mail = { id: newId('mal'), to: 'a@x.example', subject: 's', text: 't' };
  await expect(mailer.send(mail)).rejects.toMatchObject({ isPermanent: false, isBounce: false });
  setDefaultCACertificates(trusted);
  const strict = createMailer(
    { host: '127.0.0.1', port: server.port, isSecure: true, user: 'rappen', password: 'correct horse' },
    { name: undefined, address: 'rappen@muster.example' },
  );
  // A certificate that nobody has signed.
  await expect(strict.send(mail)).rejects.toMatchObject({ isPermanent: false });
  expect(server.of('a@x.example')).toEqual([]);
  setDefaultCACertificates([...trusted, MAIL_CERTIFICATE]);
  mailer.close();
  strict.close();
});

test('a recipient whom the server does not know: the mail bounces, and no report is written to him again', async () => {
  server.unknown = (to) => (to.startsWith('gone') ? '550 5.1.1 no such user' : undefined);
  const report = { text: 't', subject: 's', kind: 'monthly_report', mandateId, holdsSecret: false } as const;
  const id = await write({ ...report, to: 'gone@x.example' });
  await expect.poll(async () => (await readOutboxMail(db, id)).state).toBe('bounced');
  expect(await readOutboxMail(db, id)).toMatchObject({
    attempts: 1,
    bouncedAt: expect.any(Date),
    sentAt: undefined,
    lastError: expect.stringContaining('no such user'),
  });
  expect(await transaction(db, (tx) => queueMail(tx, { ...report, to: 'Gone@x.example' }))).toBeUndefined();
  // Some look for him only when they have the whole mail.
  server.unknown = () => undefined;
  server.fate = (to) => (to.startsWith('late') ? { code: 550, message: '5.1.1 no such mailbox' } : 'accept');
  const late = await write({ ...report, to: 'late@x.example' });
  await expect.poll(async () => (await readOutboxMail(db, late)).state).toBe('bounced');
});

test('what the server has against us says nothing about a recipient, whenever it says so: the mail waits', async () => {
  const report = { text: 't', subject: 's', kind: 'monthly_report', mandateId, holdsSecret: false } as const;
  const refuses = async (to: string) => {
    const id = await write({ ...report, to });
    await expect.poll(async () => (await readOutboxMail(db, id)).lastError).toMatch(/^SMTP 5/);
    expect((await readOutboxMail(db, id)).state).toBe('waiting');
  };
  server.unknown = () => '554 5.7.1 relay access denied';
  await refuses('here@x.example');
  server.unknown = () => undefined;
  server.refusal = () => '550 5.1.8 your domain is not found';
  await refuses('there@x.example');
  server.refusal = () => undefined;
  await write({ ...report, to: 'here@x.example', subject: 'again' });
  await arrived('here@x.example');
});

test('who unsubscribes while a report waits does not get it', async () => {
  const to = 'leaving@x.example';
  const report = { text: 't', subject: 's', mandateId, to, holdsSecret: false } as const;
  server.fate = () => ({ code: 451 });
  const id = await write({ ...report, kind: 'monthly_report' });
  await expect.poll(async () => (await readOutboxMail(db, id)).lastError).toBeDefined();
  await transaction(db, (tx) =>
    insertStop(tx, { mandateId, address: to }, { reason: 'unsubscribed', mailId: id }),
  );
  server.fate = () => 'accept';
  await owner.pool.query("update pgboss.job set start_after = now() where name = 'mail'");
  await expect.poll(async () => (await readOutboxMail(db, id)).state).toBe('failed');
  expect(await readOutboxMail(db, id)).toMatchObject({ lastError: 'its reader has unsubscribed' });
  // A warning is none.
  await write({ ...report, kind: 'balance_warning' });
  await arrived(to);
});

/** The link of the header, which the text repeats. */
function linkIn({ headerLines }: ParsedMail): string {
  const header = headerLines.find(({ key }) => key === 'list-unsubscribe')?.line ?? '';
  return /<(https:[^>]+)>/.exec(header)?.[1] ?? 'no link';
}

function filled(text: string, link: string): string {
  return text
    .replace('\ue0f0operator\ue0f1', 'Muster & "Söhne" <AG>')
    .replace('\ue0f0unsubscribe\ue0f1', link)
    .replaceAll('\r\n', '\n');
}

/** Amounts, numbers and addresses of the text version, as they stand in HTML. */
function factsOf(text: string): string[] {
  const body = text.split('\n-- \n')[0] ?? '';
  return [...body.matchAll(/CHF\u00a0[\d'.]+|https:\/\/\S+|\b\d+ (?:Tage|days|jours|giorni)\b/g)].map(
    ([fact]) =>
      fact
        .replaceAll("'", '&#39;')
        .replaceAll('&', (sign, at: number, all: string) => (all.startsWith('&#39;', at) ? sign : '&amp;')),
  );
}
