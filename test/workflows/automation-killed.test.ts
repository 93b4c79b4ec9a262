import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openBilling } from '#billing/settings/settings.service.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { type Database, openDatabase } from '#db/database.ts';
import { recount } from '#gateway/recount.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { SCOPES } from '#identity/api-keys/api-key.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { AutomationClient } from '#test/support/automation-client.ts';
import { makeMember } from '#test/support/mandate-factory.ts';
import { chf } from '#test/support/rappen.ts';
import { type DurableDatabase, startDurableDatabase } from '#test/torture/durable-database.ts';
import { readHolds } from '#test/torture/evidence.ts';
import { expectedCharge } from '#test/torture/expected-charge.ts';
import { type GatewayProcess, startGatewayProcess } from '#test/torture/gateway-process.ts';
import { eventually } from '#test/torture/patience.ts';
import { type SimulatorProcess, startSimulatorProcess } from '#test/torture/simulator-process.ts';

/** Automations that are due at the same moment, over two processes, one of which is killed while they run. */

/** More than one process runs at once. */
const AUTOMATIONS = 80;
const MOST_OF_ONE_PROCESS = 60;
const HOLD_TIMES = { lifetimeSeconds: 5, graceSeconds: 1 };
/** The queue looks for jobs of dead processes four times a minute, and hands them on some seconds later. */
const QUEUE_LOOKS_MS = 120_000;
const PROMPT = '[[sim:{"outputTokens":200,"chunks":40,"chunkDelayMs":100}]] What is a Rappen?';
let database: DurableDatabase;
let simulator: SimulatorProcess;
let ours: Database;

beforeAll(async () => {
  database = await startDurableDatabase(HOLD_TIMES);
  simulator = await startSimulatorProcess();
  ours = openDatabase(database.appUrl, { poolSize: 4, applicationName: 'automation test' });
});
afterAll(async () => {
  await ours?.close();
  await simulator?.stop();
  await database?.remove();
});

async function startProcess(): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess({
    ...simulator.environment,
    ...{ DATABASE_URL: database.ownerUrl, RATE_LIMIT_API_PER_MINUTE: '0' },
  });
  onTestFinished(async () => {
    gateway.kill('SIGKILL');
    await gateway.exited;
  });
  return gateway;
}

async function ownerOf(gateway: GatewayProcess): Promise<AutomationClient> {
  const member = await makeMember(ours.db, 'mandate_admin');
  await openBilling(ours.db, { mandateId: member.mandateId, billingModel: 'prepaid_mandate' });
  await topUp(ours.db, { mandateId: member.mandateId, amount: chf('50'), idempotencyKey: 'opening' });
  const { key } = await createApiKey(ours.db, { ...member, name: 'automations', scopes: SCOPES });
  return new AutomationClient(new ApiClient(gateway.url, { authorization: `Bearer ${key}` }));
}

const countRuns = async (condition: string) => {
  const rows = await database.asOwner<{ count: string }>(
    `select count(*) as count from automation_run where ${condition}`,
  );
  return Number(rows[0]?.count);
};

const countCalls = async () => {
  const rows = await database.asOwner<{ count: string }>('select count(*) as count from billing_call_origin');
  return Number(rows[0]?.count);
};

test('each due time is run once, nothing is sent twice, and what was billed is charged or listed', async () => {
  const [survivor, victim] = [await startProcess(), await startProcess()];
  const owner = await ownerOf(survivor);
  const trigger = {
    kind: 'schedule',
    cron: '0 3 1 1 *',
    timeZone: 'Europe/Zurich',
    ifMissed: 'once',
  } as const;
  for (let count = 0; count < AUTOMATIONS; count++) await owner.make({ prompt: PROMPT, trigger });
  await database.asOwner('update automation set next_run_at = now()');
  await eventually('both processes have called', async () =>
    (await countCalls()) > MOST_OF_ONE_PROCESS ? true : undefined,
  );
  victim.kill('SIGKILL');
  await victim.exited;
  await sleep(500);
  // As if the times had passed in which the process would have shown that it lives, here and in the queue: also for a job that it
  // had taken just before.
  await database.asOwner(
    "update automation_run set alive_at = alive_at - interval '1 minute' where state = 'running'",
  );
  await database.asOwner(
    "update pgboss.job set heartbeat_on = now() - interval '1 hour' where state = 'active' and name = 'automation-run'",
  );
  await eventually(
    'all of them end',
    async () =>
      (await countRuns('ended_at is null')) === 0 && (await countRuns('true')) === AUTOMATIONS
        ? true
        : undefined,
    QUEUE_LOOKS_MS,
  );
  const holds = await eventually('no hold is open', async () => {
    const all = await readHolds(ours);
    return all.some(({ state }) => state === 'open') ? undefined : all;
  });

  const times = await database.asOwner<{ times: string }>(
    'select count(distinct automation_id) as times from automation_run where due_at is not null',
  );
  expect(Number(times[0]?.times)).toBe(AUTOMATIONS);
  // One call for each run: those that were begun by the dead process are not sent again.
  const calls = await database.asOwner<{ most: string }>(
    'select max(count) as most from (select count(*) from billing_call_origin group by run_id) c',
  );
  expect(Number(calls[0]?.most)).toBe(1);
  expect(await countRuns("state in ('succeeded', 'interrupted')")).toBe(AUTOMATIONS);
  expect(await countRuns("state = 'interrupted'"), 'the process was killed in the midst').toBeGreaterThan(0);

  const bills = (await simulator.ledger()).filter(({ billed }) => billed);
  const kept = holds.filter(({ state }) => state !== 'voided');
  const sample = kept[0];
  if (!sample) throw new Error('no hold');
  const due = bills.map((bill) => expectedCharge(bill, sample));
  for (const { usage_source: source, charged } of kept) {
    if (source !== 'provider') {
      expect(['journal', 'unknown']).toContain(source);
      continue;
    }
    const at = due.indexOf(charged ?? -1n);
    expect(at, `charged ${charged}, and no call was billed so`).toBeGreaterThanOrEqual(0);
    due.splice(at, 1);
  }
  expect(due.length).toBeLessThanOrEqual(
    kept.filter(({ usage_source: source }) => source !== 'provider').length,
  );
  expect((await recount(ours)).differences).toEqual([]);
}, 300_000);
