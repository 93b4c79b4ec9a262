import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBilling } from '#billing/settings/settings.service.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { openDatabase } from '#db/database.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { ChatClient } from '#test/support/chat-client.ts';
import { makeMember } from '#test/support/mandate-factory.ts';
import { chf } from '#test/support/rappen.ts';
import { type DurableDatabase, startDurableDatabase } from '#test/torture/durable-database.ts';
import { type GatewayProcess, startGatewayProcess } from '#test/torture/gateway-process.ts';
import { type SimulatorProcess, startSimulatorProcess } from '#test/torture/simulator-process.ts';
import type { AnswerOfModel } from '#workflows/chat/chat.contract.ts';
import { textOf } from '#workflows/chat/growing-answer.ts';

/** Many chats that stream at once, each with a reader, in a process of their own. */

/** The measurements of docs/adr/0016-chat.md are of 40; among other tests so many would wait for the machine and not for us. */
const PEOPLE = 12;
const CHATS_EACH = 5;
const TEXT = `[[sim:{"outputTokens":400,"chunks":200,"chunkDelayMs":30}]] What is a Rappen?`;
let database: DurableDatabase;
let simulator: SimulatorProcess;
let gateway: GatewayProcess;

beforeAll(async () => {
  database = await startDurableDatabase({ lifetimeSeconds: 60, graceSeconds: 30 });
  simulator = await startSimulatorProcess();
  gateway = await startGatewayProcess({
    ...simulator.environment,
    ...{ DATABASE_URL: database.ownerUrl, RATE_LIMIT_API_PER_MINUTE: '0' },
  });
});
afterAll(async () => {
  gateway?.kill('SIGTERM');
  await gateway?.exited;
  await simulator?.stop();
  await database?.remove();
});

async function people(): Promise<readonly ChatClient[]> {
  const { db, close } = openDatabase(database.appUrl, { poolSize: 4, applicationName: 'chat load' });
  const clients: ChatClient[] = [];
  for (let count = 0; count < PEOPLE; count++) {
    const member = await makeMember(db, 'mandate_admin');
    await openBilling(db, { mandateId: member.mandateId, billingModel: 'prepaid_mandate' });
    await topUp(db, { mandateId: member.mandateId, amount: chf('50'), idempotencyKey: 'opening' });
    const { key } = await createApiKey(db, { ...member, name: 'chat', scopes: SCOPES });
    clients.push(new ChatClient(new ApiClient(gateway.url, { authorization: `Bearer ${key}` })));
  }
  await close();
  return clients;
}

test('60 chats at once: each reader gets each piece once, and each answer is whole and charged', async () => {
  const chats = (await people()).flatMap((client) => Array.from({ length: CHATS_EACH }, () => client));
  const begun = await Promise.all(chats.map(async (client) => ({ client, id: await client.begin() })));
  const watched = await Promise.all(begun.map(({ client, id }) => client.watch(id)));
  await Promise.all(begun.map(({ client, id }) => client.say(id, { text: TEXT })));
  await Promise.all(
    watched.map(async ({ events }) => {
      const isDone = () =>
        events.some(
          ({ event, data }) =>
            event === 'answer' && data.state !== 'running' && data.cost.heldChf === '0.000000000',
        );
      while (!isDone()) await sleep(100);
    }),
  );
  for (const { leave } of watched) leave();
  for (const { events } of watched) {
    const end = events.findLast(({ event }) => event === 'answer')?.data as AnswerOfModel;
    expect(end).toMatchObject({
      state: 'complete',
      failure: null,
      cost: { calls: [{ state: 'charged', usageSource: 'provider' }] },
    });
    const pieces = events.map(({ event, data }) => (event === 'text' ? data.delta : '')).join('');
    expect(pieces).toBe(textOf(end.parts));
  }
}, 120_000);
