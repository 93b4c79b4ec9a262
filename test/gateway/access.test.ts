import { beforeEach, expect, test } from 'vitest';
import { revokeApiKey } from '#identity/api-keys/api-key.service.ts';
import { setMandateStatus } from '#identity/mandates/mandate.service.ts';
import { setProviderPermission } from '#identity/roles/role.service.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const { messages, chat } = WIRE_FORMATS;
/** A change reaches every process within a second. */
const SOON = { timeout: 1_000, interval: 20 };
let caller: TestMember;

beforeEach(async () => {
  rappen.simulator.reset();
  caller = await rappen.caller();
  expect(await statusOf(messages)).toBe(200);
});

async function statusOf(format: { path: string; body: object }): Promise<number> {
  const answer = await rappen.post(format.path, caller.key, format.body);
  await answer.text();
  return answer.status;
}

test('a suspended mandate gets no new calls; its open ones settle', async () => {
  rappen.simulator.script({ directives: { firstByteDelayMs: 400 } });
  const open = rappen.post(messages.path, caller.key, messages.body);
  await expect.poll(() => rappen.context.callsInFlight.size).toBe(1);
  await setMandateStatus(db, caller.mandateId, 'suspended');
  await expect.poll(() => statusOf(chat), SOON).toBe(403);
  const refused = await rappen.post(chat.path, caller.key, chat.body);
  expect(await refused.json()).toMatchObject({ error: { code: 'mandate_suspended' } });
  expect((await open).status).toBe(200);
  await rappen.settled();
  const holds = await rappen.holds(caller.mandateId);
  expect(holds).toEqual(holds.map(() => 'captured'));
});

test('a provider that is denied to the role; the others stay', async () => {
  await setProviderPermission(db, {
    mandateId: caller.mandateId,
    role: 'user',
    provider: 'openai',
    allowed: false,
  });
  await expect.poll(() => statusOf(chat), SOON).toBe(403);
  expect(await statusOf(messages)).toBe(200);
  const models = await fetch(`${rappen.url}/openai/v1/models`, {
    headers: { authorization: `Bearer ${caller.key}` },
  });
  expect(models.status).toBe(403);
});

test('a revoked key stops within a second', async () => {
  await revokeApiKey(db, caller.mandateId, caller.keyId);
  await expect.poll(() => statusOf(messages), SOON).toBe(401);
});

test("a mandate's calls are booked to it and to nobody else", async () => {
  const other = await rappen.caller();
  await (await rappen.post(chat.path, other.key, chat.body)).text();
  await rappen.settled();
  expect(await rappen.usage(caller.mandateId)).toHaveLength(1);
  expect(await rappen.usage(other.mandateId)).toHaveLength(1);
});
