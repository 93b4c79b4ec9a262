import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#db/database.ts';
import { rememberedConnection } from '#db/embedded/data-directory.ts';
import { endpointUrl } from '#db/embedded/endpoint.ts';
import { prepareDatabase } from '#db/prepare.ts';
import { must } from '#kernel/assert.ts';
import { runRappen } from '#test/support/rappen-process.ts';
import { type CallSeen, makeCall } from './caller.ts';
import { chatBody, noHoldOpen, openForTest, openPayer, upstreamOf } from './crash-stage.ts';
import {
  removeDataDirectory,
  shortenHolds,
  startDurableDatabase,
  temporaryDirectory,
} from './durable-database.ts';
import { type HoldRow, readHolds } from './evidence.ts';
import { expectedCharge } from './expected-charge.ts';
import { startGatewayProcess } from './gateway-process.ts';
import { eventually } from './patience.ts';
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process.ts';

const CHAT = '/openai/v1/chat/completions';

async function startSimulated(): Promise<SimulatorProcess> {
  const simulator = await startSimulatorProcess();
  onTestFinished(() => simulator.stop());
  return simulator;
}

/** Every call that was answered with a transaction is there, and costs what the provider bills. */
async function expectKept(
  simulator: SimulatorProcess,
  holds: readonly HoldRow[],
  answered: ReadonlyMap<string, CallSeen>,
): Promise<void> {
  const bills = new Map((await simulator.ledger()).map((bill) => [bill.tag, bill]));
  for (const [tag, seen] of answered) {
    const hold = must(
      holds.find(({ idempotency_key: key }) => key === tag),
      `the hold of ${tag}`,
    );
    const bill = must(bills.get(tag), `the bill of ${tag}`);
    expect(seen.headers['x-rappen-transaction-id']).toBe(`txn_${hold.id}`);
    expect(hold, tag).toMatchObject({
      state: 'captured',
      usage_source: 'provider',
      charged: expectedCharge(bill, hold),
      usage_rows: 1n,
    });
  }
}

test('kill -9 of PostgreSQL under load: Rappen starts it again, and nothing acknowledged is lost', async () => {
  const simulator = await startSimulated();
  const dataDirectory = temporaryDirectory();
  onTestFinished(() => removeDataDirectory(dataDirectory));
  const environment = { ...simulator.environment, DATA_DIR: dataDirectory };
  const gateway = await startGatewayProcess(environment);
  onTestFinished(async () => {
    gateway.kill('SIGTERM');
    await gateway.exited;
  });
  const known = must(rememberedConnection(dataDirectory), 'the embedded server');
  const ownerUrl = endpointUrl(known.endpoint, known.password, 'rappen');
  await shortenHolds(ownerUrl, { lifetimeSeconds: 15, graceSeconds: 1 });
  const { appUrl } = await prepareDatabase(ownerUrl);
  const ours = openDatabase(appUrl, { poolSize: 4, applicationName: 'crash test' });
  const payer = await openPayer(ours);

  const answered = new Map<string, CallSeen>();
  let isOver = false;
  const load = Array.from({ length: 8 }, async (_, caller) => {
    for (let count = 0; !isOver; count++) {
      const tag = `load-${caller}-${count}`;
      const body = chatBody(tag, { outputTokens: 12, firstByteDelayMs: 30 }, { stream: caller % 2 === 0 });
      const seen = await makeCall(gateway.url, { path: CHAT, key: payer.key, body, idempotencyKey: tag });
      if (seen.status === 200) answered.set(tag, seen);
      else if (seen.status !== 503) expect.unreachable(`${tag}: ${seen.status} ${seen.ending} ${seen.text}`);
    }
  });
  for (let kill = 0; kill < 2; kill++) {
    const before = answered.size;
    await eventually('calls are answered', () => (answered.size > before + 40 ? true : undefined));
    process.kill(postmasterPid(dataDirectory), 'SIGKILL');
  }
  const afterKills = answered.size;
  await eventually('calls are answered again', () => (answered.size > afterKills + 40 ? true : undefined));
  isOver = true;
  await Promise.all(load);

  await noHoldOpen(ours);
  expect(gateway.hasExited()).toBe(false);
  await expectKept(simulator, await readHolds(ours), answered);
  const bills = await simulator.ledger();
  const holds = await readHolds(ours);
  for (const { tag } of bills)
    expect(
      holds.filter(({ idempotency_key: key }) => key === tag),
      tag,
    ).toHaveLength(1);
  const charged = holds.filter(({ charged }) => (charged ?? 0n) > 0n);
  expect(charged).toHaveLength(bills.filter(({ billed }) => billed).length);
  await ours.close();
  const verified = await runRappen(environment, 'verify', '--json');
  expect(verified).toMatchObject({ exitCode: 0, json: { ok: true, openHolds: 0, differences: [] } });
}, 120_000);

/** The first line of PostgreSQL's own file. */
function postmasterPid(dataDirectory: string): number {
  return Number(readFileSync(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

test('SIGTERM under load: no new calls, running streams end whole, exit 0, all charged exactly', async () => {
  const simulator = await startSimulated();
  const database = await startDurableDatabase({ lifetimeSeconds: 15, graceSeconds: 1 });
  onTestFinished(() => database.remove());
  const ours = openForTest(database.appUrl);
  const gateway = await startGatewayProcess({ ...simulator.environment, DATABASE_URL: database.ownerUrl });
  const payer = await openPayer(ours);
  const streams = Array.from({ length: 12 }, async (_, index) => {
    const tag = `stream-${index}`;
    const body = chatBody(tag, { outputTokens: 60, chunkDelayMs: 100 }, { stream: true });
    return [
      tag,
      await makeCall(gateway.url, { path: CHAT, key: payer.key, body, idempotencyKey: tag }),
    ] as const;
  });
  await eventually('all streams run', async () => {
    const holds = await readHolds(ours);
    return holds.length === streams.length ? true : undefined;
  });
  await sleep(200);
  gateway.kill('SIGTERM');
  await sleep(100);
  const late = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      makeCall(gateway.url, { path: CHAT, key: payer.key, body: chatBody(`late-${index}`, {}) }),
    ),
  );
  for (const seen of late) expect([undefined, 503]).toContain(seen.status);

  const answered = new Map(await Promise.all(streams));
  for (const [tag, seen] of answered) {
    expect(seen, tag).toMatchObject({ status: 200, ending: 'whole' });
    expect(seen.text, tag).toContain('data: [DONE]');
  }
  expect(await gateway.exited).toEqual({ code: 0, signal: null });
  expect(gateway.problems()).toBe('');
  const holds = await readHolds(ours);
  expect(holds).toHaveLength(streams.length);
  await expectKept(simulator, holds, answered);
  expect(await upstreamOf(simulator, 'late-0')).toEqual([]);
  const verified = await runRappen({ DATABASE_URL: database.ownerUrl }, 'verify', '--json');
  expect(verified).toMatchObject({ exitCode: 0, json: { ok: true, openHolds: 0 } });
}, 120_000);
