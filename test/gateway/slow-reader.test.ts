import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { chargeFor, startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();

const READERS = 8;
const MEGABYTES_EACH = 24;

test('readers that do not read do not fill memory, and get every byte when they do', async () => {
  const caller = await rappen.caller();
  const { path, body } = WIRE_FORMATS.messages;
  const text = JSON.stringify({ ...body, stream: true });
  const { hostname, port } = new URL(rappen.url);
  const before = process.memoryUsage();
  rappen.simulator.script({ count: READERS, directives: { megabytes: MEGABYTES_EACH, chunks: 200 } });
  const readers: Socket[] = [];
  for (let i = 0; i < READERS; i++) {
    const socket = connect(Number(port), hostname);
    socket.pause();
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${caller.key}\r\n` +
        `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
    readers.push(socket);
  }
  await sleep(1_500);
  expect(rappen.context.callsInFlight.size).toBe(READERS);
  // Simulator, gateway and readers share this process: what is in sockets is not ours, what is in Buffers would be.
  const grown = process.memoryUsage().arrayBuffers - before.arrayBuffers;
  expect(grown).toBeLessThan(READERS * 4 * 1024 * 1024);

  const sizes = await Promise.all(readers.map(readAll));
  for (const size of sizes) expect(size).toBeGreaterThan(MEGABYTES_EACH * 1_000_000);
  await rappen.settled();
  const rows = await rappen.usage(caller.mandateId);
  expect(rows).toHaveLength(READERS);
  for (const [index, row] of rows.entries()) {
    expect(row.call?.usageSource).toBe('provider');
    expect(-row.amount).toBe(chargeFor(rappen.simulator.ledger.billed[index]?.costUsd ?? ''));
  }
}, 60_000);

function readAll(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let size = 0;
    socket.on('data', (data) => {
      size += data.length;
    });
    socket.on('end', () => resolve(size));
    socket.on('error', reject);
    socket.resume();
  });
}
