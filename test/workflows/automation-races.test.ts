import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { newId, uuidOf } from '#kernel/id.ts';
import { AutomationClient } from '#test/support/automation-client.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { signedInMember } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import type { AutomationOfApi } from '#workflows/automations/automation.contract.ts';
import { startSchedule } from '../../src/schedule.ts';

/** Two at once, and processes that died: what only a database in the midst of something shows. */

const rappen = await startTestRappen({ waits: { drainMs: 5_000 } });
const stopSchedule = await startSchedule(rappen.context);
afterAll(() => stopSchedule(2_000));
const { pool } = rappen.context.database;
let mandate: TestMember;
let mine: AutomationClient;

beforeEach(async () => {
  rappen.simulator.reset();
  mandate = await rappen.caller();
  mine = new AutomationClient((await signedInMember(rappen, mandate.mandateId, 'user')).api);
});

const HOURLY = { kind: 'schedule', cron: '0 * * * *', timeZone: 'Europe/Zurich', ifMissed: 'once' } as const;

/** Does something while another transaction has changed the same and is not through yet. */
async function during<Answer>(
  sql: string,
  parameters: unknown[],
  act: () => Promise<Answer>,
): Promise<Answer> {
  const other = await pool.connect();
  try {
    await other.query('begin');
    await other.query(sql, parameters);
    const answer = act();
    await expect.poll(countWaiting, { timeout: 20_000 }).toBeGreaterThan(0);
    await other.query('commit');
    return await answer;
  } finally {
    other.release(true);
  }
}

async function countWaiting(): Promise<number> {
  const { rows } = await pool.query('select count(*)::int as count from pg_locks where not granted');
  return rows[0].count;
}

async function insertRun({ id }: AutomationOfApi, state: 'queued' | 'running', silentFor: string) {
  const runId = newId('run');
  await pool.query(
    `insert into automation_run (mandate_id, automation_id, id, trigger, state, started_at, alive_at)
     values ($1, $2, $3, 'manual', $4, case $4 when 'running' then now() end, now() - $5::interval)`,
    [uuidOf(mandate.mandateId), uuidOf(id), uuidOf(runId), state, silentFor],
  );
  return runId;
}

describe('of a process that died', () => {
  test('a run that has called nobody is taken on by another, one that has is interrupted', async () => {
    const made = await mine.make();
    const [fresh, sent] = [
      await insertRun(made, 'running', '2 minutes'),
      await insertRun(made, 'running', '2 minutes'),
    ];
    await pool.query(
      `insert into billing_call_origin (mandate_id, hold_id, automation_id, run_id) values ($1, gen_random_uuid(), $2, $3)`,
      [uuidOf(mandate.mandateId), uuidOf(made.id), uuidOf(sent)],
    );
    const state = async (id: typeof fresh) => (await mine.readRun(made.id, id)).state;
    await expect.poll(() => state(fresh), { timeout: 40_000 }).toBe('succeeded');
    await expect.poll(() => state(sent), { timeout: 40_000 }).toBe('interrupted');
    expect(rappen.simulator.ledger.billed).toHaveLength(1);
  }, 90_000);
});

test('stopped at the moment when a process takes it on: it is told', async () => {
  const made = await mine.make();
  const runId = await insertRun(made, 'queued', '0 seconds');
  const { status } = await during(
    "update automation_run set state = 'running', alive_at = now() + interval '1 hour' where id = $1",
    [uuidOf(runId)],
    () => mine.api.post(`/api/automations/${made.id}/runs/${runId}/stop`),
  );
  expect(status).toBe(204);
  const { rows } = await pool.query('select state, is_stop_asked from automation_run where id = $1', [
    uuidOf(runId),
  ]);
  expect(rows).toEqual([{ state: 'running', is_stop_asked: true }]);
});

test('changed while it is being paused: it stays paused', async () => {
  const made = await mine.make({ trigger: HOURLY });
  const { status, body } = await during(
    "update automation set status = 'paused', next_run_at = null where id = $1",
    [uuidOf(made.id)],
    () => mine.change(made, { name: 'Hourly' }),
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({ name: 'Hourly', status: 'paused', nextRunAt: null });
});

test('renamed when its time has just come: that time is run', async () => {
  const made = await mine.make({ trigger: HOURLY });
  const { status } = await during(
    "update automation set next_run_at = now() - interval '1 second' where id = $1",
    [uuidOf(made.id)],
    () => mine.change(made, { name: 'Hourly' }),
  );
  expect(status).toBe(200);
  await expect.poll(async () => (await mine.runs(made.id)).length, { timeout: 20_000 }).toBe(1);
});
