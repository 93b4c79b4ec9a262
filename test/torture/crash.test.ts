import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Database } from '#db/database.ts';
import { recount } from '#gateway/recount.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { type CallSeen, makeCall } from './caller.ts';
import {
  chatBody,
  heldAs,
  holdsExpired,
  lockWallet,
  noHoldOpen,
  openForTest,
  openPayer,
  someoneWaits,
  upstreamOf,
} from './crash-stage.ts';
import { type DurableDatabase, startDurableDatabase } from './durable-database.ts';
import { expectedCharge } from './expected-charge.ts';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';
import { eventually } from './patience.ts';
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts';

const CHAT = '/openai/v1/chat/completions';
/** Streams that move are renewed every second or two. */
const HOLD_TIMES = { lifetimeSeconds: 5, graceSeconds: 1 };

let database: DurableDatabase;
let simulator: SimulatorProcess;

beforeAll(async () => {
  database = await startDurableDatabase(HOLD_TIMES);
  simulator = await startSimulatorProcess();
});
afterAll(async () => {
  await simulator?.stop();
  await database?.remove();
});

async function startGateway(): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess({ ...simulator.environment, DATABASE_URL: database.ownerUrl });
  onTestFinished(async () => {
    gateway.kill('SIGKILL');
    await gateway.exited;
  });
  return gateway;
}

function call(url: string, { key }: TestMember, tag: string, directives: object, more: object = {}) {
  return makeCall(url, { path: CHAT, key, body: chatBody(tag, directives, more), idempotencyKey: tag });
}

/** The gateway is gone; a new one sweeps, and a repeat of the call reaches nobody. */
async function recover(ours: Database, member: TestMember, tag: string): Promise<CallSeen> {
  await holdsExpired(ours);
  const next = await startGateway();
  await noHoldOpen(ours);
  const before = (await upstreamOf(simulator, tag)).length;
  const repeat = await call(next.url, member, tag, {});
  const after = (await upstreamOf(simulator, tag)).length;
  if (repeat.status === 409) expect(after).toBe(before);
  expect((await recount(ours)).differences).toEqual([]);
  return repeat;
}

async function kill(gateway: GatewayProcess): Promise<void> {
  gateway.kill('SIGKILL');
  expect(await gateway.exited).toEqual({ code: null, signal: 'SIGKILL' });
}

test('kill -9 before dispatch: nothing is sent, nothing is charged', async () => {
  const ours = openForTest(database.appUrl);
  const payer = await openPayer(ours);
  const gateway = await startGateway();
  const lock = await lockWallet(database.ownerUrl, payer);
  const calling = call(gateway.url, payer, 'before-dispatch', {});
  await someoneWaits(ours);
  await kill(gateway);
  await lock.release();
  expect((await calling).ending).toBe('broken');
  const repeat = await recover(ours, payer, 'before-dispatch');
  // The hold had reached the database when its sender died, and the database finishes what it has.
  const hold = await heldAs(ours, 'before-dispatch');
  expect(hold).toMatchObject({ state: 'expired', usage_source: 'unknown', charged: 0n });
  expect(await upstreamOf(simulator, 'before-dispatch')).toEqual([]);
  expect(repeat.status).toBe(409);
}, 120_000);

test('kill -9 after dispatch: charged 0, listed as unknown, and never sent again', async () => {
  const ours = openForTest(database.appUrl);
  const payer = await openPayer(ours);
  const gateway = await startGateway();
  const calling = call(gateway.url, payer, 'after-dispatch', { firstByteDelayMs: 6_000 });
  await eventually('the hold is made', () => heldAs(ours, 'after-dispatch'));
  // Dispatch follows the hold at once, and nothing outside can see it.
  await sleep(1_500);
  await kill(gateway);
  expect((await calling).ending).toBe('broken');
  const repeat = await recover(ours, payer, 'after-dispatch');
  const [bill] = await eventually('the provider bills it', async () => {
    const bills = await upstreamOf(simulator, 'after-dispatch');
    return bills.length > 0 ? bills : undefined;
  });
  expect(bill).toMatchObject({ outcome: 'aborted', billed: true, usageSent: false });
  const hold = await heldAs(ours, 'after-dispatch');
  expect(hold).toMatchObject({ state: 'expired', usage_source: 'unknown', charged: 0n, usage_rows: 1n });
  expect(repeat.status).toBe(409);
  expect(repeat.headers['x-should-retry']).toBe('false');
  expect(repeat.text).toContain(`txn_${hold?.id}`);
}, 120_000);

test('kill -9 in the middle of a stream: charged what the journal had, at most what was billed', async () => {
  const ours = openForTest(database.appUrl);
  const payer = await openPayer(ours);
  const gateway = await startGateway();
  const slow = { outputTokens: 1_000, chunks: 1_000, chunkDelayMs: 20 };
  const calling = call(gateway.url, payer, 'mid-stream', slow, { stream: true });
  await eventually('the journal has something', async () => {
    const { rowCount } = await ours.pool.query(
      "select from billing_hold where idempotency_key = 'mid-stream' and progress is not null",
    );
    return rowCount === 0 ? undefined : true;
  });
  await kill(gateway);
  const seen = await calling;
  expect(seen).toMatchObject({ status: 200, ending: 'broken' });
  await recover(ours, payer, 'mid-stream');
  const [bill] = await upstreamOf(simulator, 'mid-stream');
  const hold = await heldAs(ours, 'mid-stream');
  expect(bill).toMatchObject({ outcome: 'aborted', billed: true });
  expect(hold).toMatchObject({ state: 'expired', usage_source: 'journal', usage_rows: 1n });
  expect(seen.headers['x-rappen-transaction-id']).toBe(`txn_${hold?.id}`);
  if (!bill || !hold) throw new Error('neither bill nor hold');
  expect(hold.charged).toBeGreaterThan(0n);
  expect(hold.charged).toBeLessThanOrEqual(hold.amount);
}, 120_000);

test('kill -9 during the capture: charged once, exactly, or listed as unknown', async () => {
  const ours = openForTest(database.appUrl);
  const payer = await openPayer(ours);
  const gateway = await startGateway();
  const calling = call(gateway.url, payer, 'capture', { firstByteDelayMs: 3_000, outputTokens: 40 });
  await eventually('the hold is made', () => heldAs(ours, 'capture'));
  const lock = await lockWallet(database.ownerUrl, payer);
  await someoneWaits(ours);
  await kill(gateway);
  await lock.release();
  expect((await calling).ending).toBe('broken');
  const repeat = await recover(ours, payer, 'capture');
  const [bill] = await upstreamOf(simulator, 'capture');
  const hold = await heldAs(ours, 'capture');
  if (!bill || !hold) throw new Error('neither bill nor hold');
  expect(bill).toMatchObject({ outcome: 'answered', billed: true, usageSent: true });
  // The batch had reached the database when its sender died, and the database finishes what it has.
  expect(hold).toMatchObject({ state: 'captured', usage_source: 'provider', usage_rows: 1n });
  expect(hold.charged).toBe(expectedCharge(bill, hold));
  expect(repeat.status).toBe(409);
}, 120_000);
