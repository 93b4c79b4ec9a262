import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { ApiClient, apiOf, scopesFor } from '#test/support/api-client.ts';
import { PROVIDER_KEY, startTestRappen } from '#test/support/rappen.ts';
import { ALL_FORMATS, STREAMING_FORMATS, WIRE_FORMATS } from '#test/support/wire-formats.ts';

let logged = '';
// Without the redaction that the real log has: nothing secret may be passed to it in the first place.
const log = pino({ level: 'trace', base: null }, { write: (line) => (logged += line) });
const rappen = await startTestRappen({
  log,
  timeouts: { headersMs: 200, bodyMs: 200 },
  rateLimits: { callsPerMinute: 100, apiPerMinute: 100, failedPerMinute: 3 },
});
beforeEach(() => {
  logged = '';
});

/** Lines about requests. They are written when the answer has ended, which the caller may see a moment earlier. */
async function lines(count: number): Promise<Record<string, unknown>[]> {
  const read = () =>
    logged
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === 'request' || msg === 'call');
  await expect.poll(() => read().length).toBe(count);
  return read();
}

test('one line for a request: who, what, how long; the route’s pattern and not the address', async () => {
  const member = await rappen.caller({ role: 'mandate_admin' });
  const api = await apiOf(rappen, member, scopesFor('mandate_admin'));
  const { headers } = await api.get('/api/me');
  await api.get('/api/me?colour=red');
  const [first, second] = await lines(2);
  expect(first).toEqual({
    level: 30,
    time: expect.any(Number),
    msg: 'request',
    requestId: headers.get('x-request-id'),
    method: 'GET',
    route: '/api/me',
    status: 200,
    durationMs: expect.any(Number),
    userId: member.userId,
    apiKeyId: expect.stringMatching(/^key_/),
  });
  expect(second).toMatchObject({ status: 422, error: 'invalid_request', route: '/api/me' });
  expect(JSON.stringify(second)).not.toContain('colour');
});

test('one line for a call of the gateway, for debugging', async () => {
  const caller = await rappen.caller();
  const { path, body } = WIRE_FORMATS.chat;
  await rappen.post(path, caller.key, body).then((answer) => answer.text());
  await rappen.post(path, caller.key, { ...body, model: 'none' }).then((answer) => answer.text());
  const [first, second] = await lines(2);
  expect(first).toMatchObject({
    level: 20,
    msg: 'call',
    route: path,
    status: 200,
    mandateId: caller.mandateId,
  });
  expect(first).toMatchObject({ userId: caller.userId, apiKeyId: caller.keyId });
  expect(second).toMatchObject({ status: 404, error: 'model_not_found' });
});

const SECRETS = {
  prompt: 'the secret recipe of the Leckerli',
  cookie: 'session-cookie-4712',
  password: 'correct horse battery staple',
  query: 'query-text-4713',
};

test('no key, cookie, password, prompt, query or provider’s key is in logs, errors, metrics or the documentation', async () => {
  const caller = await rappen.caller({ role: 'mandate_admin' });
  const secrets = [...Object.values(SECRETS), caller.key, caller.key.slice(0, -6), PROVIDER_KEY];
  const shown: string[] = [];
  const show = async (answer: Response) => {
    shown.push(JSON.stringify([...answer.headers]), await answer.text().catch(() => ''));
  };
  const headers = { cookie: `session=${SECRETS.cookie}`, 'x-password': SECRETS.password };
  for (const name of ALL_FORMATS) {
    const { path, body } = WIRE_FORMATS[name];
    for (const stream of STREAMING_FORMATS.includes(name) ? [false, true] : [false]) {
      const said = JSON.stringify({ ...body, ...(stream ? { stream } : {}) }).replaceAll(
        'Hello',
        SECRETS.prompt,
      );
      await rappen.post(path, caller.key, said, headers).then((answer) => answer.text());
      await show(
        await rappen.post(path, caller.key, said.replace('{', `{"password":"${SECRETS.password}",`), headers),
      );
      await show(await rappen.post(`${path}?q=${SECRETS.query}`, caller.key, said, headers));
      await show(await rappen.post(path, `${caller.key}x`, said, headers));
      await show(await rappen.post(path, caller.key, said.slice(0, -1), headers));
    }
  }
  const api = new ApiClient(rappen.url, { authorization: `Bearer ${caller.key}`, ...headers });
  const answers = await Promise.all([
    api.get(`/api/me?q=${SECRETS.query}`),
    api.get(`/api/me?mandate=${SECRETS.query}`),
    api.get(`/api/${SECRETS.query}`),
    api.post('/api/me', { password: SECRETS.password }),
    api.get('/api/me', { authorization: `Basic ${SECRETS.password}` }),
    api.get('/metrics'),
    api.get('/api/openapi.json'),
    api.get('/api/docs'),
  ]);
  shown.push(...answers.map(({ body }) => JSON.stringify(body)));
  await rappen.settled();
  expect(logged.length).toBeGreaterThan(1_000);
  for (const secret of secrets) {
    expect(logged).not.toContain(secret);
    expect(shown.filter((text) => text.includes(secret))).toEqual([]);
  }
}, 60_000);
