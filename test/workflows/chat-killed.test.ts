import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openBilling } from '#billing/settings/settings.service.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { type Database, openDatabase } from '#db/database.ts';
import { recount } from '#gateway/recount.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import type { ConversationId } from '#kernel/id.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { ChatClient, freshKey, MODEL } from '#test/support/chat-client.ts';
import { makeMember } from '#test/support/mandate-factory.ts';
import { chf } from '#test/support/rappen.ts';
import { type DurableDatabase, startDurableDatabase } from '#test/torture/durable-database.ts';
import { readHolds } from '#test/torture/evidence.ts';
import { expectedCharge } from '#test/torture/expected-charge.ts';
import { type GatewayProcess, startGatewayProcess } from '#test/torture/gateway-process.ts';
import { eventually } from '#test/torture/patience.ts';
import { type SimulatorProcess, startSimulatorProcess } from '#test/torture/simulator-process.ts';

/** Chats, compares, searches and stops over two processes, one of which is killed: what the providers billed and what we booked. */

const HOLD_TIMES = { lifetimeSeconds: 5, graceSeconds: 1 };
const PEOPLE = 6;
const ROUNDS = 5;
const NO_LIMITS = { RATE_LIMIT_API_PER_MINUTE: '0' };

let database: DurableDatabase;
let simulator: SimulatorProcess;
let ours: Database;

beforeAll(async () => {
  database = await startDurableDatabase(HOLD_TIMES);
  simulator = await startSimulatorProcess();
  ours = openDatabase(database.appUrl, { poolSize: 4, applicationName: 'chat test' });
});
afterAll(async () => {
  await ours?.close();
  await simulator?.stop();
  await database?.remove();
});

async function startProcess(): Promise<GatewayProcess> {
  const environment = { ...simulator.environment, ...NO_LIMITS, DATABASE_URL: database.ownerUrl };
  const gateway = await startGatewayProcess(environment);
  onTestFinished(async () => {
    gateway.kill('SIGKILL');
    await gateway.exited;
  });
  return gateway;
}

async function personKey(): Promise<string> {
  const member = await makeMember(ours.db, 'mandate_admin');
  const { mandateId } = member;
  await openBilling(ours.db, { mandateId, billingModel: 'prepaid_mandate' });
  await topUp(ours.db, { mandateId, amount: chf('50'), idempotencyKey: 'opening' });
  return (await createApiKey(ours.db, { ...member, name: 'chat', scopes: SCOPES })).key;
}

const clientOf = (gateway: GatewayProcess, key: string) =>
  new ChatClient(new ApiClient(gateway.url, { authorization: `Bearer ${key}` }));

const directive = (more: object) =>
  `[[sim:${JSON.stringify({ chunks: 20, chunkDelayMs: 40, ...more })}]] What is a Rappen?`;
const COMPARED = [
  MODEL,
  { provider: 'anthropic', model: 'claude-sonnet-5' },
  { provider: 'perplexity', model: 'perplexity/sonar' },
];

interface Begun {
  readonly key: string;
  readonly id: ConversationId;
}

/** One person's way through it. Ends early where his process is gone. */
async function chatAway(gateway: GatewayProcess, key: string, person: number, begun: Begun[]): Promise<void> {
  const chat = clientOf(gateway, key);
  for (let round = 0; round < ROUNDS; round++) {
    const id = await chat.begin();
    begun.push({ key, id });
    const kind = (person + round) % 4;
    const outputTokens = 60 + 20 * person;
    if (kind === 0) await chat.say(id, { text: directive({ outputTokens }), models: COMPARED });
    else if (kind === 1)
      await chat.say(id, {
        text: directive({ toolCalls: [{ name: 'web_search', arguments: { query: 'Rappen' } }] }),
        webSearch: 'tavily',
      });
    else {
      const { answers } = await chat.say(id, { text: directive({ outputTokens }) });
      await sleep(300);
      const stop = `/api/chat/conversations/${id}/messages/${answers[0]?.id}/stop`;
      if (kind === 2) await chat.api.post(stop);
    }
    await chat.ended(id);
  }
}

/** One that is being made, and partly stored, when this ends. */
async function longAnswer(gateway: GatewayProcess): Promise<Begun> {
  const key = await personKey();
  const chat = clientOf(gateway, key);
  const id = await chat.begin();
  await chat.say(id, { text: directive({ outputTokens: 2_000, chunks: 1_000 }) });
  await eventually('a part of it is stored', async () => {
    const { messages } = await chat.read(id);
    return messages.some((one) => one.role === 'assistant' && one.parts.length > 0) ? true : undefined;
  });
  return { key, id };
}

/** As if the minute had passed in which the process would have shown that it lives. */
async function aMinuteLater(): Promise<void> {
  await database.asOwner(
    "update chat_message set alive_at = alive_at - interval '1 minute' where state = 'running'",
  );
}

test('a process is killed in the midst of it: each call that was billed is charged or listed, and each answer has an end', async () => {
  const [victim, survivor] = [await startProcess(), await startProcess()];
  const keys = await Promise.all(Array.from({ length: PEOPLE }, personKey));
  const begun: Begun[] = [];
  const chatting = keys.map((key, person) =>
    chatAway(person % 2 === 0 ? victim : survivor, key, person, begun).catch((error: unknown) => {
      if (person % 2 === 1) throw error;
    }),
  );
  await sleep(2_500);
  begun.push(await longAnswer(victim));
  victim.kill('SIGKILL');
  await victim.exited;
  await Promise.all(chatting);
  await aMinuteLater();

  const [{ running }] = (await eventually('the answers of the dead process end', async () => {
    const rows = await database.asOwner<{ running: string }>(
      "select count(*) as running from chat_message where state = 'running'",
    );
    return String(rows[0]?.running) === '0' ? rows : undefined;
  })) as [{ running: string }];
  expect(Number(running)).toBe(0);
  const holds = await eventually('no hold is open', async () => {
    const all = await readHolds(ours);
    return all.some(({ state }) => state === 'open') ? undefined : all;
  });

  const states: string[] = [];
  for (const { key, id } of begun) {
    const { messages } = await clientOf(survivor, key).read(id);
    for (const message of messages)
      if (message.role === 'assistant') {
        states.push(message.state);
        expect(message.endedAt).not.toBeNull();
        if (message.state === 'interrupted') expect(message.failure?.message).toMatch(/restarted.*charged/);
      }
  }
  expect(new Set(states)).toEqual(new Set(['complete', 'stopped', 'interrupted']));

  // Each call that reached a provider and was billed has a hold of its own that was not freed, and the other way round.
  const bills = (await simulator.ledger()).filter(({ billed }) => billed);
  const kept = holds.filter(({ state }) => state !== 'voided');
  expect(kept.every(({ usage_rows: rows, booked, charged }) => rows === 1n && booked === charged)).toBe(true);
  expect(kept.length).toBeGreaterThan(15);
  expect(kept.length).toBeGreaterThanOrEqual(bills.length);
  const sample = kept[0];
  if (!sample) throw new Error('no hold');
  const due = bills.map((bill) => expectedCharge(bill, sample));
  for (const { usage_source: source, charged } of kept) {
    if (source !== 'provider') continue;
    const at = due.indexOf(charged ?? -1n);
    expect(at, `charged ${charged}, and no call was billed so`).toBeGreaterThanOrEqual(0);
    due.splice(at, 1);
  }
  const listed = kept.filter(({ usage_source: source }) => source !== 'provider');
  expect(listed.length).toBeGreaterThan(0);
  // What the dead process could not hear of: by its journal, or as an unknown call that costs nothing.
  for (const { usage_source: source, charged } of listed) {
    expect(['journal', 'unknown']).toContain(source);
    if (source === 'unknown') expect(charged).toBe(0n);
  }
  expect(due.length).toBeLessThanOrEqual(listed.length);
  const origins = await database.asOwner<{ lost: string }>(`
    select count(*) as lost from billing_hold h
     where not exists (select from billing_call_origin o where o.mandate_id = h.mandate_id and o.hold_id = h.id)`);
  expect(Number(origins[0]?.lost)).toBe(0);
  expect((await recount(ours)).differences).toEqual([]);

  // What was interrupted is not sent again by itself; who wants it asks once more.
  const billedBefore = (await simulator.ledger()).length;
  await sleep(1_500);
  expect((await simulator.ledger()).length).toBe(billedBefore);
  const some = begun[0];
  if (!some) throw new Error('no conversation');
  const chat = clientOf(survivor, some.key);
  const said = (await chat.read(some.id)).messages.find(({ role }) => role === 'user');
  const again = `/api/chat/conversations/${some.id}/messages/${said?.id}/answers`;
  expect((await chat.api.post(again, { models: [MODEL] }, freshKey())).status).toBe(202);
  expect((await chat.ended(some.id)).at(-1)).toMatchObject({ state: 'complete' });
}, 240_000);
