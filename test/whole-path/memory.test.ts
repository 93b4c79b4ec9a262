import { readFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { expect, test } from 'vitest';
import { openBilling } from '#billing/settings/settings.service.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { must } from '#kernel/assert.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import { makeMember } from '#test/support/mandate-factory.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { chatBody } from '#test/torture/crash-stage.ts';
import type { GatewayProcess } from '#test/torture/gateway-process.ts';
import { eventually } from '#test/torture/patience.ts';
import { startGateways } from './gateways.ts';

const STREAMS = 1_000;
const SLOW_READERS = 24;
/** Many times what the system's own buffers of a connection take, some 10 MB. */
const MEGABYTES_EACH = 40;
/**
 * A margin over what is measured (bench/RESULTS.md): how much garbage V8 lets lie about depends on the machine. What is
 * refuted here is memory that grows with streams or with what a reader leaves lying.
 */
const MAX_STREAMS_MEGABYTES = 450;
const MAX_GROWTH_MEGABYTES = (SLOW_READERS * MEGABYTES_EACH) / 2;

const database = await createTestDatabase();
const ours = database.openApp();
const { processes } = await startGateways(database, 2);
/** One for each test: what the first has taken does not count for the second. */
const forStreams = must(processes[0], 'a gateway');
const forSlowReaders = must(processes[1], 'a gateway');

async function openPool(): Promise<string> {
  const { mandateId, key } = await makeMember(ours.db);
  await openBilling(ours.db, { mandateId, billingModel: 'prepaid_mandate' });
  await topUp(ours.db, { mandateId, amount: 100_000n * NANO_PER_CHF, idempotencyKey: 'opening' });
  return key;
}

/** Where the system has no /proc, there is nothing to see. */
const canSeeMemory = process.platform === 'linux';

function residentMegabytes({ pid }: GatewayProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

/** A stream whose head has arrived and of which nothing was read yet. */
async function openStream(
  gateway: GatewayProcess,
  key: string,
  tag: string,
  directives: object,
): Promise<[ClientRequest, IncomingMessage]> {
  const outgoing = request(`${gateway.url}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    agent: false,
  });
  outgoing.end(JSON.stringify(chatBody(tag, directives, { stream: true })));
  return new Promise((resolve, reject) => {
    outgoing.once('response', (answer) => resolve([outgoing, answer]));
    outgoing.on('error', reject);
  });
}

function openStreams(gateway: GatewayProcess, key: string, name: string, count: number, directives: object) {
  return Promise.all(
    Array.from({ length: count }, (_, index) => openStream(gateway, key, `${name}-${index}`, directives)),
  );
}

test.runIf(canSeeMemory)(
  '1,000 open streams take a bounded memory',
  async () => {
    const key = await openPool();
    const streams = await openStreams(forStreams, key, 'open', STREAMS, {
      outputTokens: 60,
      chunks: 60,
      chunkDelayMs: 250,
    });
    let most = residentMegabytes(forStreams);
    const looking = setInterval(() => {
      most = Math.max(most, residentMegabytes(forStreams));
    }, 100);
    const ends = await Promise.all(
      streams.map(async ([, answer]) => {
        let text = '';
        for await (const piece of answer.setEncoding('utf8')) text = (text + piece).slice(-200);
        return text.includes('[DONE]');
      }),
    );
    clearInterval(looking);
    expect(ends.every(Boolean)).toBe(true);
    expect(most).toBeLessThan(MAX_STREAMS_MEGABYTES);
  },
  120_000,
);

test.runIf(canSeeMemory)(
  '24 readers that read nothing of 40 MB each: it waits at the provider',
  async () => {
    const key = await openPool();
    const idle = residentMegabytes(forSlowReaders);
    const streams = await openStreams(forSlowReaders, key, 'slow', SLOW_READERS, {
      megabytes: MEGABYTES_EACH,
    });
    for (const [, answer] of streams) answer.pause();
    let most = 0;
    // What could flow has flowed when it stays as it is for a while.
    await eventually('the memory settles', async () => {
      const before = residentMegabytes(forSlowReaders);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const now = residentMegabytes(forSlowReaders);
      most = Math.max(most, before, now);
      return Math.abs(now - before) < 2 ? true : undefined;
    });
    expect(most - idle).toBeLessThan(MAX_GROWTH_MEGABYTES);
    const [, first] = must(streams[0], 'a stream');
    let bytes = 0;
    for await (const piece of first) bytes += (piece as Buffer).length;
    expect(bytes).toBeGreaterThan(MEGABYTES_EACH * 1_000_000);
    for (const [outgoing] of streams) outgoing.destroy();
  },
  120_000,
);
