import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { administer, withDatabase } from '#test/support/database-cluster.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen({ waits: { bookingMs: 300 } });
let caller: TestMember;

beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
});
afterEach(() => bringBack());

const { path, body } = WIRE_FORMATS.messages;

async function expectChargedAsBilled(): Promise<void> {
  await rappen.settled();
  const [entry] = rappen.simulator.ledger.billed;
  const [row, ...more] = await rappen.usage(caller.mandateId);
  expect(more).toEqual([]);
  expect(row?.call?.usageSource).toBe('provider');
  expect(-(row?.amount ?? 0n)).toBe(chargeFor(entry?.costUsd ?? ''));
  expect(await rappen.differences()).toEqual([]);
}

test('no call without a hold: 503, and nothing is sent; back to work when the database is', async () => {
  await takeAway();
  const refused = await rappen.post(path, caller.key, body);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).not.toBeNull();
  expect(await refused.text()).toContain('database_unavailable');
  expect(rappen.simulator.ledger.entries).toEqual([]);
  expect((await fetch(`${rappen.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${rappen.url}/healthz`)).status).toBe(200);

  await bringBack();
  await expect
    .poll(async () => (await rappen.post(path, caller.key, body)).status, { timeout: 10_000 })
    .toBe(200);
  await expect.poll(async () => (await fetch(`${rappen.url}/readyz`)).status, { timeout: 10_000 }).toBe(200);
}, 30_000);

test('an answer that was paid for is delivered, and its charge follows', async () => {
  rappen.simulator.script({ directives: { firstByteDelayMs: 500 } });
  const sent = rappen.post(path, caller.key, body);
  await expect.poll(() => rappen.context.callsInFlight.size).toBe(1);
  await sleep(50);
  await takeAway();
  const answer = await sent;
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-rappen-transaction-id')).toMatch(/^txn_/);
  expect(answer.headers.get('x-rappen-charge-chf')).toBeNull();
  expect(await answer.text()).toContain('end_turn');
  expect(rappen.context.callsInFlight.size).toBe(1);

  await bringBack();
  await expectChargedAsBilled();
}, 30_000);

test('a stream ends, and its charge follows', async () => {
  rappen.simulator.script({ directives: { chunks: 10, chunkDelayMs: 50 } });
  const answer = await rappen.post(path, caller.key, { ...body, stream: true });
  await takeAway();
  expect(await answer.text()).toContain('message_stop');
  await bringBack();
  await expectChargedAsBilled();
}, 30_000);

/** Ends every connection of the application, and lets it make no new one. */
async function takeAway(): Promise<void> {
  const { name } = rappen.database;
  await administer(adminUrl(), [
    `alter database ${name} connection limit 0`,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  ]);
}

async function bringBack(): Promise<void> {
  await administer(adminUrl(), [`alter database ${rappen.database.name} connection limit -1`]);
}

function adminUrl(): string {
  return withDatabase(inject('testCluster').ownerUrl, 'postgres');
}
