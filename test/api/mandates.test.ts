import { expect, test } from 'vitest';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { ApiClient, operatorApi } from '#test/support/api-client.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const operator = await operatorApi(rappen);
const MANDATES = '/api/admin/mandates';
const WITHIN_1_S = { timeout: 1_000, interval: 20 };
const key = (text: string) => ({ 'idempotency-key': text });

test('a new mandate has its billing, its roles and its administrator', async () => {
  const request = {
    name: 'Muster AG',
    billingModel: 'postpaid',
    creditLimitChf: '250.00',
    administrator: { email: 'chief@muster.example', language: 'it' },
  };
  const made = await operator.post(MANDATES, request, key('muster'));
  expect(made).toMatchObject({
    status: 201,
    body: {
      mandate: {
        name: 'Muster AG',
        status: 'active',
        billingModel: 'postpaid',
        creditLimitChf: '250.000000000',
        users: 1,
      },
    },
  });
  const { id } = made.body.mandate;
  expect((await rappen.mailsTo('chief@muster.example')).at(-1)).toMatchObject({
    kind: 'invitation',
    mandateId: id,
  });
  expect(await operator.get(`${MANDATES}/${id}`)).toMatchObject({ body: { ...made.body.mandate } });
  const users = await operator.get(`${MANDATES}/${id}/users`);
  expect(users.body.users).toEqual([
    expect.objectContaining({ userId: made.body.administratorId, role: 'mandate_admin', language: 'it' }),
  ]);
});

test('twenty double clicks make one mandate, with one answer', async () => {
  const request = { name: 'Twenty clicks' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => operator.post(MANDATES, request, key('twenty'))),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => body.mandate.id)).size).toBe(1);
  expect((await operator.get(`${MANDATES}?q=twenty`)).body.mandates).toHaveLength(1);
  const other = await operator.post(MANDATES, { name: 'Another' }, key('twenty'));
  expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
  expect(await operator.post(MANDATES, request)).toMatchObject({
    status: 422,
    body: { path: 'headers.idempotency-key' },
  });
});

test('closing needs the balance that is left, as it is now', async () => {
  const { mandateId, key: callKey } = await rappen.caller({ balance: '12.345' });
  const path = `${MANDATES}/${mandateId}`;
  const left = { code: 'conflict', remainingChf: '12.345000000', openHolds: 0 };
  expect(await operator.send('PATCH', path, { status: 'closed' })).toMatchObject({ status: 409, body: left });
  const wrong = { status: 'closed', remainingChf: '12.34' };
  expect(await operator.send('PATCH', path, wrong)).toMatchObject({ status: 409, body: left });
  const right = { status: 'closed', remainingChf: '12.345' };
  expect(await operator.send('PATCH', path, right)).toMatchObject({
    status: 200,
    body: { status: 'closed' },
  });
  const { path: call, body } = WIRE_FORMATS.messages;
  await expect.poll(async () => (await rappen.post(call, callKey, body)).status, WITHIN_1_S).toBe(401);
  expect(await operator.send('PATCH', path, { status: 'active' })).toMatchObject({
    body: { status: 'active' },
  });
  await expect.poll(async () => (await rappen.post(call, callKey, body)).status, WITHIN_1_S).toBe(200);
});

test('a mandate whose call is running is not closed', async () => {
  const { mandateId, key: callKey } = await rappen.caller();
  rappen.simulator.script({ directives: { firstByteDelayMs: 600 } });
  const { path, body } = WIRE_FORMATS.messages;
  const running = rappen.post(path, callKey, body);
  await expect.poll(() => rappen.context.callsInFlight.size).toBe(1);
  const asked = await operator.send('PATCH', `${MANDATES}/${mandateId}`, {
    status: 'closed',
    remainingChf: '10',
  });
  expect(asked).toMatchObject({ status: 409, body: { openHolds: 1 } });
  expect((await running).status).toBe(200);
});

test('the root mandate stays active', async () => {
  for (const status of ['suspended', 'closed']) {
    const asked = await operator.send('PATCH', `${MANDATES}/${ROOT_MANDATE_ID}`, {
      status,
      remainingChf: '0',
    });
    expect(asked).toMatchObject({ status: 422 });
  }
});

test('a list by name, in pages; % and _ are letters', async () => {
  for (const name of ['Zeta 100%', 'Alpha_1', 'alphaX1', 'Ömega']) {
    expect(await operator.post(MANDATES, { name }, key(name.replaceAll(/[^a-z0-9]/gi, '-')))).toMatchObject({
      status: 201,
    });
  }
  const found = async (text: string) =>
    (await operator.get(`${MANDATES}?q=${encodeURIComponent(text)}`)).body.mandates.map(
      ({ name }: { name: string }) => name,
    );
  expect(await found('0%')).toEqual(['Zeta 100%']);
  expect(await found('alpha_')).toEqual(['Alpha_1']);
  expect(await found('ömega')).toEqual(['Ömega']);
  const all: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const { body } = await operator.get(`${MANDATES}?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
    all.push(...body.mandates.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
  }
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(6);
});

test('names of any script and length are paged', async () => {
  const names = ['漢'.repeat(200), `${'漢'.repeat(199)}字`, 'İ'.repeat(200), '"'.repeat(200)];
  for (const [n, name] of names.entries()) {
    expect(await operator.post(MANDATES, { name }, key(`long-${n}`))).toMatchObject({ status: 201 });
  }
  for (const list of [MANDATES, '/api/admin/billing/mandates']) {
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page = await operator.get(`${list}?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.status, JSON.stringify(page.body)).toBe(200);
      seen.push(page.body.mandates[0].name);
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(expect.arrayContaining(names));
  }
});

test('who acts is in the audit log, with what was before and after', async () => {
  const { mandateId, userId } = await rappen.caller({ role: 'mandate_admin' });
  await operator.send('PATCH', `${MANDATES}/${mandateId}`, { status: 'suspended' });
  const { body } = await operator.get(`/api/admin/audit?mandate=${mandateId}&action=mandate`);
  expect(body.entries).toEqual([
    expect.objectContaining({
      action: 'mandate.changed',
      subject: mandateId,
      before: expect.objectContaining({ status: 'active' }),
      after: expect.objectContaining({ status: 'suspended' }),
      by: expect.objectContaining({
        userId: expect.stringMatching(/^usr_/),
        apiKeyId: expect.stringMatching(/^key_/),
      }),
    }),
  ]);
  const all = await operator.get('/api/admin/audit?limit=200');
  expect(
    new Set(all.body.entries.map((entry: { mandateId: string }) => entry.mandateId)).size,
  ).toBeGreaterThan(1);
  expect(userId).not.toBe(body.entries[0].by.userId);
  expect(await new ApiClient(rappen.url, {}).get('/api/admin/audit')).toMatchObject({ status: 401 });
});
