import { channel } from 'node:diagnostics_channel';
import { describe, expect, test } from 'vitest';
import { uuidOf } from '#kernel/id.ts';
import { Browser, type PageAnswer } from '#test/support/browser.ts';
import { CLIENT, startIssuer } from '#test/support/oidc-issuer.ts';
import { newPerson, PASSWORD } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';

/** Where people reach Rappen: below a path that a proxy takes away, and the browser of these tests too. */
const ORIGIN = 'http://rappen.example:8080';
const PUBLIC_URL = `${ORIGIN}/ai`;
const issuer = await startIssuer(`${PUBLIC_URL}/api/auth/callback/oidc`);
const oidc = { issuer: issuer.url, ...CLIENT, name: 'Muster Login' };
const rappen = await startTestRappen({ publicUrl: PUBLIC_URL, oidc, trustedProxies: ['127.0.0.1'] });
const others = {
  database: rappen.database,
  simulator: rappen.simulator,
  publicUrl: PUBLIC_URL,
  trustedProxies: ['127.0.0.1'],
};
/** One that has not been asked for anything yet. */
const fresh = await startTestRappen({ ...others, oidc });
const away = await startIssuer(`${PUBLIC_URL}/api/auth/callback/oidc`);
const withoutIssuer = await startTestRappen({ ...others, oidc: { ...oidc, issuer: away.url } });
const { pool } = rappen.database.openOwner();

let addresses = 0;
const newBrowser = (url = rappen.url) =>
  new Browser(url, { origin: ORIGIN, 'x-forwarded-for': `203.0.113.${++addresses}` });

async function startAt(browser: Browser, callbackURL = '/billing?month=11'): Promise<string> {
  const { status, body } = await browser.post('/api/auth/sign-in/social', { callbackURL });
  expect(status).toBe(200);
  return body.url;
}

/** As the proxy does it. */
function comeBack(browser: Browser, { pathname, search }: URL): Promise<PageAnswer> {
  return browser.get(pathname.replace(/^\/ai/, '') + search);
}

/** The whole way: to the issuer, as `login`, and back. */
async function singleSignOn(browser: Browser, login: string): Promise<PageAnswer> {
  const back = await issuer.authorise(await startAt(browser), login);
  expect(back.href).toMatch(/^http:\/\/rappen\.example:8080\/ai\/api\/auth\/callback\/oidc\?/);
  return comeBack(browser, back);
}

describe('somebody whom the issuer knows by a verified address', () => {
  test('is signed in, and comes to the page that he wanted', async () => {
    const { email, userId } = await newPerson(rappen, null);
    issuer.accounts.set('anna', { email: email.toUpperCase(), email_verified: true, name: 'Anna M.' });
    const browser = newBrowser();
    expect((await browser.get('/api/auth/sign-in-options')).body).toEqual({
      singleSignOn: { name: 'Muster Login' },
    });
    const answer = await singleSignOn(browser, 'anna');
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`${PUBLIC_URL}/billing?month=11`);
    expect(await browser.session()).toMatchObject({ userId, email });
    expect((await browser.get('/api/me')).body.user.id).toBe(userId);
  });

  test('is the same user when the address at the issuer changes, also to that of another', async () => {
    const [anna, other] = [await newPerson(rappen, null), await newPerson(rappen, null)];
    issuer.accounts.set('moving', { email: anna.email, email_verified: true });
    await singleSignOn(newBrowser(), 'moving');
    issuer.accounts.set('moving', { email: other.email, email_verified: true });
    const browser = newBrowser();
    await singleSignOn(browser, 'moving');
    expect(await browser.session()).toMatchObject({ userId: anna.userId, email: anna.email });
  });

  test('can still use a password, and no token of the issuer is kept', async () => {
    const { email, userId } = await newPerson(rappen);
    issuer.accounts.set('both', { email, email_verified: true });
    await singleSignOn(newBrowser(), 'both');
    await singleSignOn(newBrowser(), 'both');
    expect((await newBrowser().signIn(email, PASSWORD)).status).toBe(200);
    const { rows } = await pool.query(
      `select provider_id, account_id, access_token, refresh_token, id_token from app_account
        where user_id = $1 order by 1`,
      [uuidOf(userId)],
    );
    const none = { access_token: null, refresh_token: null, id_token: null };
    expect(rows).toEqual([
      { provider_id: 'credential', account_id: uuidOf(userId), ...none },
      { provider_id: 'oidc', account_id: 'both', ...none },
    ]);
  });
});

describe('refused, without a session and without a new user', () => {
  test.each([
    ['who is no user', 'stranger@example.ch', true, 'signup_disabled'],
    ['whose address the issuer has not verified', undefined, false, 'account_not_linked'],
  ])('is %s', async (_what, unknownEmail, verified, error) => {
    const known = await newPerson(rappen);
    const users = await countUsers();
    issuer.accounts.set(error, { email: unknownEmail ?? known.email, email_verified: verified });
    const browser = newBrowser();
    const answer = await singleSignOn(browser, error);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`${PUBLIC_URL}/sign-in?error=${error}`);
    expect(await browser.session()).toBeUndefined();
    expect(await countUsers()).toBe(users);
  });

  test('is who comes back in another browser than he went, as an attacker would send him', async () => {
    const { email } = await newPerson(rappen);
    issuer.accounts.set('mallory', { email, email_verified: true });
    const back = await issuer.authorise(await startAt(newBrowser()), 'mallory');
    const victim = newBrowser();
    const answer = await comeBack(victim, back);
    expect(answer.headers.get('location')).toMatch(/\/sign-in\?error=state_mismatch$/);
    expect(await victim.session()).toBeUndefined();
  });

  test('is who comes back twice, or with a code of his own', async () => {
    const { email } = await newPerson(rappen);
    issuer.accounts.set('twice', { email, email_verified: true });
    const browser = newBrowser();
    const back = await issuer.authorise(await startAt(browser), 'twice');
    const other = newBrowser();
    const ownBack = await issuer.authorise(await startAt(other), 'twice');
    ownBack.searchParams.set('code', 'invented');
    expect((await comeBack(other, ownBack)).headers.get('location')).toBe(
      `${PUBLIC_URL}/sign-in?error=invalid_code`,
    );
    expect((await comeBack(browser, back)).headers.get('location')).toBe(`${PUBLIC_URL}/billing?month=11`);
    const again = await comeBack(browser, back);
    expect(again.headers.get('location')).toMatch(/error=state_mismatch$/);
  });

  test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/a\r\nb'])(
    'is a way back to another place: %j',
    async (callbackURL) => {
      const answer = await newBrowser().post('/api/auth/sign-in/social', { callbackURL });
      expect(answer).toMatchObject({ status: 422, body: { path: 'callbackURL' } });
    },
  );

  test.each(['idToken', 'provider', 'scopes', 'requestSignUp', 'errorCallbackURL', 'additionalParams'])(
    'is what only we may set: %s',
    async (field) => {
      const answer = await newBrowser().post('/api/auth/sign-in/social', { [field]: 'x' });
      expect(answer.status).toBe(422);
    },
  );
});

test('the way to the issuer has PKCE, a state and a nonce, and nothing of the client secret', async () => {
  const { searchParams } = new URL(await startAt(newBrowser()));
  expect(searchParams.get('code_challenge_method')).toBe('S256');
  for (const name of ['code_challenge', 'state', 'nonce'])
    expect(searchParams.get(name)?.length).toBeGreaterThan(20);
  expect(searchParams.get('scope')?.split(' ').sort()).toEqual(['email', 'openid', 'profile']);
  expect([...searchParams.values()]).not.toContain(CLIENT.clientSecret);
});

test('nothing is asked of anybody but the issuer', async () => {
  const origins = new Set<string>();
  const note = (message: unknown) => {
    const { request } = message as { request: { origin: string | URL } };
    origins.add(new URL(request.origin).origin);
  };
  channel('undici:request:create').subscribe(note);
  try {
    const { email } = await newPerson(rappen);
    issuer.accounts.set('counted', { email, email_verified: true });
    const browser = newBrowser(fresh.url);
    await browser.signIn(email, PASSWORD);
    const back = await issuer.authorise(await startAt(browser), 'counted');
    await comeBack(browser, back);
    expect([...origins].sort()).toEqual([issuer.url, fresh.url].sort());
  } finally {
    channel('undici:request:create').unsubscribe(note);
  }
});

test('an issuer that is away keeps nobody from a password, and is found when it comes back', async () => {
  await away.close();
  const { email } = await newPerson(rappen);
  const browser = newBrowser(withoutIssuer.url);
  const refused = await browser.post('/api/auth/sign-in/social', {});
  expect(refused).toMatchObject({ status: 503, body: { code: 'issuer_unavailable' } });
  expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
  const back = await startIssuer(`${PUBLIC_URL}/api/auth/callback/oidc`, Number(new URL(away.url).port));
  expect(await startAt(browser)).toMatch(back.url);
});

async function countUsers(): Promise<number> {
  return (await pool.query('select 1 from app_user')).rows.length;
}
