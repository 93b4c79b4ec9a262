import { describe, expect, test } from 'vitest';
import { forgetExpired } from '#identity/sign-in/session.store.ts';
import { uuidOf } from '#kernel/id.ts';
import { Browser } from '#test/support/browser.ts';
import { newPerson, PASSWORD } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const second = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
const behindTls = await startTestRappen({
  database: rappen.database,
  simulator: rappen.simulator,
  publicUrl: 'https://rappen.example',
});
const { pool } = rappen.database.openOwner();

describe('signing in', () => {
  test('and out, with a session that says who it is and shows no token to scripts', async () => {
    const { email, userId } = await newPerson(rappen);
    const browser = new Browser(rappen.url);
    expect(await browser.session()).toBeUndefined();
    const answer = await browser.signIn(email.toUpperCase(), PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ secondFactorRequired: false });
    expect(await browser.session()).toEqual({
      userId,
      email,
      name: expect.any(String),
      language: 'de',
      twoFactorEnabled: false,
      expiresAt: expect.any(String),
    });
    expect((await browser.get('/api/me')).body.user).toMatchObject({ id: userId, email });
    const copy = browser.cookieHeader();
    expect((await browser.post('/api/auth/sign-out')).status).toBe(200);
    expect(browser.cookies.size).toBe(0);
    expect(await statusOf(copy)).toBe(401);
  });

  test('holds on every process, and ends on every process', async () => {
    const { email } = await newPerson(rappen);
    const { cookie } = await rappen.signIn(email, PASSWORD);
    expect(await statusOf(cookie, second.url)).toBe(200);
    const browser = new Browser(rappen.url);
    await browser.signIn(email, PASSWORD);
    await browser.post('/api/auth/revoke-other-sessions');
    expect(await statusOf(cookie, second.url)).toBe(401);
    expect(await statusOf(browser.cookieHeader(), second.url)).toBe(200);
  });

  test('gives a new token each time, whatever the browser had before', async () => {
    const [mallory, anna] = [await newPerson(rappen), await newPerson(rappen)];
    const planted = (await rappen.signIn(mallory.email, PASSWORD)).cookie;
    const browser = new Browser(rappen.url);
    const [name = '', value = ''] = planted.split('=');
    browser.cookies.set(name, value);
    await browser.signIn(anna.email, PASSWORD);
    expect(browser.cookieHeader()).not.toContain(value);
    expect(await browser.session()).toMatchObject({ email: anna.email });
    expect((await sessionOf(planted))?.email).toBe(mallory.email);
  });

  test.each([
    ['none', ''],
    ['a forged signature', `rappen.session_token=${'a'.repeat(32)}.${'A'.repeat(43)}%3D`],
    ['no percent encoding', 'rappen.session_token=%E0%A4%A'],
    ['SQL', "rappen.session_token=' or 1=1 --"],
  ])('a cookie that is %s is nobody', async (_what, cookie) => {
    expect(await statusOf(cookie)).toBe(401);
    expect(await sessionOf(cookie)).toBeUndefined();
  });

  test('a token with the signature of another is nobody', async () => {
    const [one, two] = [await newPerson(rappen), await newPerson(rappen)];
    const first = (await rappen.signIn(one.email, PASSWORD)).cookie;
    const other = (await rappen.signIn(two.email, PASSWORD)).cookie;
    const mixed = `${first.split('.').slice(0, 2).join('.')}.${other.split('.').slice(2).join('.')}`;
    expect(await sessionOf(first)).toMatchObject({ email: one.email });
    expect(await sessionOf(mixed)).toBeUndefined();
  });

  test('an expired session is nobody, and its row goes with the next cleaning', async () => {
    const { email, userId } = await newPerson(rappen);
    const { cookie } = await rappen.signIn(email, PASSWORD);
    const uuid = uuidOf(userId);
    await pool.query(`update app_session set expires_at = now() - interval '1 s' where user_id = $1`, [uuid]);
    expect(await statusOf(cookie)).toBe(401);
    await forgetExpired(rappen.context.database.db);
    expect(await rowsOf('app_session', uuid)).toBe(0);
  });

  test('a session that is used lives on: seven days from the last day of use', async () => {
    const { email, userId } = await newPerson(rappen);
    const browser = new Browser(rappen.url);
    await browser.signIn(email, PASSWORD);
    const uuid = uuidOf(userId);
    await pool.query(`update app_session set expires_at = now() + interval '5 d' where user_id = $1`, [uuid]);
    const { expiresAt } = (await browser.session()) ?? {};
    expect((Date.parse(String(expiresAt)) - Date.now()) / 86_400_000).toBeCloseTo(7, 1);
    const { rows } = await pool.query<{ days: number }>(
      'select (extract(epoch from expires_at - now()) / 86400)::float8 as days from app_session where user_id = $1',
      [uuid],
    );
    expect(rows[0]?.days).toBeCloseTo(7, 1);
  });

  test('a password changes only with the old one, and ends every other session', async () => {
    const { email } = await newPerson(rappen);
    const elsewhere = (await rappen.signIn(email, PASSWORD)).cookie;
    const browser = new Browser(rappen.url);
    await browser.signIn(email, PASSWORD);
    const change = (currentPassword: string, newPassword: string) =>
      browser.post('/api/auth/change-password', { currentPassword, newPassword });
    expect(await change('not the old one', 'a new long password')).toMatchObject({
      status: 422,
      body: { code: 'invalid_request', path: 'password' },
    });
    expect(await change(PASSWORD, 'too short')).toMatchObject({ status: 422, body: { path: 'newPassword' } });
    expect((await change(PASSWORD, 'a new long password')).status).toBe(200);
    expect(await statusOf(elsewhere)).toBe(401);
    expect(await browser.session()).toMatchObject({ email });
    const again = new Browser(rappen.url);
    expect((await again.signIn(email, PASSWORD)).status).toBe(401);
    expect((await again.signIn(email, 'a new long password')).status).toBe(200);
  });
});

describe('the cookie', () => {
  test('is for HTTP alone, and for our own pages', async () => {
    const { email } = await newPerson(rappen);
    const browser = new Browser(rappen.url);
    await browser.signIn(email, PASSWORD);
    const [line = ''] = browser.setCookies;
    expect(browser.setCookies).toHaveLength(1);
    expect(line).toMatch(/^rappen\.session_token=/);
    expect(attributesOf(line)).toEqual(['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Lax']);
  });

  test('is for TLS alone where people come over TLS', async () => {
    const { email } = await newPerson(rappen);
    const browser = new Browser(behindTls.url, { origin: 'https://rappen.example' });
    await browser.signIn(email, PASSWORD);
    const [line = ''] = browser.setCookies;
    expect(line).toMatch(/^__Secure-rappen\.session_token=/);
    expect(attributesOf(line)).toEqual(['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Lax', 'Secure']);
    expect((await browser.get('/api/me')).body.user).toMatchObject({ email });
  });
});

async function statusOf(cookie: string, url = rappen.url): Promise<number> {
  return (await fetch(`${url}/api/me`, { headers: { cookie } })).status;
}

function sessionOf(cookie: string) {
  return rappen.context.signIn.sessions.sessionOf({ cookie });
}

function attributesOf(line: string): readonly string[] {
  return line.split('; ').slice(1).sort();
}

async function rowsOf(table: 'app_session', userUuid: string): Promise<number> {
  const { rows } = await pool.query(`select 1 from ${table} where user_id = $1`, [userUuid]);
  return rows.length;
}
