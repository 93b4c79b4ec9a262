import { expect, test } from 'vitest';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { apiOf, operatorApi } from '#test/support/api-client.ts';
import { type CallerOptions, startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const operator = await operatorApi(rappen);

async function customer(options: CallerOptions = {}) {
  const member = await rappen.caller({ role: 'mandate_admin', ...options });
  const api = await apiOf(rappen, member, SCOPES);
  const mandate = `/api/admin/mandates/${member.mandateId}`;
  const path = `${mandate}/billing/settings`;
  const { body: settings } = await api.get(path);
  return { ...member, api, mandate, path, settings };
}

test('an administrator sets warnings, recipients, language and report; the terms stay', async () => {
  const { api, path, settings } = await customer();
  const { terms, ...own } = settings;
  const change = {
    ...own,
    warnings: { belowChf: '20.00', belowPercent: 10, daysLeft: 7 },
    recipients: ['Books@Muster.example'],
    language: 'fr',
    reportEnabled: false,
  };
  const answer = await api.send('PUT', path, change);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      version: settings.version + 1,
      warnings: { belowChf: '20.000000000', belowPercent: 10, daysLeft: 7 },
      recipients: ['books@muster.example'],
      terms,
    },
  });
  expect((await api.get(path)).body).toEqual(answer.body);
  expect(await api.send('PUT', path, { ...answer.body, language: 'it' })).toMatchObject({ status: 200 });
});

test('a change that was made from an older version is refused', async () => {
  const { api, path, settings } = await customer();
  const { terms: _terms, ...own } = settings;
  const changes = await Promise.all(
    ['fr', 'it', 'en'].map((language) => api.send('PUT', path, { ...own, language })),
  );
  expect(changes.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  expect(changes.find(({ status }) => status === 409)?.body).toMatchObject({
    code: 'conflict',
    version: settings.version + 1,
  });
});

test.each([
  ['the billing model', { billingModel: 'unlimited' }],
  ['the credit limit', { billingModel: 'postpaid', creditLimitChf: '1000' }],
  ['the markup', { markupPercent: '0' }],
  ['the markup of a provider', { providerMarkupPercent: { openai: '1' } }],
  ['the VAT', { vatTiming: 'on_top_up' }],
])('%s is for the operator to set', async (_what, terms) => {
  const { api, path, settings } = await customer();
  const change = { ...settings, terms: { ...settings.terms, ...terms } };
  expect(await api.send('PUT', path, change)).toMatchObject({
    status: 403,
    body: { code: 'permission_denied', resource: 'resource.billing.terms' },
  });
  expect((await api.get(path)).body).toEqual(settings);
  expect(await operator.send('PUT', path, change)).toMatchObject({ status: 200 });
  expect(await rappen.differences()).toEqual([]);
});

test('a markup holds for the next call', async () => {
  const { key, mandateId, path, settings } = await customer();
  const call = async () => {
    const answer = await rappen.post(WIRE_FORMATS.embeddings.path, key, WIRE_FORMATS.embeddings.body);
    await answer.text();
    return (await rappen.bookingOf(mandateId, answer.headers)).call?.markupPpm;
  };
  expect(await call()).toBe(500_000);
  const terms = { ...settings.terms, markupPercent: '12.5', providerMarkupPercent: { openai: '0.0001' } };
  expect(await operator.send('PUT', path, { ...settings, terms })).toMatchObject({
    status: 200,
    body: { terms },
  });
  await expect.poll(call, { timeout: 1_000, interval: 20 }).toBe(1);
  expect(await rappen.differences()).toEqual([]);
});

test('a credit limit moves the floor; one below what is used admits nothing and breaks nothing', async () => {
  const { key, path, settings } = await customer({ model: 'postpaid', creditLimit: '5', balance: '0' });
  const { path: call, body } = WIRE_FORMATS.messages;
  expect((await rappen.post(call, key, body)).status).toBe(200);
  await rappen.settled();
  const terms = { ...settings.terms, creditLimitChf: '0' };
  expect(await operator.send('PUT', path, { ...settings, terms })).toMatchObject({ status: 200 });
  expect((await rappen.post(call, key, body)).status).toBe(402);
  expect(await rappen.differences()).toEqual([]);
});

test('the billing model does not change under a running call', async () => {
  const { key, path, settings } = await customer();
  rappen.simulator.script({ directives: { firstByteDelayMs: 600 } });
  const running = rappen.post(WIRE_FORMATS.messages.path, key, WIRE_FORMATS.messages.body);
  await expect.poll(() => rappen.context.callsInFlight.size).toBe(1);
  const change = { ...settings, terms: { ...settings.terms, billingModel: 'prepaid_user' } };
  const refused = await operator.send('PUT', path, change);
  expect(refused).toMatchObject({ status: 409, body: { code: 'conflict', heldChf: expect.any(String) } });
  await (await running).text();
  await rappen.settled();
  expect(await operator.send('PUT', path, change)).toMatchObject({ status: 200 });
  expect(await rappen.differences()).toEqual([]);
});

test('a new user of prepaid_user gets the welcome credit from the pool, once, and no more than there is', async () => {
  const { api, mandate, mandateId, path, settings } = await customer({ balance: '25' });
  const terms = { ...settings.terms, billingModel: 'prepaid_user', defaultUserCreditChf: '10' };
  expect(await operator.send('PUT', path, { ...settings, terms })).toMatchObject({ status: 200 });
  const invite = (n: number) =>
    api.post(`${mandate}/users`, { email: `welcome-${n}-${mandateId}@muster.example` });
  const users = [await invite(1), await invite(2), await invite(3), await invite(4)];
  expect(users.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect((await rappen.pool(mandateId)).posted).toBe(0n);
  const { userId } = users[0]?.body ?? {};
  expect(await api.send('DELETE', `${mandate}/users/${userId}`)).toMatchObject({ status: 204 });
  expect(await invite(1)).toMatchObject({ status: 201 });
  expect(await rappen.differences()).toEqual([]);
  const audit = await operator.get(`/api/admin/audit?mandate=${mandateId}&action=settings`);
  expect(audit.body.entries[0]).toMatchObject({
    before: { terms: { billingModel: 'prepaid_mandate' } },
    after: { terms: { billingModel: 'prepaid_user' } },
  });
});

test('fifty who are invited at once share what the pool has, all are members, and each gift is in the audit log', async () => {
  const { api, mandate, mandateId, path, settings } = await customer({ balance: '10.5' });
  const terms = { ...settings.terms, billingModel: 'prepaid_user', defaultUserCreditChf: '1' };
  expect(await operator.send('PUT', path, { ...settings, terms })).toMatchObject({ status: 200 });
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      api.post(`${mandate}/users`, { email: `race-${n}-${mandateId}@muster.example` }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(201));
  expect((await rappen.pool(mandateId)).posted).toBe(0n);
  const audit = await operator.get(`/api/admin/audit?mandate=${mandateId}&action=credit`);
  const gifts = audit.body.entries.map(({ after }: { after: { amountChf: string } }) => after.amountChf);
  expect(gifts.sort()).toEqual(['0.500000000', ...Array(10).fill('1.000000000')]);
  expect(await rappen.differences()).toEqual([]);
});

test('the address: structured, with a UID whose check digit is right', async () => {
  const { api, mandate } = await customer();
  const path = `${mandate}/billing/address`;
  expect(await api.get(path)).toMatchObject({ status: 200, body: { address: null } });
  const address = {
    company: 'Müller & Söhne AG',
    street: 'Bahnhofstrasse',
    houseNumber: '1a',
    postcode: '8001',
    town: 'Zürich',
    country: 'CH',
    uid: 'che109322551 mwst',
  };
  const saved = {
    uid: 'CHE-109.322.551',
    vatSuffix: 'MWST',
    contact: null,
    email: null,
    company: address.company,
  };
  expect(await api.send('PUT', path, address)).toMatchObject({ status: 200, body: { address: saved } });
  expect(await api.get(path)).toMatchObject({ body: { address: saved } });
  for (const [field, value] of [
    ['uid', 'CHE-109.322.552'],
    ['company', 'x'.repeat(71)],
    ['company', '株式会社'],
    ['country', 'Schweiz'],
    ['country', 'XX'],
    ['postcode', '80011'],
    ['postcode', '0800'],
    ['town', ''],
    ['email', 'nobody'],
    ['balance', '1'],
  ] as const) {
    const refused = await api.send('PUT', path, { ...address, [field]: value });
    expect(refused).toMatchObject({ status: 422, body: { path: `body.${field}` } });
  }
  expect(await api.get(path)).toMatchObject({ body: { address: saved } });
});
