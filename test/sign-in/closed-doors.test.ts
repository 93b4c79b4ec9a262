import { describe, expect, test } from 'vitest';
import { Browser } from '#test/support/browser.ts';
import { newPerson, PASSWORD } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const { pool } = rappen.database.openOwner();

/** By hand, and not by the list in the code: whoever opens another door changes this, too. */
const OPEN = [
  'GET /get-session',
  'POST /change-password',
  'POST /reset-password',
  'POST /revoke-other-sessions',
  'POST /sign-in/email',
  'POST /sign-out',
  'POST /two-factor/disable',
  'POST /two-factor/enable',
  'POST /two-factor/generate-backup-codes',
  'POST /two-factor/verify-backup-code',
  'POST /two-factor/verify-totp',
];

describe('of all that better-auth offers', () => {
  test('only what is listed is there, also for somebody who is signed in', async () => {
    const { email } = await newPerson(rappen);
    const browser = new Browser(rappen.url);
    await browser.signIn(email, PASSWORD);
    const users = await countUsers();
    const { api } = await rappen.context.signIn.engine();
    const offered = Object.values(api).flatMap((endpoint) =>
      [endpoint.options.method].flat().map((method) => ({ method: String(method), path: endpoint.path })),
    );
    expect(offered.length).toBeGreaterThan(30);
    expect(offered.map(({ method, path }) => `${method} ${path}`)).toEqual(expect.arrayContaining(OPEN));
    for (const { method, path } of offered) {
      if (!path || OPEN.includes(`${method} ${path}`) || path === '/request-password-reset') continue;
      const concrete = path.replace(/:\w+/g, 'oidc');
      const answer = await browser.send(method, `/api/auth${concrete}`, method === 'GET' ? undefined : '{}');
      expect({ method, path, status: answer.status }).toEqual({ method, path, status: 404 });
      expect(answer.body.code).toBe('not_found');
    }
    expect(await countUsers()).toBe(users);
  });

  test.each(['/sign-up/email', '/sign-up', '/sign-in/social', '/callback/oidc', '/ok', '/error', ''])(
    '%s is not there',
    async (path) => {
      for (const method of ['GET', 'POST']) {
        const answer = await new Browser(rappen.url).send(
          method,
          `/api/auth${path}`,
          method === 'GET'
            ? undefined
            : '{"email":"new@example.ch","password":"a long password","name":"New"}',
        );
        expect(answer.status).toBe(404);
      }
    },
  );

  test.each([
    '/sign-in/email/',
    '//sign-in/email',
    '/sign-in/../sign-up/email',
    '/sign-in%2femail',
    '/SIGN-IN/email',
  ])('another spelling of a path is another path: %s', async (path) => {
    const answer = await fetch(`${rappen.url}/api/auth${path}`, { method: 'POST' });
    expect(answer.status).toBe(404);
  });
});

describe('a page of another site', () => {
  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that looks like ours', { origin: `${rappen.url}.evil.example` }],
    ['the origin null', { origin: 'null' }],
    ['a cross-site request of our own origin', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused, with or without a session: %s', async (_what, headers) => {
    const { email } = await newPerson(rappen);
    const browser = new Browser(rappen.url);
    const refused = { status: 403, body: { code: 'foreign_origin', requestId: expect.any(String) } };
    const credentials = { email, password: PASSWORD };
    expect(await browser.post('/api/auth/sign-in/email', credentials, headers)).toMatchObject(refused);
    expect(browser.cookies.size).toBe(0);
    await browser.signIn(email, PASSWORD);
    expect(await browser.post('/api/auth/sign-out', {}, headers)).toMatchObject(refused);
    expect(await browser.post('/api/auth/request-password-reset', { email }, headers)).toMatchObject(refused);
    expect(await browser.post('/api/me/api-keys', { name: 'theirs' }, headers)).toMatchObject(refused);
    expect(await browser.session()).toMatchObject({ email });
  });

  test('is none by another name of this machine, at the sign-in and at the API', async () => {
    const { email } = await newPerson(rappen);
    const origin = rappen.url.replace('127.0.0.1', 'localhost');
    const browser = new Browser(rappen.url, { origin });
    expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
    expect((await browser.post('/api/me/api-keys', { name: 'mine' })).status).toBe(201);
  });

  test('without an origin, nothing goes by a cookie; without a cookie, a program may sign in', async () => {
    const { email } = await newPerson(rappen);
    const { cookie } = await rappen.signIn(email, PASSWORD);
    const answer = await fetch(`${rappen.url}/api/auth/sign-out`, { method: 'POST', headers: { cookie } });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'foreign_origin' });
  });

  test('a form cannot be sent at all', async () => {
    const answer = await fetch(`${rappen.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'email=a%40example.ch&password=x',
    });
    expect(answer.status).toBe(415);
  });
});

describe('a body', () => {
  const long = 'x'.repeat(1025);
  test.each([
    ['too large', JSON.stringify({ email: 'a@example.ch', password: 'x'.repeat(20_000) }), 413, undefined],
    ['no JSON', '{', 422, 'body'],
    ['no object', '[]', 422, 'body'],
    ['empty', '', 422, 'email'],
    ['a field twice', '{"email":"a@example.ch","email":"b@example.ch","password":"x"}', 422, 'body'],
    ['an unknown field', '{"email":"a@example.ch","password":"x","rememberMe":true}', 422, 'body'],
    ['no address', '{"email":"a","password":"x"}', 422, 'email'],
    ['an address of another kind', '{"email":{"$ne":""},"password":"x"}', 422, 'email'],
    ['an endless password', JSON.stringify({ email: 'a@example.ch', password: long }), 422, 'password'],
  ])('that is %s is refused, with the place', async (_what, body, status, path) => {
    const answer = await new Browser(rappen.url).send('POST', '/api/auth/sign-in/email', body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body.path).toBe(path);
    expect(answer.headers.get('x-request-id')).toBe(answer.body.requestId);
  });

  test('SQL is a wrong password like any other', async () => {
    const answer = await new Browser(rappen.url).signIn('a@example.ch', "' OR 1=1; DROP TABLE app_user; --");
    expect(answer.status).toBe(401);
  });
});

async function countUsers(): Promise<number> {
  return (await pool.query('select 1 from app_user')).rows.length;
}
