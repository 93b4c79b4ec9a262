import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { newId, uuidOf } from '#kernel/id.ts';
import { AutomationClient } from '#test/support/automation-client.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { signedInMember } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import type { AutomationOfApi } from '#workflows/automations/automation.contract.ts';
import type { Attempt } from '#workflows/automations/automation.ts';
import { startSchedule } from '../../src/schedule.ts';

/** Two at once, processes that died, and runs that go on: what only a database in the midst of something shows. */

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

const BEGUN: Attempt = {
  model: { provider: 'openai', model: 'gpt-5-mini' },
  outcome: 'running',
  ...{ failure: null, startedAt: '2026-11-27T10:00:00.000Z', endedAt: null },
};

describe('of a process that died', () => {
  test('a run that has called nobody is taken on by another, unless it is to stop; one that has called is interrupted', async () => {
    const made = await mine.make();
    const insertSilent = () => insertRun(made, 'running', '2 minutes');
    const [fresh, sent, unwanted] = [await insertSilent(), await insertSilent(), await insertSilent()];
    await pool.query('update automation_run set is_stop_asked = true where id = $1', [uuidOf(unwanted)]);
    await pool.query('update automation_run set attempts = $2 where id = $1', [
      uuidOf(sent),
      JSON.stringify([BEGUN]),
    ]);
    await pool.query(
      `insert into billing_call_origin (mandate_id, hold_id, automation_id, run_id) values ($1, gen_random_uuid(), $2, $3)`,
      [uuidOf(mandate.mandateId), uuidOf(made.id), uuidOf(sent)],
    );
    const state = async (id: typeof fresh) => (await mine.readRun(made.id, id)).state;
    await expect.poll(() => state(fresh), { timeout: 40_000 }).toBe('succeeded');
    await expect.poll(() => state(sent), { timeout: 40_000 }).toBe('interrupted');
    await expect.poll(() => state(unwanted), { timeout: 40_000 }).toBe('stopped');
    expect((await mine.readRun(made.id, sent)).attempts).toMatchObject([{ outcome: 'stopped' }]);
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

test('deleted while somebody runs it: there is none, and nothing runs', async () => {
  const made = await mine.make();
  const { status } = await during('delete from automation where id = $1', [uuidOf(made.id)], () =>
    mine.start(made.id),
  );
  expect(status).toBe(404);
});

test('of two decisions the first counts: a run that goes on is not stopped by the other', async () => {
  const { id } = await mine.make({ runLimitChf: '0.000001', atLimit: 'ask' });
  const run = await mine.run(id);
  expect(run.state).toBe('asking');
  const decide = (decision: object) =>
    mine.api.post(`/api/automations/${id}/runs/${run.id}/decision`, decision);
  expect((await decide({ decision: 'go_on', moreChf: '1' })).status).toBe(200);
  expect((await decide({ decision: 'stop' })).status).toBe(409);
  expect(await mine.ended(id, run.id)).toMatchObject({ state: 'succeeded' });
});

test('a run that goes on and asks at once again keeps what it had written', async () => {
  const { id } = await mine.make({ runLimitChf: '0.000001', atLimit: 'ask' });
  const run = await mine.run(id);
  expect(run.state).toBe('asking');
  await pool.query("update automation_run set output = 'So far.' where id = $1", [uuidOf(run.id)]);
  const goOn = { decision: 'go_on', moreChf: '0.000000001' };
  await mine.api.post(`/api/automations/${id}/runs/${run.id}/decision`, goOn);
  expect(await mine.ended(id, run.id)).toMatchObject({
    state: 'asking',
    output: 'So far.',
    attempts: [{ outcome: 'failed' }, { outcome: 'failed' }],
  });
});
