import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { chargeFor, startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const { path, body } = WIRE_FORMATS.messages;
let caller: TestMember;
beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
});

test('more big answers than fit into memory at once: all of them arrive whole, also past a reader who does not read', async () => {
  rappen.simulator.script({ count: 9, directives: { megabytes: 5 } });
  const { hostname, port } = new URL(rappen.url);
  const text = JSON.stringify(body);
  const idle = connect(Number(port), hostname);
  idle.pause();
  idle.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${caller.key}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
  const answers = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const answer = await rappen.post(path, caller.key, body);
      expect(answer.headers.get('x-rappen-charge-chf')).not.toBeNull();
      return answer.text();
    }),
  );
  for (const answer of answers) {
    expect(answer.length).toBeGreaterThan(5_000_000);
    expect(JSON.parse(answer)).toMatchObject({ type: 'message' });
  }
  idle.destroy();
  await rappen.settled();
  const rows = await rappen.usage(caller.mandateId);
  expect(rows).toHaveLength(9);
  expect(-rows.reduce((sum, { amount }) => sum + amount, 0n)).toBe(
    rappen.simulator.ledger.billed.reduce((sum, { costUsd }) => sum + chargeFor(costUsd), 0n),
  );
}, 60_000);

test('an answer beyond all measure: 502, and listed with what it may have cost', async () => {
  rappen.simulator.script({ directives: { megabytes: 110 } });
  const answer = await rappen.post(path, caller.key, body);
  expect(answer.status).toBe(502);
  await answer.text();
  await rappen.settled();
  expect((await rappen.usage(caller.mandateId))[0]?.call).toMatchObject({
    usageSource: 'unknown',
    remark: expect.stringContaining('too_large'),
  });
}, 60_000);

test('bodies that do not fit beside each other are refused before they are read', async () => {
  const { hostname, port } = new URL(rappen.url);
  const head = `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${caller.key}\r\ncontent-type: application/json\r\n`;
  const big = 32 * 1024 * 1024;
  const uploads = Array.from({ length: 16 }, () => {
    const socket = connect(Number(port), hostname);
    socket.write(`${head}content-length: ${big}\r\n\r\n{`);
    return socket;
  });
  await sleep(300);
  const late = await rappen.post(path, caller.key, {
    ...body,
    messages: [{ role: 'user', content: 'x'.repeat(100_000) }],
  });
  expect([late.status, late.headers.get('retry-after')]).toEqual([503, '1']);
  const small = await rappen.post(path, caller.key, body);
  expect(small.status).toBe(200);
  await small.text();
  for (const socket of uploads) socket.destroy();
  await expect
    .poll(async () => (await rappen.post(path, caller.key, { ...body, system: 'x'.repeat(100_000) })).status)
    .toBe(200);
}, 60_000);
