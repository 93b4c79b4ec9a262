import { describe, expect, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { removeSecondFactor } from '#identity/sign-in/session.store.ts';
import { uuidOf } from '#kernel/id.ts';
import { totpCode } from '#test/support/authenticator.ts';
import { Browser, type PageAnswer } from '#test/support/browser.ts';
import { newPerson, PASSWORD, type Person } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen({ trustedProxies: ['127.0.0.1'] });
const second = await startTestRappen({
  database: rappen.database,
  simulator: rappen.simulator,
  trustedProxies: ['127.0.0.1'],
});
const { pool } = rappen.database.openOwner();

let addresses = 0;
const newBrowser = (url = rappen.url) => new Browser(url, { 'x-forwarded-for': `203.0.113.${++addresses}` });
const sendCode = (browser: Browser, code: string) =>
  browser.post('/api/auth/two-factor/verify-totp', { code });
const sendRecovery = (browser: Browser, code: string) =>
  browser.post('/api/auth/two-factor/verify-backup-code', { code });

interface Enrolled extends Person {
  readonly uri: string;
  readonly recoveryCodes: readonly string[];
  readonly browser: Browser;
}

/** Enrols with the code of the step before, so that the test has the present one. */
async function enrolled(): Promise<Enrolled> {
  const person = await newPerson(rappen);
  const browser = newBrowser();
  await browser.signIn(person.email, PASSWORD);
  const { body } = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
  expect((await sendCode(browser, totpCode(body.totpUri, -1))).status).toBe(200);
  return { ...person, uri: body.totpUri, recoveryCodes: body.recoveryCodes, browser };
}

async function atSecondStep({ email }: Person, url = rappen.url): Promise<Browser> {
  const browser = newBrowser(url);
  const answer = await browser.signIn(email, PASSWORD);
  expect(answer).toMatchObject({ status: 200, body: { secondFactorRequired: true } });
  return browser;
}

describe('enrolling', () => {
  test('needs the password and a first right code, and gives a new session', async () => {
    const { email, userId } = await newPerson(rappen);
    const browser = newBrowser();
    await browser.signIn(email, PASSWORD);
    const before = browser.cookieHeader();
    const wrong = await browser.post('/api/auth/two-factor/enable', { password: 'not the password' });
    expect(wrong).toMatchObject({ status: 422, body: { path: 'password' } });
    const { status, body } = await browser.post('/api/auth/two-factor/enable', { password: PASSWORD });
    expect(status).toBe(200);
    expect(body.totpUri).toMatch(/^otpauth:\/\/totp\/Rappen:/);
    expect(new Set(body.recoveryCodes).size).toBe(10);
    // Not in force before the first code: who has mistyped is not locked out.
    expect((await newBrowser().signIn(email, PASSWORD)).body).toEqual({ secondFactorRequired: false });
    expect(await sendCode(browser, wrongCode(body.totpUri))).toMatchObject({
      status: 401,
      body: { code: 'second_factor_refused' },
    });
    expect((await sendCode(browser, totpCode(body.totpUri))).status).toBe(200);
    expect(await browser.session()).toMatchObject({ userId, twoFactorEnabled: true });
    expect(browser.cookieHeader()).not.toBe(before);
    expect(await rappen.context.signIn.sessions.sessionOf({ cookie: before })).toBeUndefined();
    expect((await newBrowser().signIn(email, PASSWORD)).body).toEqual({ secondFactorRequired: true });
  });

  test('keeps neither the secret nor a recovery code as they are', async () => {
    const { uri, recoveryCodes, userId } = await enrolled();
    const { rows } = await pool.query<{ text: string }>(
      'select f::text as text from second_factor f where user_id = $1',
      [uuidOf(userId)],
    );
    const stored = rows.map(({ text }) => text).join();
    expect(stored).not.toBe('');
    expect(stored).not.toContain(new URL(uri).searchParams.get('secret'));
    for (const code of recoveryCodes) expect(stored).not.toContain(code);
  });
});

describe('signing in with a second factor', () => {
  test('is no session before the code, and one after it', async () => {
    const person = await enrolled();
    const browser = await atSecondStep(person);
    expect(await browser.session()).toBeUndefined();
    expect((await browser.get('/api/me')).status).toBe(401);
    expect(await sendCode(browser, wrongCode(person.uri))).toMatchObject({ status: 401 });
    expect((await sendCode(browser, totpCode(person.uri))).status).toBe(200);
    expect(await browser.session()).toMatchObject({ userId: person.userId });
  });

  test('a code is taken once, also by two at once on two processes', async () => {
    const person = await enrolled();
    const browsers = [await atSecondStep(person), await atSecondStep(person, second.url)];
    const code = totpCode(person.uri);
    const answers = await Promise.all(browsers.map((browser) => sendCode(browser, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    const later = await atSecondStep(person);
    expect(await sendCode(later, code)).toMatchObject({
      status: 401,
      body: { code: 'second_factor_refused' },
    });
    expect(await later.session()).toBeUndefined();
  });

  test('a recovery code works once', async () => {
    const person = await enrolled();
    const [first = '', other = ''] = person.recoveryCodes;
    expect(await sendRecovery(await atSecondStep(person), 'aaaaa-bbbbb')).toMatchObject({
      status: 401,
      body: { code: 'second_factor_refused' },
    });
    const browser = await atSecondStep(person);
    expect((await sendRecovery(browser, first)).status).toBe(200);
    expect(await browser.session()).toMatchObject({ userId: person.userId });
    expect((await sendRecovery(await atSecondStep(person), first)).status).toBe(401);
    expect((await sendRecovery(await atSecondStep(person), other)).status).toBe(200);
  });

  test('five wrong codes end the attempt, ten in a row lock the account for a while', async () => {
    const person = await enrolled();
    const one = await atSecondStep(person);
    const statuses = await attempts(6, () => sendCode(one, wrongCode(person.uri)));
    expect(statuses).toEqual(Array(6).fill(401));
    expect((await sendCode(one, totpCode(person.uri))).body.code).toBe('not_signed_in');
    const two = await atSecondStep(person);
    await attempts(5, () => sendCode(two, wrongCode(person.uri)));
    const three = await atSecondStep(person);
    const locked = await sendCode(three, totpCode(person.uri));
    expect(locked).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('a code without the first step is nothing', async () => {
    const { uri, recoveryCodes } = await enrolled();
    expect(await sendCode(newBrowser(), totpCode(uri))).toMatchObject({
      status: 401,
      body: { code: 'not_signed_in' },
    });
    expect((await sendRecovery(newBrowser(), recoveryCodes[0] ?? '')).status).toBe(401);
  });
});

describe('a second factor ends', () => {
  test('by its owner, with the password', async () => {
    const { email, browser } = await enrolled();
    const disable = (password: string) => browser.post('/api/auth/two-factor/disable', { password });
    expect((await disable('not the password')).status).toBe(422);
    expect((await disable(PASSWORD)).status).toBe(200);
    expect((await newBrowser().signIn(email, PASSWORD)).body).toEqual({ secondFactorRequired: false });
  });

  test('by an administrator, and every session with it', async () => {
    const { email, userId, browser } = await enrolled();
    await transaction(rappen.context.database.db, (tx) => removeSecondFactor(tx, userId));
    expect(await browser.session()).toBeUndefined();
    expect((await newBrowser().signIn(email, PASSWORD)).body).toEqual({ secondFactorRequired: false });
  });

  test('new recovery codes replace the old ones', async () => {
    const person = await enrolled();
    const path = '/api/auth/two-factor/generate-backup-codes';
    const { body } = await person.browser.post(path, { password: PASSWORD });
    expect(body.recoveryCodes).toHaveLength(10);
    expect((await sendRecovery(await atSecondStep(person), person.recoveryCodes[0] ?? '')).status).toBe(401);
    expect((await sendRecovery(await atSecondStep(person), body.recoveryCodes[0])).status).toBe(200);
  });
});

/** One that is right neither now nor a step before or after. */
function wrongCode(uri: string): string {
  const right = [-2, -1, 0, 1, 2].map((steps) => totpCode(uri, steps));
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? ''
  );
}

async function attempts(count: number, attempt: () => Promise<PageAnswer>): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < count; n++) statuses.push((await attempt()).status);
  return statuses;
}
