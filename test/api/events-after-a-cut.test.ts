import { describe, expect, test } from 'vitest';
import { openWallet } from '#billing/accounts/account.store.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { listeningTo, SOON } from '#test/support/event-listener.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { chf, startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const second = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
const { db } = rappen.context.database;
const { listen, listenWith, readingKey, call, seedRows } = listeningTo(rappen);

describe('going on after a cut', () => {
  test('nothing is missed and nothing comes twice, on whichever process', async () => {
    const user = await rappen.caller({ balance: '100' });
    let reader = await listen(user);
    const told: string[] = [];
    const made: string[] = [];
    for (let round = 0; round < 6; round++) {
      made.push(await call(user.key));
      if (round % 2) await expect.poll(() => reader.ids().length, SOON).toBeGreaterThan(0);
      await reader.cut();
      told.push(...reader.ids());
      made.push(await call(user.key, round % 2 ? rappen : second));
      const options = { lastEventId: reader.lastEventId, inQuery: round % 3 === 0 };
      reader = await listen(user, options, round % 2 ? rappen : second);
      expect(reader.of('ready')[0]?.data.resumed).toBe(true);
    }
    await expect.poll(() => [...told, ...reader.ids()], SOON).toEqual(made);
  });

  test('under load: hundreds of calls on two processes, many wallets, cut again and again', async () => {
    const admin = await rappen.caller({ role: 'mandate_admin', model: 'prepaid_user', balance: '50' });
    const { mandateId } = admin;
    const keys = [admin.key];
    for (let count = 0; count < 6; count++) {
      const member = await addMember(db, mandateId);
      await openWallet(db, mandateId, member.userId, 0n);
      await topUp(db, { ...member, amount: chf('50'), idempotencyKey: member.userId });
      keys.push(member.key);
    }
    const { key } = await readingKey(admin);
    const made: string[] = [];
    const told: string[] = [];
    const work = keys.map(async (own, index) => {
      for (let count = 0; count < 60; count++)
        made.push(await call(own, (count + index) % 2 ? rappen : second));
    });
    let running = true;
    const finished = Promise.all(work).finally(() => {
      running = false;
    });
    let reader = await listenWith(key);
    // What was booked before the first position is not for him.
    const before = new Set(made);
    let cuts = 0;
    while (running) {
      await new Promise((resolve) => setTimeout(resolve, 40 + ((cuts * 67) % 400)));
      await reader.cut();
      told.push(...reader.ids());
      cuts++;
      const server = cuts % 2 ? second : rappen;
      reader = await listenWith(key, { lastEventId: reader.lastEventId }, server);
    }
    await finished;
    const all = () => [...told, ...reader.ids()];
    await expect
      .poll(() => made.filter((id) => !before.has(id) && !all().includes(id)), { timeout: 10_000 })
      .toEqual([]);
    expect(new Set(all()).size).toBe(all().length);
    expect(made).toHaveLength(420);
    expect(cuts).toBeGreaterThan(3);
    expect(await rappen.differences()).toEqual([]);
  }, 120_000);

  test('every event is a place to go on from: the rest comes, and nothing else, whether it was told live or later', async () => {
    const admin = await rappen.caller({ role: 'mandate_admin' });
    const { key } = await readingKey(admin);
    const first = await listenWith(key);
    const live = await listenWith(key);
    // One commit, so one look finds them all.
    await seedRows(admin, 6);
    await expect.poll(() => live.ids().length, SOON).toBe(6);
    await seedRows(admin, 6);
    await expect.poll(() => live.ids().length, SOON).toBe(12);
    const ids = live.ids();
    const before = first.of('ready')[0]?.id;
    const later = await listenWith(key, { lastEventId: before });
    await expect.poll(() => later.ids(), SOON).toEqual(ids);
    for (const { id, data } of [...live.of('transaction'), ...later.of('transaction')]) {
      const rest = await listenWith(key, { lastEventId: id });
      await expect.poll(() => rest.of('balance').length + rest.ids().length, SOON).toBeGreaterThan(0);
      const expected = ids.slice(ids.indexOf(data.id) + 1);
      await expect.poll(() => rest.ids(), SOON).toEqual(expected);
      await rest.cut();
    }
  });

  test.each([
    ['nonsense', 'nonsense'],
    ['a place that this database has not reached', '900000000000:900000000000:'],
    ['too long ago', '1:1:'],
  ])('%s: the reader is told to read anew', async (name, lastEventId) => {
    const user = await rappen.caller();
    if (name === 'too long ago') await seedRows(user, 10_001);
    const reader = await listen(user, { lastEventId });
    expect(reader.of('ready')[0]?.data).toMatchObject({ resumed: false });
    const id = await call(user.key);
    await expect.poll(() => reader.ids(), SOON).toEqual([id]);
  });
});
