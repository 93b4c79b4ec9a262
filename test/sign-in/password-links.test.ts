import { describe, expect, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { Browser } from '#test/support/browser.ts';
import { newPerson, PASSWORD, type Person } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen({ trustedProxies: ['127.0.0.1'] });
const { pool } = rappen.database.openOwner();
const { db } = rappen.context.database;

let addresses = 0;
const newBrowser = () => new Browser(rappen.url, { 'x-forwarded-for': `203.0.113.${++addresses}` });
const NEW_PASSWORD = 'another long password';

const askReset = (email: string) => newBrowser().post('/api/auth/request-password-reset', { email });
const setPassword = (token: string, newPassword = NEW_PASSWORD) =>
  newBrowser().post('/api/auth/reset-password', { token, newPassword });

function invite(person: Person, language: Language = 'de'): Promise<void> {
  const { userId, email, mandateId } = person;
  return transaction(db, (tx) =>
    rappen.context.signIn.passwordLinks.createInvitation(tx, {
      userId,
      email,
      mandateId,
      name: 'Anna Muster',
      language,
    }),
  );
}

async function lastMailTo(email: string) {
  return must((await rappen.mailsTo(email)).at(-1), `a mail to ${email}`);
}

async function tokenTo(email: string): Promise<string> {
  const prefix = `${rappen.url}/set-password?token=`;
  const { text } = await lastMailTo(email);
  const line = text.split('\n').find((line) => line.startsWith(prefix));
  return must(line, 'the link').slice(prefix.length);
}

describe('a forgotten password', () => {
  test('is set anew by the link in a mail, and every session ends', async () => {
    const { email } = await newPerson(rappen);
    const { cookie } = await rappen.signIn(email, PASSWORD);
    expect((await askReset(email.toUpperCase())).status).toBe(200);
    expect(await lastMailTo(email)).toMatchObject({
      kind: 'password_reset',
      holdsSecret: true,
      subject: 'Neues Passwort für Rappen',
    });
    expect((await setPassword(await tokenTo(email))).status).toBe(200);
    expect(await rappen.context.signIn.sessions.sessionOf({ cookie })).toBeUndefined();
    expect((await newBrowser().signIn(email, PASSWORD)).status).toBe(401);
    expect((await newBrowser().signIn(email, NEW_PASSWORD)).status).toBe(200);
  });

  test('the link works once, also for two at once', async () => {
    const { email } = await newPerson(rappen);
    await askReset(email);
    const token = await tokenTo(email);
    const answers = await Promise.all([
      setPassword(token, 'the first of two passwords'),
      setPassword(token, 'the other of two passwords'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect(await setPassword(token)).toMatchObject({ status: 410, body: { code: 'link_expired' } });
  });

  test('one link that was used ends the others', async () => {
    const { email } = await newPerson(rappen);
    await askReset(email);
    const older = await tokenTo(email);
    await askReset(email);
    expect((await setPassword(await tokenTo(email))).status).toBe(200);
    expect((await setPassword(older)).status).toBe(410);
  });

  test('a password that is changed by its owner ends the links, too', async () => {
    const { email } = await newPerson(rappen);
    await askReset(email);
    const browser = newBrowser();
    await browser.signIn(email, PASSWORD);
    const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect((await browser.post('/api/auth/change-password', change)).status).toBe(200);
    expect((await setPassword(await tokenTo(email))).status).toBe(410);
  });

  test('the link ends after an hour', async () => {
    const { email, userId } = await newPerson(rappen);
    await askReset(email);
    expect(await hoursLeft(userId)).toBeCloseTo(1, 1);
    await expire(userId);
    expect((await setPassword(await tokenTo(email))).status).toBe(410);
    expect((await newBrowser().signIn(email, PASSWORD)).status).toBe(200);
  });

  test('a short new password is refused, and the link still works', async () => {
    const { email } = await newPerson(rappen);
    await askReset(email);
    const token = await tokenTo(email);
    expect(await setPassword(token, 'too short')).toMatchObject({
      status: 422,
      body: { path: 'newPassword' },
    });
    expect((await setPassword(token)).status).toBe(200);
  });

  test('a token that no link has is refused before anything is asked', async () => {
    for (const token of ['a\0b', 'a b', 'a'.repeat(201), '../x']) {
      expect(await setPassword(token)).toMatchObject({ status: 422, body: { path: 'token' } });
    }
  });

  test('the secret of the link is nowhere in the database', async () => {
    const { email } = await newPerson(rappen);
    await askReset(email);
    const { rows } = await pool.query<{ text: string }>('select p::text as text from sign_in_proof p');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ text }) => text).join()).not.toContain(await tokenTo(email));
  });

  test.each(['', 'x', "' or 1=1 --", 'x'.repeat(201)])('an invented link is none: %j', async (token) => {
    const { status } = await setPassword(token);
    expect([410, 422]).toContain(status);
  });

  test.each([
    ['de', 'Neues Passwort für Rappen', /gilt 60 Minuten/],
    ['en', 'New password for Rappen', /valid for 60 minutes/],
    ['fr', 'Nouveau mot de passe pour Rappen', /valable 60 minutes/],
    ['it', 'Nuova password per Rappen', /valido per 60 minuti/],
  ] as const)('the mail is in the language of who gets it: %s', async (language, subject, text) => {
    const { email, userId } = await newPerson(rappen);
    await pool.query('update app_user set language = $1 where id = $2', [language, uuidOf(userId)]);
    await askReset(email);
    expect(await lastMailTo(email)).toMatchObject({ subject, text: expect.stringMatching(text) });
    // Swiss spelling.
    expect((await lastMailTo(email)).text).not.toContain('ß');
  });
});

describe('an invitation', () => {
  test('lets somebody without a password set one within a week, once', async () => {
    const person = await newPerson(rappen, null);
    await invite(person);
    expect(await lastMailTo(person.email)).toMatchObject({
      kind: 'invitation',
      mandateId: person.mandateId,
      holdsSecret: true,
    });
    expect(await hoursLeft(person.userId)).toBeCloseTo(7 * 24, 1);
    const token = await tokenTo(person.email);
    expect((await setPassword(token)).status).toBe(200);
    expect((await setPassword(token)).status).toBe(410);
    const browser = newBrowser();
    await browser.signIn(person.email, NEW_PASSWORD);
    expect(await browser.session()).toMatchObject({ userId: person.userId });
  });

  test('belongs to the transaction of who invites', async () => {
    const person = await newPerson(rappen, null);
    const { userId, email, mandateId } = person;
    const attempt = transaction(db, async (tx) => {
      await rappen.context.signIn.passwordLinks.createInvitation(tx, {
        userId,
        email,
        mandateId,
        name: 'Anna',
        language: 'en',
      });
      throw new Error('something else went wrong');
    });
    await expect(attempt).rejects.toThrow('something else');
    const { rows } = await pool.query('select 1 from sign_in_proof where value = $1', [uuidOf(userId)]);
    expect(rows).toEqual([]);
    expect(await rappen.mailsTo(email)).toEqual([]);
  });

  test.each(['de', 'en', 'fr', 'it'] as const)('comes in %s', async (language) => {
    const person = await newPerson(rappen, null);
    await invite(person, language);
    const { subject, text } = await lastMailTo(person.email);
    expect(subject).toMatch(/Rappen/);
    expect(text).toContain('Anna Muster');
    expect(text).toMatch(/7 (Tage|days|jours|giorni)/);
  });
});

async function hoursLeft(userId: Person['userId']): Promise<number> {
  const { rows } = await pool.query<{ hours: number }>(
    'select (extract(epoch from expires_at - now()) / 3600)::float8 as hours from sign_in_proof where value = $1',
    [uuidOf(userId)],
  );
  return must(rows[0], 'the link').hours;
}

async function expire(userId: Person['userId']): Promise<void> {
  await pool.query(`update sign_in_proof set expires_at = now() - interval '1 s' where value = $1`, [
    uuidOf(userId),
  ]);
}
