import { expect, test } from 'vitest';
import { operatorApi } from '#test/support/api-client.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { sampleRequest } from '#test/support/sample-request.ts';
import { apiRoutes } from '../../src/app.ts';

/** What the database would refuse is refused before it: each text field of each route, and amounts as large as they come. */

const rappen = await startTestRappen();
const operator = await operatorApi(rappen);
const routes = apiRoutes(rappen.context);

const UUID = '01933b6e-5c5e-7000-8000-0123456789ab';
const byPrefix = Object.fromEntries(
  ['mnd', 'usr', 'key', 'txn', 'hld', 'acc', 'cnv', 'msg', 'fil', 'aut', 'run'].map((p) => [
    p,
    `${p}_${UUID}`,
  ]),
);
const params = new Proxy({} as Record<string, string>, { get: () => 'x' });

/** PostgreSQL has no text with a zero byte, and no JSON with half of a surrogate pair. */
const IMPOSSIBLE = { 'a zero byte': 'ab\0cd', 'half a surrogate pair': 'ab\ud800cd' };

/** A call that is only reckoned: nothing of it is kept. */
const PASSED_ON = /^quote\./;

test.each(
  routes
    .filter(({ body }) => body !== undefined)
    .map((route) => [`${route.method} ${route.path}`, route] as const),
)('no text field takes what the database cannot keep: %s', (_name, route) => {
  const { body } = sampleRequest(route, { params, byPrefix });
  const nameOf = (path: readonly string[]) => `${route.path.split('/').at(-1)}.${path.join('.')}`;
  expect(route.body?.safeParse(body).error?.issues.map(({ code }) => code) ?? []).not.toContain(
    'unrecognized_keys',
  );
  for (const path of textsIn(body).filter((path) => !PASSED_ON.test(nameOf(path)))) {
    for (const [what, text] of Object.entries(IMPOSSIBLE)) {
      const paths = route.body
        ?.safeParse(withText(body, path, text))
        .error?.issues.map((issue) => issue.path.join('.'));
      expect(paths ?? [], `${nameOf(path)} with ${what}`).toContain(path.join('.'));
    }
  }
});

function textsIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value === 'string') return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, [...at, name]));
}

function withText(value: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return text;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...(value as object) };
  const fields = copy as Record<string, unknown>;
  fields[name] = withText(fields[name], rest, text);
  return copy;
}

const LARGEST = '9223372036.854775807';

test('an amount that no limit can have is refused with its place', async () => {
  const created = await operator.post('/api/admin/mandates', {
    name: 'Gross AG',
    billingModel: 'postpaid',
    creditLimitChf: LARGEST,
  });
  expect(created).toMatchObject({ status: 422, body: { path: 'body.creditLimitChf' } });
  const { mandateId } = await rappen.caller();
  const settings = `/api/admin/mandates/${mandateId}/billing/settings`;
  const { version, terms, ...rest } = (await operator.get(settings)).body;
  const { markupPercent, providerMarkupPercent, vatTiming } = terms;
  const own = { markupPercent, providerMarkupPercent, vatTiming };
  const body = {
    version,
    ...rest,
    terms: { ...own, billingModel: 'postpaid', creditLimitChf: '0', defaultUserCreditChf: '0' },
  };
  for (const [path, changed] of [
    ['body.terms.creditLimitChf', { ...body, terms: { ...body.terms, creditLimitChf: LARGEST } }],
    ['body.terms.defaultUserCreditChf', { ...body, terms: { ...body.terms, defaultUserCreditChf: LARGEST } }],
    ['body.warnings.belowChf', { ...body, warnings: { ...rest.warnings, belowChf: LARGEST } }],
  ] as const) {
    expect(await operator.send('PUT', settings, changed), path).toMatchObject({
      status: 422,
      body: { path },
    });
  }
  expect((await operator.send('PUT', settings, body)).status).toBe(200);
});

test('a wallet that is full takes no more, and says so', async () => {
  const { mandateId } = await rappen.caller({ balance: '0' });
  const statuses: number[] = [];
  for (let n = 0; n < 12; n++) {
    const answer = await operator.post(
      `/api/admin/mandates/${mandateId}/billing/credits`,
      { amountChf: '1000000000', description: 'very much' },
      { 'idempotency-key': `full-${n}` },
    );
    statuses.push(answer.status);
    if (answer.status !== 201)
      expect(answer.body).toMatchObject({ code: 'invalid_request', path: 'body.amountChf' });
  }
  expect(statuses).toEqual([...Array(9).fill(201), 422, 422, 422]);
  expect((await operator.get(`/api/billing/balance?mandate=${mandateId}`)).status).toBe(200);
});
