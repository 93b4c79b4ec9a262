import { connect, type Socket } from 'node:net';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, startTestRappen } from '#test/support/rappen.ts';
import { STREAMING_FORMATS, WIRE_FORMATS, type WireFormatName } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen({ waits: { drainMs: 2_000 } });
let caller: TestMember;
const PATIENT = { timeout: 10_000 };

beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
});

/** Sends a call and leaves as soon as `when` is true of what has come. */
async function leave(name: WireFormatName, more: object, when: (text: string) => boolean): Promise<void> {
  const { hostname, port } = new URL(rappen.url);
  const { path, body } = WIRE_FORMATS[name];
  const text = JSON.stringify({ ...body, ...more });
  const head = `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${caller.key}\r\ncontent-type: application/json`;
  const socket: Socket = connect(Number(port), hostname);
  let seen = '';
  socket.on('data', (data) => {
    seen += data.toString('latin1');
  });
  socket.write(`${head}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  const isSent = () => rappen.context.callsInFlight.size === 1;
  await expect.poll(() => isSent() && when(seen), { ...PATIENT, interval: 5 }).toBe(true);
  socket.resetAndDestroy();
}

/** Sends a call and leaves before it can have been sent on. */
async function leaveAtOnce(name: WireFormatName): Promise<void> {
  const aborted = new AbortController();
  const { path, body } = WIRE_FORMATS[name];
  const sent = fetch(rappen.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${caller.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: aborted.signal,
  });
  aborted.abort();
  await sent.catch(() => undefined);
}

async function expectChargedAsBilled(): Promise<void> {
  await expect.poll(() => rappen.simulator.ledger.billed.length, PATIENT).toBe(1);
  await rappen.settled();
  const [row, ...more] = await rappen.usage(caller.mandateId);
  expect(more).toEqual([]);
  expect(row?.call?.usageSource).toBe('provider');
  expect(-(row?.amount ?? 0n)).toBe(chargeFor(rappen.simulator.ledger.billed[0]?.costUsd ?? ''));
}

describe.each(STREAMING_FORMATS)('%s', (name) => {
  test('leaves before the first byte', async () => {
    rappen.simulator.script({ directives: { firstByteDelayMs: 200 } });
    await leave(name, { stream: true }, () => true);
    await expectChargedAsBilled();
  });

  test('leaves in the middle of the stream', async () => {
    rappen.simulator.script({ directives: { chunks: 20, chunkDelayMs: 10 } });
    await leave(name, { stream: true }, (text) => text.includes('data:'));
    await expectChargedAsBilled();
  });

  test('leaves a whole answer before it comes', async () => {
    rappen.simulator.script({ directives: { firstByteDelayMs: 200 } });
    await leave(name, {}, () => true);
    await expectChargedAsBilled();
  });

  test('leaves, and the provider goes on for longer than we drain: estimated by what was shown', async () => {
    rappen.simulator.script({ directives: { chunks: 20, chunkDelayMs: 500 } });
    await leave(name, { stream: true }, (text) => text.includes('data:'));
    await expect.poll(() => rappen.simulator.ledger.entries[0]?.outcome, PATIENT).toBe('aborted');
    await rappen.settled();
    const [row] = await rappen.usage(caller.mandateId);
    expect(row?.call?.usageSource).toBe('estimated');
    const billed = Number(chargeFor(rappen.simulator.ledger.entries[0]?.costUsd ?? ''));
    expect(-Number(row?.amount)).toBeGreaterThan(billed / 10);
    expect(-Number(row?.amount)).toBeLessThan(billed * 10);
    expect(await rappen.holds(caller.mandateId)).toEqual(['captured']);
  });
});

test('who leaves before his call is sent on is charged what the provider bills, or nothing', async () => {
  for (let i = 0; i < 10; i++) await leaveAtOnce('messages');
  await rappen.settled();
  const booked = (await rappen.usage(caller.mandateId)).reduce((sum, { amount }) => sum - amount, 0n);
  const billed = rappen.simulator.ledger.billed.reduce((sum, { costUsd }) => sum + chargeFor(costUsd), 0n);
  expect(booked).toBe(billed);
  await expect.poll(async () => (await rappen.pool(caller.mandateId)).held).toBe(0n);
});

test('the recount finds nothing', async () => {
  expect(await rappen.differences()).toEqual([]);
});
