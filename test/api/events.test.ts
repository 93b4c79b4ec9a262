import { connect } from 'node:net';
import { Agent, type Dispatcher, EventSource } from 'undici';
import { describe, expect, test } from 'vitest';
import { openWallet } from '#billing/accounts/account.store.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { revokeApiKey } from '#identity/api-keys/api-key.service.ts';
import { uuidOf } from '#kernel/id.ts';
import { Browser } from '#test/support/browser.ts';
import { listeningTo, SOON } from '#test/support/event-listener.ts';
import { EventReader } from '#test/support/event-reader.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { newPerson, PASSWORD } from '#test/support/person.ts';
import { chf, startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const second = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
const { db } = rappen.context.database;
const { path: CHAT, body: CHAT_BODY } = WIRE_FORMATS.chat;

const { listen, listenWith, readingKey, call, seedRows } = listeningTo(rappen);

describe('what is told', () => {
  test('the balance at once; then each call with its booking and the new balance', async () => {
    const user = await rappen.caller();
    const reader = await listen(user);
    expect(reader.of('ready')[0]?.data).toEqual({ mandateId: user.mandateId, resumed: null });
    await expect.poll(() => reader.of('balance').length, SOON).toBe(1);
    expect(reader.of('balance')[0]?.data).toMatchObject({ kind: 'pool', balanceChf: '10.000000000' });
    const id = await call(user.key);
    await expect.poll(() => reader.ids(), SOON).toEqual([id]);
    const [booking] = await rappen.usage(user.mandateId);
    expect(reader.of('transaction')[0]?.data).toMatchObject({
      id,
      type: 'usage',
      provider: 'openai',
      feature: 'api',
      userId: user.userId,
      model: booking?.call?.modelAnswered,
      at: booking?.at.toISOString(),
    });
    const { amountChf, balanceAfterChf } = reader.of('transaction')[0]?.data ?? {};
    expect(chf(balanceAfterChf)).toBe(chf('10') + chf(amountChf));
    const lastBalance = () => reader.of('balance').at(-1)?.data;
    await expect
      .poll(lastBalance, SOON)
      .toMatchObject({ balanceChf: balanceAfterChf, heldChf: '0.000000000', availableChf: balanceAfterChf });
  });

  test('money that is held while a call runs', async () => {
    const user = await rappen.caller();
    const reader = await listen(user);
    const slow = {
      ...CHAT_BODY,
      stream: true,
      messages: [{ role: 'user', content: '[[sim:{"chunks":20,"chunkDelayMs":100}]] Hello' }],
    };
    const answer = await rappen.post(CHAT, user.key, slow);
    const held = () => reader.of('balance').some(({ data }) => data.heldChf !== '0.000000000');
    await expect.poll(held, SOON).toBe(true);
    await answer.text();
    await expect.poll(() => reader.of('balance').at(-1)?.data.heldChf, SOON).toBe('0.000000000');
  });

  test('a top-up, to the administrator and as a balance to the user of the pool', async () => {
    const admin = await rappen.caller({ role: 'mandate_admin' });
    const { mandateId } = admin;
    const user = await listen(await addMember(db, mandateId));
    const all = await listen(admin);
    const { transactionId } = await topUp(db, { mandateId, amount: chf('5'), idempotencyKey: 'more' });
    await expect.poll(() => all.ids(), SOON).toEqual([transactionId]);
    expect(all.of('transaction')[0]?.data).toMatchObject({ type: 'top_up', amountChf: '5.000000000' });
    await expect.poll(() => user.of('balance').at(-1)?.data.balanceChf, SOON).toBe('15.000000000');
    expect(user.ids()).toEqual([]);
  });

  test('to a real EventSource, which connects again by itself and goes on where it was', async () => {
    const user = await rappen.caller();
    const { key } = await readingKey(user);
    const agent = new Agent();
    const withKey: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
      dispatch({ ...options, headers: { ...(options.headers as object), 'x-api-key': key } }, handler);
    const source = new EventSource(`${rappen.url}/api/events`, {
      node: { dispatcher: agent.compose(withKey), reconnectionTime: 50 },
    });
    const seen: string[] = [];
    let opened = 0;
    source.addEventListener('ready', () => opened++);
    source.addEventListener('transaction', (event) => {
      if ('data' in event) seen.push(JSON.parse(String(event.data)).id);
    });
    await expect.poll(() => opened, SOON).toBe(1);
    const first = await call(user.key);
    await expect.poll(() => seen, SOON).toEqual([first]);
    // Ends the streams of the mandate, whose rights may be others now.
    await rappen.database
      .openOwner(1)
      .pool.query("update billing_settings set billing_model = 'prepaid_user' where mandate_id = $1", [
        uuidOf(user.mandateId),
      ]);
    await openWallet(db, user.mandateId, user.userId, 0n);
    await expect.poll(() => opened, SOON).toBe(2);
    await topUp(db, { ...user, amount: chf('1'), idempotencyKey: 'own' });
    await expect.poll(() => seen.length, SOON).toBe(2);
    source.close();
    await agent.close();
  });
});

describe('who is told', () => {
  test('a user his own bookings only, an administrator all, another mandate nothing', async () => {
    const admin = await rappen.caller({ role: 'mandate_admin' });
    const [anna, beat] = [await addMember(db, admin.mandateId), await addMember(db, admin.mandateId)];
    const stranger = await rappen.caller({ role: 'mandate_admin' });
    const [all, ofAnna, ofBeat, foreign] = await Promise.all(
      [admin, anna, beat, stranger].map((who) => listen(who)),
    );
    const ids = [await call(anna.key), await call(beat.key), await call(anna.key)];
    await expect.poll(() => all?.ids().toSorted(), SOON).toEqual(ids.toSorted());
    await expect.poll(() => ofAnna?.ids(), SOON).toEqual([ids[0], ids[2]]);
    await expect.poll(() => ofBeat?.ids(), SOON).toEqual([ids[1]]);
    const own = await call(stranger.key);
    await expect.poll(() => foreign?.ids(), SOON).toEqual([own]);
    expect(JSON.stringify(foreign?.events)).not.toContain(admin.mandateId);
    expect(all?.ids()).not.toContain(own);
  });

  test('wallets of users: each his own, an administrator all', async () => {
    const admin = await rappen.caller({ role: 'mandate_admin', model: 'prepaid_user' });
    const { mandateId } = admin;
    const anna = await addMember(db, mandateId);
    const ofAnna = await listen(anna);
    expect(ofAnna.of('balance')).toEqual([]);
    const all = await listen(admin);
    await openWallet(db, mandateId, anna.userId, 0n);
    const { transactionId } = await topUp(db, { ...anna, amount: chf('3'), idempotencyKey: 'anna' });
    await expect.poll(() => ofAnna.ids(), SOON).toEqual([transactionId]);
    await expect
      .poll(() => ofAnna.of('balance').at(-1)?.data, SOON)
      .toMatchObject({
        kind: 'user',
        userId: anna.userId,
        balanceChf: '3.000000000',
      });
    await expect.poll(() => all.ids(), SOON).toEqual([transactionId]);
    const adminsCall = await call(admin.key);
    await expect.poll(() => all.ids(), SOON).toEqual([transactionId, adminsCall]);
    expect(ofAnna.ids()).toEqual([transactionId]);
  });

  test('a position of another mandate opens nothing of it', async () => {
    const [victim, attacker] = [await rappen.caller(), await rappen.caller()];
    const before = await listen(victim);
    await before.cut();
    await call(victim.key);
    const reader = await listen(attacker, { lastEventId: before.lastEventId });
    const own = await call(attacker.key);
    await expect.poll(() => reader.ids(), SOON).toContain(own);
    expect(reader.ids()).toHaveLength(1);
  });
});

describe('the end of a stream', () => {
  test('a revoked key, on the other process too', async () => {
    const user = await rappen.caller();
    const { key, keyId } = await readingKey(user);
    const streams = [await listenWith(key), await listenWith(key, {}, second)];
    await revokeApiKey(db, user.mandateId, keyId);
    expect(await Promise.all(streams.map(({ ended }) => ended))).toEqual(['end', 'end']);
    expect((await EventReader.open(rappen.url, key)).status).toBe(401);
  });

  test('a session that ends, on the other process too', async () => {
    const person = await newPerson(rappen);
    await openBilling(db, { mandateId: person.mandateId, billingModel: 'prepaid_mandate' });
    const browser = new Browser(rappen.url);
    expect((await browser.signIn(person.email, PASSWORD)).status).toBe(200);
    const headers = { cookie: browser.cookieHeader() };
    const streams = await Promise.all(
      [rappen, second].map((server) => EventReader.open(server.url, undefined, { headers })),
    );
    for (const stream of streams) {
      await expect.poll(() => stream.of('ready').length, SOON).toBe(1);
    }
    await browser.post('/api/auth/sign-out');
    expect(await Promise.all(streams.map(({ ended }) => ended))).toEqual(['end', 'end']);
    expect((await EventReader.open(rappen.url, undefined, { headers })).status).toBe(401);
  });

  test('a lost role: the administrator who becomes a user is cut off from the others', async () => {
    const admin = await rappen.caller({ role: 'mandate_admin' });
    const reader = await listen(admin);
    await rappen.database
      .openOwner(1)
      .pool.query("update membership set role = 'user' where mandate_id = $1 and user_id = $2", [
        uuidOf(admin.mandateId),
        uuidOf(admin.userId),
      ]);
    expect(await reader.ended).toBe('end');
  });

  test('who reads nothing is dropped, and the others are not', async () => {
    const tight = await startTestRappen({
      database: rappen.database,
      simulator: rappen.simulator,
      eventLimits: { bytesPerStream: 2_000 },
    });
    const admin = await rappen.caller({ role: 'mandate_admin' });
    const reader = await listen(admin, {}, tight);
    await seedRows(admin, 200);
    expect(await reader.ended).toBe('cut');
    const again = await listen(admin, { lastEventId: reader.lastEventId }, rappen);
    await expect.poll(() => reader.ids().length + again.ids().length, SOON).toBe(200);
  });

  test('a connection that stands still holds nobody up, and keeps its place until it is closed', async () => {
    const one = await startTestRappen({
      database: rappen.database,
      simulator: rappen.simulator,
      eventLimits: { streamsPerUser: 2 },
    });
    const admin = await rappen.caller({ role: 'mandate_admin' });
    const { key } = await readingKey(admin);
    const { hostname, port } = new URL(one.url);
    const still = connect(Number(port), hostname);
    still.on('error', () => undefined);
    still.write(`GET /api/events HTTP/1.1\r\nhost: ${hostname}\r\nx-api-key: ${key}\r\n\r\n`);
    await new Promise((resolve) => still.once('data', resolve));
    still.pause();
    const reader = await listenWith(key, {}, one);
    expect((await EventReader.open(one.url, key)).status).toBe(429);
    for (let round = 1; round <= 4; round++) {
      await seedRows(admin, 4_000);
      await expect.poll(() => reader.ids().length, { timeout: 10_000 }).toBe(round * 4_000);
    }
    expect(new Set(reader.ids()).size).toBe(16_000);
    expect((await EventReader.open(one.url, key)).status).toBe(429);
    still.destroy();
    const another = async () => {
      const again = await EventReader.open(one.url, key);
      await again.cut();
      return again.status;
    };
    await expect.poll(another, SOON).toBe(200);
  });

  test('not more streams than allowed; a place that is left is free again', async () => {
    const few = await startTestRappen({
      database: rappen.database,
      simulator: rappen.simulator,
      eventLimits: { streamsInAll: 3, streamsPerUser: 2 },
    });
    const [user, other] = [await rappen.caller(), await rappen.caller()];
    const { key } = await readingKey(user);
    const first = await listenWith(key, {}, few);
    await listenWith(key, {}, few);
    expect((await EventReader.open(few.url, key)).status).toBe(429);
    await listen(other, {}, few);
    expect((await EventReader.open(few.url, (await readingKey(other)).key)).status).toBe(503);
    await first.cut();
    await expect
      .poll(async () => {
        const reader = await EventReader.open(few.url, key);
        await reader.cut();
        return reader.status;
      }, SOON)
      .toBe(200);
  });

  test('the process stops: streams end at once, and whole', async () => {
    const stopping = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
    const user = await rappen.caller();
    const reader = await listen(user, {}, stopping);
    await stopping.served.stop(10_000);
    expect(await reader.ended).toBe('end');
    const id = await call(user.key);
    const again = await listen(user, { lastEventId: reader.lastEventId });
    await expect.poll(() => again.ids(), SOON).toEqual([id]);
  });
});
