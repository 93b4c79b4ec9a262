import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Charge } from '#billing/ledger/ledger.ts';
import { type HoldId, uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  charge,
  createSpender,
  holdRequest,
  openTestLedger,
  type TestSpender,
} from '#test/support/test-ledger.ts';
import { type CallInFlight, CallsInFlight } from './calls-in-flight.ts';

const database = await createTestDatabase();
const { db, pool } = database.openApp();
const ledger = openTestLedger(database);
const calls = new CallsInFlight(ledger, silentLog, { tickMs: 40, renewAfterMs: 200, journalAfterMs: 40 });
let spender: TestSpender;

beforeEach(async () => {
  spender = await createSpender({ db, pool, close: async () => undefined }, { balance: 1_000_000n });
});
afterAll(async () => {
  calls.close();
  await ledger.close();
});

/** A stream whose position the test moves. */
class MovingCall implements CallInFlight {
  position = 0;
  readonly mandateId;
  readonly holdId: HoldId;
  amount = 0n;
  brokenOff = false;

  constructor(holdId: HoldId) {
    this.mandateId = spender.mandateId;
    this.holdId = holdId;
  }

  progress(): Charge | undefined {
    return this.amount === 0n ? undefined : charge(this.amount, { usageSource: 'journal' });
  }

  breakOff(): void {
    this.brokenOff = true;
    calls.remove(this);
  }
}

async function startCall(): Promise<MovingCall> {
  const request = holdRequest(spender, 1_000n);
  await ledger.authorize(request);
  const call = new MovingCall(request.holdId);
  calls.add(call);
  return call;
}

async function row(call: MovingCall): Promise<{ expires_at: Date; progress: { amount: string } | null }> {
  const { rows } = await pool.query(
    'select expires_at, progress from billing_hold where mandate_id = $1 and id = $2',
    [uuidOf(spender.mandateId), uuidOf(call.holdId)],
  );
  return rows[0];
}

test('a hold is renewed for as long as its call runs, and no longer', async () => {
  const call = await startCall();
  const first = (await row(call)).expires_at;
  await sleep(400);
  const second = (await row(call)).expires_at;
  expect(second.getTime()).toBeGreaterThan(first.getTime());
  calls.remove(call);
  await sleep(100);
  const third = (await row(call)).expires_at;
  await sleep(400);
  expect((await row(call)).expires_at).toEqual(third);
});

test('a stream that moves is journalled; what was journalled stays when it stands still', async () => {
  const call = await startCall();
  await sleep(100);
  expect((await row(call)).progress).toBeNull();
  call.position = 3;
  call.amount = 30n;
  await expect.poll(async () => (await row(call)).progress?.amount).toBe('30');
  call.position = 5;
  call.amount = 50n;
  await expect.poll(async () => (await row(call)).progress?.amount).toBe('50');
  await sleep(400);
  expect((await row(call)).progress?.amount).toBe('50');
  calls.remove(call);
});

test('what could not be journalled is journalled with the next round', async () => {
  const call = await startCall();
  const failing = new CallsInFlight(
    { ...ledger, renew: once(() => Promise.reject(new Error('away')), ledger.renew) },
    silentLog,
    { tickMs: 40, renewAfterMs: 5_000, journalAfterMs: 40 },
  );
  calls.remove(call);
  failing.add(call);
  call.position = 1;
  call.amount = 10n;
  await expect.poll(async () => (await row(call)).progress?.amount).toBe('10');
  failing.close();
});

test('draining waits for calls, and breaks off those that run too long', async () => {
  const [quick, endless] = [await startCall(), await startCall()];
  setTimeout(() => calls.remove(quick), 50);
  const begun = performance.now();
  await calls.drain(200);
  expect(performance.now() - begun).toBeGreaterThan(150);
  expect([quick.brokenOff, endless.brokenOff]).toEqual([false, true]);
  await calls.drain(1_000);
});

test('draining also breaks off a call whose hold came late', async () => {
  await startCall();
  const draining = calls.drain(50);
  const stubborn = await startCall();
  stubborn.breakOff = () => undefined;
  await sleep(200);
  const late = await startCall();
  setTimeout(() => calls.remove(stubborn), 1_500);
  await draining;
  expect(late.brokenOff).toBe(true);
});

test('draining gives up on calls that cannot be settled: their holds run out', async () => {
  const unsettled = await startCall();
  unsettled.breakOff = () => undefined;
  const begun = performance.now();
  await calls.drain(20, 100);
  expect(performance.now() - begun).toBeLessThan(1_000);
  calls.remove(unsettled);
});

function once<F extends (...args: never[]) => unknown>(first: F, then: F): F {
  let called = false;
  return ((...args) => {
    if (called) return then(...args);
    called = true;
    return first(...args);
  }) as F;
}
