import { describe, expect, test } from 'vitest';
import { tellDueNotices } from '#billing/notifications/tell-notices.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { apiOf } from '#test/support/api-client.ts';
import { listeningTo, SOON } from '#test/support/event-listener.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { type CallerOptions, startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const second = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
const { db, pool } = rappen.context.database;
const { listen, call } = listeningTo(rappen);

async function customer(options: CallerOptions = {}) {
  const member = await rappen.caller({ role: 'mandate_admin', ...options });
  const api = await apiOf(rappen, member, SCOPES);
  return { ...member, api, billing: `/api/admin/mandates/${member.mandateId}/billing` };
}

const tell = (server = rappen) =>
  tellDueNotices({
    db: server.context.database.db,
    log: silentLog,
    publicAddress: server.context.publicAddress,
  });

/** Sets a threshold just below what is there, so that the next call crosses it. */
async function watchClosely({ api, billing }: Awaited<ReturnType<typeof customer>>, belowChf: string) {
  const { body } = await api.get(`${billing}/settings`);
  const { terms: _terms, ...own } = body;
  const warnings = { belowChf, belowPercent: null, daysLeft: null };
  const answer = await api.send('PUT', `${billing}/settings`, { ...own, warnings });
  expect(answer.status).toBe(200);
}

describe('a call that crosses the threshold', () => {
  test('the page says low, the list says who was told, and everybody who spends from the pool hears of it', async () => {
    const admin = await customer({ balance: '20' });
    await watchClosely(admin, '20');
    const user = await addMember(db, admin.mandateId);
    const stranger = await customer();
    const [all, own, foreign] = await Promise.all([listen(admin), listen(user), listen(stranger)]);
    expect((await admin.api.get('/api/billing/balance')).body.spendable.account).toMatchObject({
      state: 'ok',
      warnAtChf: '20.000000000',
    });
    await call(user.key);
    expect((await admin.api.get('/api/billing/balance')).body.spendable.state).toBe('low');
    await Promise.all([tell(), tell(second)]);
    const { body } = await admin.api.get(`${admin.billing}/warnings`);
    expect(body.notices).toEqual([
      expect.objectContaining({
        kind: 'low',
        state: 'told',
        thresholdChf: '20.000000000',
        leftChf: expect.stringMatching(/^19\.9\d+$/),
        mails: [{ to: expect.stringContaining('@example.ch'), state: 'waiting' }],
      }),
    ]);
    for (const reader of [all, own]) {
      await expect.poll(() => reader.of('warning').length, SOON).toBe(1);
      expect(reader.of('warning')[0]?.data).toEqual(
        expect.objectContaining({
          id: body.notices[0].id,
          kind: 'low',
          accountId: body.notices[0].accountId,
        }),
      );
    }
    await call(stranger.key);
    await expect.poll(() => foreign.ids().length, SOON).toBe(1);
    expect(foreign.of('warning')).toEqual([]);
  });

  test('who was cut hears of it when he is back, on another process too, and not of older ones', async () => {
    const admin = await customer({ balance: '20' });
    await watchClosely(admin, '20');
    const first = await listen(admin);
    await first.cut();
    await call(admin.key);
    await tell();
    const { lastEventId } = first;
    const back = await listen(admin, { lastEventId }, second);
    await expect.poll(() => back.of('warning').length, SOON).toBe(1);
    await expect.poll(() => back.of('balance').length, SOON).toBe(1);
    await back.cut();
    const again = await listen(admin, { lastEventId: back.lastEventId });
    await call(admin.key);
    await expect.poll(() => again.ids().length, SOON).toBe(1);
    expect(again.of('warning')).toEqual([]);
  });
});

test("a user's own wallet is warned of by lines of its own, which his administrator sets", async () => {
  const admin = await customer({ model: 'prepaid_user', balance: '20' });
  const { api, billing, userId } = admin;
  const path = `${billing}/wallet-warnings/${userId}`;
  const own = { belowChf: '19.999999999', belowPercent: null, daysLeft: null };
  expect(await api.send('PUT', path, own)).toMatchObject({
    status: 200,
    body: { userId, leftChf: '20.000000000', warnAtChf: '19.999999999', own },
  });
  await call(admin.key);
  await tell();
  expect((await api.get(`${billing}/warnings`)).body.notices).toEqual([
    expect.objectContaining({ kind: 'low', userId, thresholdChf: '19.999999999' }),
  ]);
  const none = { belowChf: null, belowPercent: null, daysLeft: null };
  expect((await api.send('PUT', path, none)).body).toMatchObject({ own: null, warnAtChf: '10.000000000' });
  expect((await api.get(`${billing}/wallet-warnings?limit=1`)).body.wallets).toHaveLength(1);
  const stranger = await addMember(db, admin.mandateId);
  const missing = await api.send('PUT', `${billing}/wallet-warnings/${stranger.userId}`, none);
  expect(missing.status).toBe(404);
  const { rows } = await pool.query('select action from audit_entry where mandate_id = $1', [
    uuidOf(admin.mandateId),
  ]);
  expect(rows.filter(({ action }) => action === 'wallet.warnings_changed')).toHaveLength(2);
});

describe('the webhook of a mandate', () => {
  test('is set once with its secret, tested, renewed and taken away', async () => {
    const { api, billing } = await customer();
    const path = `${billing}/webhook`;
    expect((await api.get(path)).body).toEqual({ url: null, oldSecretUntil: null });
    expect((await api.post(`${path}/test`)).status).toBe(404);
    const url = 'https://hooks.example.com/in?key=1';
    const first = await api.send('PUT', path, { url });
    expect(first.body).toMatchObject({ url, secret: expect.stringMatching(/^whsec_/) });
    expect((await api.get(path)).body).toEqual({ url, oldSecretUntil: null });
    expect((await api.send('PUT', path, { url })).body.secret).toBeUndefined();
    const renewed = await api.post(`${path}/secret`);
    expect(renewed.body.secret).not.toBe(first.body.secret);
    expect(renewed.body.oldSecretUntil).toMatch(/Z$/);
    const { body } = await api.post(`${path}/test`);
    const { deliveries } = (await api.get(`${path}/deliveries`)).body;
    expect(deliveries).toEqual([
      expect.objectContaining({ id: body.deliveryId, type: 'webhook.test', state: 'waiting', attempts: 0 }),
    ]);
    expect((await api.send('DELETE', path)).status).toBe(204);
    expect((await api.get(path)).body.url).toBeNull();
  });

  test.each([
    'http://hooks.example.com/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::ffff:127.0.0.1]/',
    'https://localhost/',
    'https://a:b@hooks.example.com/',
    'https://hooks.example.com:22/',
    'javascript:alert(1)',
  ])('never goes to %s', async (url) => {
    const { api, billing } = await customer();
    const answer = await api.send('PUT', `${billing}/webhook`, { url });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_request', path: 'body.url' } });
  });
});
