import { afterAll, beforeEach, expect, test } from 'vitest';
import { startWebhookReceiver } from '#test/support/webhook-receiver.ts';
import { isPublicAddress } from './webhook-address.ts';
import { createWebhookSender, type WebhookNetwork } from './webhook-sender.ts';

const receiver = await startWebhookReceiver();
const { network } = receiver;
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.messages.length = 0;
  receiver.answerWith((response) => void response.writeHead(204).end());
});

const MESSAGE = { headers: { 'webhook-id': 'whd_1' }, body: Buffer.from('{"a":1}') };

function send(url = receiver.url, over: Partial<WebhookNetwork> = {}) {
  return createWebhookSender({ ...network, ...over }).send(url, MESSAGE);
}

test('a message arrives as it is, to the name that was set', async () => {
  expect(await send(`${receiver.url}?token=1`)).toEqual({ isDelivered: true, status: 204 });
  const [message] = receiver.messages;
  expect(message).toMatchObject({ path: '/in?token=1', body: '{"a":1}' });
  expect(message?.headers).toMatchObject({
    'webhook-id': 'whd_1',
    'content-type': 'application/json',
    host: new URL(receiver.url).host,
  });
});

test.each([
  [301, 'redirected'],
  [307, 'redirected'],
  [404, 'refused'],
  [503, 'refused'],
])('%i is %s, and nothing is followed', async (status, problem) => {
  receiver.answerWith((response) => void response.writeHead(status, { location: receiver.url }).end());
  expect(await send()).toEqual({ isDelivered: false, status, problem });
  expect(receiver.messages).toHaveLength(1);
});

test('an answer without an end is not read', async () => {
  receiver.answerWith((response) => {
    response.writeHead(200);
    const more = setInterval(() => response.write('x'.repeat(1_000)), 1);
    response.on('close', () => clearInterval(more));
  });
  expect(await send()).toEqual({ isDelivered: true, status: 200 });
});

test('silence ends, of the receiver and of the names', async () => {
  receiver.answerWith(() => undefined);
  const started = performance.now();
  const outcome = { isDelivered: false, problem: 'timeout' };
  expect(await send(receiver.url, { timeoutMs: 200 })).toEqual(outcome);
  expect(await send(receiver.url, { timeoutMs: 200, resolve: () => new Promise(() => undefined) })).toEqual(
    outcome,
  );
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('a name is asked for once, and one private address among its addresses is enough to refuse it', async () => {
  const refused = { isDelivered: false, problem: 'address_not_allowed' };
  let asked = 0;
  const rebinding = async () => (++asked === 1 ? ['8.8.8.8', '10.0.0.1'] : ['127.0.0.1']);
  expect(await send(receiver.url, { resolve: rebinding, isAllowed: isPublicAddress })).toEqual(refused);
  expect(asked).toBe(1);
  for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '169.254.169.254', 'fd00::1']) {
    const leadsThere = { resolve: async () => [address], isAllowed: isPublicAddress };
    expect(await send(receiver.url, leadsThere)).toEqual(refused);
  }
  expect(receiver.messages).toEqual([]);
});

test('what was looked at is where it goes, whatever the name means to others', async () => {
  let asked = 0;
  const once = async () => (++asked === 1 ? ['127.0.0.1'] : ['192.0.2.1']);
  expect(await send(receiver.url, { resolve: once })).toMatchObject({ isDelivered: true });
  expect(asked).toBe(1);
  // Nobody listens at the first one.
  const several = async () => ['127.9.9.9', '127.0.0.1'];
  expect(await send(receiver.url, { resolve: several })).toMatchObject({ isDelivered: true });
});

test('addresses that may not be set are not called either, and nobody else answers for the name', async () => {
  const { port } = new URL(receiver.url);
  const refused = { isDelivered: false, problem: 'address_not_allowed' };
  expect(await send(`http://hooks.example.com:${port}/`)).toEqual(refused);
  expect(await send(`https://127.0.0.1:${port}/`)).toEqual(refused);
  expect(await send(`https://[::1]:${port}/`)).toEqual(refused);
  expect(await send(`https://other.example.com:${port}/`)).toEqual({
    isDelivered: false,
    problem: 'connection_failed',
  });
  expect(await send(receiver.url, { resolve: () => Promise.reject(new Error('ENOTFOUND')) })).toEqual({
    isDelivered: false,
    problem: 'name_not_found',
  });
  expect(receiver.messages).toEqual([]);
});
