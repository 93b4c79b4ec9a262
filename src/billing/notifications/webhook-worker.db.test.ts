import { afterAll, beforeEach, expect, test } from 'vitest';
import { newId, uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { openTestLedger } from '#test/support/test-ledger.ts';
import { creditChf, spendChf, watchedSpender } from '#test/support/watched-spender.ts';
import { isSignedWith, startWebhookReceiver } from '#test/support/webhook-receiver.ts';
import { tidyDeliveries } from './delivery-tidy.ts';
import { removeWebhook, renewWebhookSecret, sendTestEvent, setWebhook } from './outgoing-webhook.service.ts';
import { tellDueNotices } from './tell-notices.ts';
import { listDeliveries } from './webhook-delivery.store.ts';
import { createWebhookSender } from './webhook-sender.ts';
import { webhookWorker } from './webhook-worker.ts';

const database = await createTestDatabase();
const app = database.openApp();
const owner = database.openOwner(1);
const { db } = app;
const ledger = openTestLedger(database);
const receiver = await startWebhookReceiver();
afterAll(() => Promise.all([ledger.close(), receiver.close()]));
beforeEach(() => {
  receiver.messages.length = 0;
  receiver.answerWith((response) => void response.writeHead(200).end());
});

const sender = createWebhookSender(receiver.network);
const sessionSecret = 'a secret for tests, and for nothing else';
const deps = { db, sessionSecret };
const worker = webhookWorker({ ...deps, sender });

/** A mandate with a webhook, and its secret. */
async function hooked(balance = '12') {
  const spender = await watchedSpender(app, { balance });
  const by = { mandateId: spender.mandateId };
  const { secret = '' } = await setWebhook(deps, by, receiver.url.replace('/in', '/in?key=1'));
  return { spender, by, secret };
}

/** Runs what waits for this mandate, as the queue would: once. */
async function deliverAll({ mandateId }: { mandateId: `mnd_${string}` }, isLastAttempt = false) {
  const waiting = (await listDeliveries(db, mandateId, undefined, 50)).filter(
    ({ state }) => state === 'waiting',
  );
  const signal = new AbortController().signal;
  return Promise.allSettled(
    waiting
      .toReversed()
      .map(({ id }) =>
        worker.run({ id: newId('req'), data: { mandateId, deliveryId: id }, signal, isLastAttempt }),
      ),
  );
}

const tell = () =>
  tellDueNotices({ db, log: silentLog, publicAddress: { url: () => 'https://rappen.example' } });

test('low, empty and recovered, signed as Standard Webhooks say', async () => {
  const { spender, by, secret } = await hooked();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  await spendChf(ledger, spender, '4');
  await tell();
  await spendChf(ledger, spender, '7.95');
  await tell();
  await creditChf(app, spender, '30');
  await tell();
  for (let n = 0; n < 3; n++) await deliverAll(by);
  const bodies = receiver.messages.map(({ body }) => JSON.parse(body));
  expect(bodies.map(({ type }) => type).toSorted()).toEqual([
    'balance.empty',
    'balance.low',
    'balance.recovered',
  ]);
  expect(bodies.find(({ type }) => type === 'balance.low')).toMatchObject({
    timestamp: expect.stringMatching(/Z$/),
    data: { mandateId: by.mandateId, leftChf: '8.000000000', thresholdChf: '10.000000000' },
  });
  expect(receiver.messages.map((message) => isSignedWith(secret, message))).toEqual([true, true, true]);
  const [message] = receiver.messages;
  if (message) expect(isSignedWith(secret, { ...message, body: `${message.body} ` })).toBe(false);
  const deliveries = await listDeliveries(db, by.mandateId, undefined, 50);
  expect(deliveries.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(
    Array(3).fill('delivered 1'),
  );
});

test('an attempt that fails is made again with the same id and the same bytes, and the last one ends it', async () => {
  const { by } = await hooked();
  await sendTestEvent(deps, by.mandateId);
  receiver.answerWith((response) => void response.writeHead(503).end('do not show this'));
  expect(await deliverAll(by)).toMatchObject([{ status: 'rejected' }]);
  expect((await listDeliveries(db, by.mandateId, undefined, 5))[0]).toMatchObject({
    state: 'waiting',
    attempts: 1,
    lastStatus: 503,
    problem: 'refused',
  });
  expect(await deliverAll(by, true)).toMatchObject([{ status: 'fulfilled' }]);
  const [first, second] = receiver.messages;
  expect(second?.body).toBe(first?.body);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  const [delivery] = await listDeliveries(db, by.mandateId, undefined, 5);
  expect(delivery).toMatchObject({ state: 'failed', attempts: 2, type: 'webhook.test' });
  expect(JSON.stringify(delivery)).not.toContain('do not show');
});

test('a new secret signs together with the old one for a day, and then alone', async () => {
  const { by, secret } = await hooked();
  const { secret: newSecret = '' } = await renewWebhookSecret(deps, by);
  expect(newSecret).not.toBe(secret);
  const sendOne = async () => {
    await sendTestEvent(deps, by.mandateId);
    await deliverAll(by);
    const message = receiver.messages.at(-1);
    return message && [isSignedWith(newSecret, message), isSignedWith(secret, message)];
  };
  expect(await sendOne()).toEqual([true, true]);
  await app.pool.query('update billing_webhook set old_secret_until = now() where mandate_id = $1', [
    uuidOf(by.mandateId),
  ]);
  expect(await sendOne()).toEqual([true, false]);
});

test('taken away: nothing goes there any more, and one that is set again has another secret', async () => {
  const { by, secret } = await hooked();
  await sendTestEvent(deps, by.mandateId);
  await removeWebhook(deps, by);
  await deliverAll(by);
  expect(receiver.messages).toEqual([]);
  expect((await listDeliveries(db, by.mandateId, undefined, 5))[0]).toMatchObject({
    state: 'failed',
    problem: 'no_webhook',
  });
  await expect(sendTestEvent(deps, by.mandateId)).rejects.toMatchObject({ code: 'not_found' });
  const again = await setWebhook(deps, by, receiver.url);
  expect(again.secret).toBeDefined();
  expect(again.secret).not.toBe(secret);
  expect((await setWebhook(deps, by, receiver.url)).secret).toBeUndefined();
});

test('410 ends it at once; the audit log knows the host, and neither path nor secret', async () => {
  const { by, secret } = await hooked();
  await sendTestEvent(deps, by.mandateId);
  receiver.answerWith((response) => void response.writeHead(410).end());
  await deliverAll(by);
  expect((await listDeliveries(db, by.mandateId, undefined, 5))[0]).toMatchObject({ state: 'failed' });
  const { rows } = await app.pool.query('select * from audit_entry where mandate_id = $1', [
    uuidOf(by.mandateId),
  ]);
  expect(JSON.stringify(rows)).toContain('hooks.example.com');
  expect(JSON.stringify(rows)).not.toContain('key=1');
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test('what ended long ago is forgotten, and what lost its job with a process is given up', async () => {
  const { by } = await hooked();
  const age = async (days: number) => {
    const id = await sendTestEvent(deps, by.mandateId);
    await owner.pool.query(
      `update billing_webhook_delivery set created_at = created_at - $2 * interval '1 day', ended_at = ended_at - $2 * interval '1 day'
       where mandate_id = $1`,
      [uuidOf(by.mandateId), days],
    );
    return id;
  };
  await sendTestEvent(deps, by.mandateId);
  await deliverAll(by);
  await age(89);
  await tidyDeliveries(db);
  const kept = await listDeliveries(db, by.mandateId, undefined, 5);
  expect(kept.map(({ state }) => state)).toEqual(['failed', 'delivered']);
  const waiting = await age(2);
  await tidyDeliveries(db);
  expect(await listDeliveries(db, by.mandateId, undefined, 5)).toMatchObject([
    { id: waiting, state: 'waiting' },
    { state: 'failed' },
  ]);
});
