import { afterAll, expect, test, vi } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { newId } from '#kernel/id.ts';
import { queueMail } from '#mail/outbox.ts';
import { apiOf, operatorApi, scopesFor } from '#test/support/api-client.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { startSchedule } from '../../src/schedule.ts';

vi.setConfig({ testTimeout: 60_000, expect: { poll: { timeout: 30_000 } } });

/* The whole server with its queue, without a mail server. */
const rappen = await startTestRappen();
const stop = await startSchedule(rappen.context);
afterAll(() => stop(2_000));
const operator = await operatorApi(rappen);
const { db } = rappen.context.database;

test('before the first recount there is the time of the next', async () => {
  const { status, body } = await operator.get('/api/admin/proof');
  expect(status).toBe(200);
  expect(body).toMatchObject({ nextRunAt: expect.stringMatching(/T0[12]:15:00\.000Z$/), history: [] });
  expect(body.last).toBeUndefined();
});

test('a recount is started, is refused a second time while it runs, and its result is there', async () => {
  const { status, body } = await operator.post('/api/admin/proof');
  expect({ status, id: body.id }).toEqual({ status: 202, id: expect.stringMatching(/^prf_/) });
  expect(await operator.post('/api/admin/proof')).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect((await operator.get('/api/admin/proof')).body).toMatchObject({ current: { id: body.id } });
  await expect.poll(async () => (await operator.get('/api/admin/proof')).body.last?.id).toBe(body.id);
  const overview = (await operator.get('/api/admin/proof')).body;
  expect(overview.last).toMatchObject({ ok: true, source: 'request', differences: [], differencesTotal: 0 });
  expect(overview.history).toMatchObject([{ id: body.id, counts: { openHolds: 0 } }]);
});

test('mails are listed without their text; the reading of a secret is recorded', async () => {
  const mail = {
    to: 'anna@muster.example',
    subject: 'Welcome',
    text: 'https://rappen.example/invite#4711-secret',
    kind: 'invitation',
    holdsSecret: true,
  } as const;
  const id = await transaction(db, (tx) => queueMail(tx, mail));
  const plain = await transaction(db, (tx) =>
    queueMail(tx, { ...mail, text: 'plain', kind: 'alarm', holdsSecret: false }),
  );
  const list = async (query = '') => (await operator.get(`/api/admin/outbox${query}`)).body;
  await expect
    .poll(async () => (await list('?state=kept')).mails.map((one: { id: string }) => one.id))
    .toEqual([plain, id]);
  expect(JSON.stringify(await list())).not.toContain('4711');
  const first = await list('?limit=1');
  expect(first.mails).toMatchObject([{ id: plain, state: 'kept' }]);
  expect((await list(`?limit=1&cursor=${first.nextCursor}`)).mails).toMatchObject([{ id }]);
  expect((await operator.get('/api/admin/outbox?state=lost')).body).toMatchObject({ path: 'query.state' });
  expect((await operator.get('/api/admin/outbox?cursor=none')).body).toMatchObject({ path: 'query.cursor' });

  expect((await operator.get(`/api/admin/outbox/${id}`)).body).toMatchObject({
    to: mail.to,
    text: mail.text,
  });
  expect((await operator.get(`/api/admin/outbox/${plain}`)).body).toMatchObject({ text: 'plain' });
  const { rows } = await rappen.database
    .openOwner()
    .pool.query("select subject from audit_entry where action = 'mail.read'");
  expect(rows).toEqual([{ subject: id }]);
  expect(await operator.get(`/api/admin/outbox/${newId('mal')}`)).toMatchObject({ status: 404 });
  expect(await operator.post(`/api/admin/outbox/${plain}/send`)).toMatchObject({
    status: 200,
    body: { id: plain, state: 'waiting', attempts: 0 },
  });
  // Without a mail server it is kept again.
  await expect.poll(async () => (await operator.get(`/api/admin/outbox/${plain}`)).body.state).toBe('kept');
  expect(await operator.post(`/api/admin/outbox/${newId('mal')}/send`)).toMatchObject({ status: 404 });
});

test("a mandate's administrator sees none of it", async () => {
  const administrator = await rappen.caller({ role: 'mandate_admin' });
  const api = await apiOf(rappen, administrator, scopesFor('mandate_admin'));
  for (const path of ['/api/admin/outbox', '/api/admin/proof']) {
    expect((await api.get(path)).status).toBe(403);
  }
  expect((await api.post('/api/admin/proof')).status).toBe(403);
});
