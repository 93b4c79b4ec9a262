import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { AutomationClient, TOWN } from '#test/support/automation-client.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { signedInMember } from '#test/support/person.ts';
import { chargeFor, startTestRappen } from '#test/support/rappen.ts';
import { makeUnknownCalls } from '#test/support/unknown-calls.ts';
import { startSchedule } from '../../src/schedule.ts';

const rappen = await startTestRappen({ waits: { drainMs: 5_000 } });
const stopSchedule = await startSchedule(rappen.context);
afterAll(() => stopSchedule(2_000));
let mandate: TestMember;
let mine: AutomationClient;
let userId: string;

beforeEach(async () => {
  rappen.simulator.reset();
  mandate = await rappen.caller();
  const member = await signedInMember(rappen, mandate.mandateId, 'user');
  mine = new AutomationClient(member.api);
  userId = member.userId;
});

const OPENAI = { provider: 'openai', model: 'gpt-5-mini' };
const ANTHROPIC = { provider: 'anthropic', model: 'claude-opus-5' };
function billed(): readonly string[] {
  return rappen.simulator.ledger.billed.map(({ costUsd }) => formatChf(chargeFor(costUsd))).toSorted();
}

describe('run by hand', () => {
  test('its output, its cost as it was billed, and the bookings point back', async () => {
    rappen.simulator.script({ directives: { text: 'A quiet week.' } });
    const { id } = await mine.make();
    const run = await mine.run(id);
    expect(run).toMatchObject({
      state: 'succeeded',
      output: 'A quiet week.',
      trigger: 'manual',
      attempts: [{ model: OPENAI, outcome: 'succeeded' }],
      startedBy: { id: userId },
    });
    expect([run.chargedChf]).toEqual(billed());
    const { body } = await mine.api.get(`/api/billing/transactions?q=${run.id}`);
    expect(body.transactions).toMatchObject([
      { feature: 'automation', origin: { feature: 'automation', automationId: id, runId: run.id } },
    ]);
    expect(await mine.read(id)).toMatchObject({
      cost: { runs: 1, medianChf: run.chargedChf, p95Chf: run.chargedChf },
      thisMonthChf: run.chargedChf,
      lastRun: { id: run.id },
    });
    expect(await rappen.differences()).toEqual([]);
  });

  test('with the same key again it is the same run', async () => {
    const { id } = await mine.make();
    const [first, second] = await Promise.all([mine.start(id, {}, 'once'), mine.start(id, {}, 'once')]);
    expect(first?.body.id).toBe(second?.body.id);
    await mine.ended(id, first?.body.id);
    expect(rappen.simulator.ledger.billed).toHaveLength(1);
  });

  test('values stand in their places', async () => {
    const { id } = await mine.make({ prompt: 'Weather in {{town}}?', variables: [TOWN] });
    expect(await mine.start(id)).toMatchObject({ status: 422, body: { path: 'body.input.town' } });
    expect(await mine.start(id, { town: 'Bern', x: '1' })).toMatchObject({
      status: 422,
      body: { path: 'body.input.x' },
    });
    const variables = [{ ...TOWN, name: 'constructor' }];
    const odd = await mine.make({ prompt: '{{constructor}}', variables });
    expect(await mine.start(odd.id)).toMatchObject({ status: 422, body: { path: 'body.input.constructor' } });
    expect(await mine.run(id, { town: '[[sim:{"text":"In Bern."}]]' })).toMatchObject({ output: 'In Bern.' });
  });
});

describe('falls back', () => {
  test('to the next model, and only what was billed is charged', async () => {
    rappen.simulator.script({ provider: 'openai', directives: { fault: 'server_error' } });
    const { id } = await mine.make({ models: [OPENAI, ANTHROPIC] });
    const run = await mine.run(id);
    expect(run).toMatchObject({
      state: 'succeeded',
      attempts: [
        { model: OPENAI, outcome: 'failed', failure: { code: 'provider_error' } },
        { model: ANTHROPIC, outcome: 'succeeded' },
      ],
    });
    expect(run.calls.map(({ state }) => state)).toEqual(['not_charged', 'charged']);
    expect([run.chargedChf]).toEqual(billed());
  });

  test('nobody answers: it has failed, and cost nothing', async () => {
    rappen.simulator.script({ count: 2, directives: { fault: 'server_error' } });
    const { id } = await mine.make({ models: [OPENAI, ANTHROPIC] });
    expect(await mine.run(id)).toMatchObject({
      state: 'failed',
      failure: { code: 'provider_error' },
      chargedChf: '0.000000000',
    });
  });

  test('where the role does not allow the first one', async () => {
    const admin = await signedInMember(rappen, mandate.mandateId, 'mandate_admin');
    const right = `/api/admin/mandates/${mandate.mandateId}/roles/user/providers/openai`;
    expect((await admin.api.send('PUT', right, { allowed: false })).status).toBeLessThan(300);
    const { id } = await mine.make({ models: [OPENAI, ANTHROPIC] });
    expect(await mine.run(id)).toMatchObject({
      state: 'succeeded',
      attempts: [{ outcome: 'failed', failure: { code: 'provider_not_allowed' } }, { outcome: 'succeeded' }],
    });
  });
});

describe('at a limit', () => {
  const tight = { models: [ANTHROPIC, OPENAI], runLimitChf: '0.001', maxOutputTokens: 5_000 };

  test('stop: the run ends, and costs no more than it may', async () => {
    const { id } = await mine.make({ ...tight, atLimit: 'stop' });
    const run = await mine.run(id);
    expect(run).toMatchObject({
      state: 'stopped',
      failure: { code: 'insufficient_balance', details: { limit_source: 'automation_limit' } },
    });
    expect(Number(run.chargedChf)).toBeLessThanOrEqual(0.001);
  });

  test('cheaper model: that goes on', async () => {
    const { id } = await mine.make({ ...tight, atLimit: 'cheaper_model' });
    const run = await mine.run(id);
    expect(run.attempts.map(({ model }) => model)).toEqual([ANTHROPIC, OPENAI]);
    expect(['succeeded', 'output_limit']).toContain(run.state);
    expect(Number(run.chargedChf)).toBeLessThanOrEqual(0.001);
  });

  test('ask: it waits for a decision, and goes on with what it is allowed', async () => {
    const { id } = await mine.make({ ...tight, atLimit: 'ask' });
    const run = await mine.run(id);
    expect(run).toMatchObject({
      state: 'asking',
      question: { reason: 'run_limit', spentChf: '0.000000000', limitChf: '0.001000000' },
    });
    const decide = (body: object) => mine.api.post(`/api/automations/${id}/runs/${run.id}/decision`, body);
    expect(await decide({ decision: 'go_on', moreChf: '1' })).toMatchObject({
      status: 200,
      body: { state: 'queued' },
    });
    const after = await mine.ended(id, run.id);
    expect(after.state).toBe('succeeded');
    expect(after.attempts).toHaveLength(2);
    expect(await decide({ decision: 'stop' })).toMatchObject({ status: 409 });
  });

  test('what nobody knows the cost of yet counts with what was held for it', async () => {
    const { id } = await mine.make({ ...tight, atLimit: 'ask' });
    const run = await mine.run(id);
    const [holdId] = await makeUnknownCalls(rappen, mandate, ['0.0005']);
    await rappen.context.database.pool.query(
      'insert into billing_call_origin (mandate_id, hold_id, automation_id, run_id) values ($1, $2, $3, $4)',
      [mandate.mandateId, must(holdId, 'a hold'), id, run.id].map(uuidOf),
    );
    const goOn = { decision: 'go_on', moreChf: '0.000000001' };
    await mine.api.post(`/api/automations/${id}/runs/${run.id}/decision`, goOn);
    expect(await mine.ended(id, run.id)).toMatchObject({
      state: 'asking',
      question: { spentChf: '0.000500000', limitChf: '0.001000001' },
    });
  });

  test('of a month: the ledger keeps it', async () => {
    const { id } = await mine.make({ monthLimitChf: '0.00001', atLimit: 'ask' });
    const run = await mine.run(id);
    expect(run).toMatchObject({ state: 'asking', question: { reason: 'month_limit' } });
    expect((await mine.api.post(`/api/automations/${id}/runs/${run.id}/stop`)).status).toBe(204);
    expect(await mine.readRun(id, run.id)).toMatchObject({ state: 'stopped' });
    const changed = await mine.change(await mine.read(id), { monthLimitChf: '1' });
    expect(changed.body).toMatchObject({ monthLimitChf: '1.000000000' });
    expect(await mine.run(id)).toMatchObject({ state: 'succeeded' });
    expect(await rappen.differences()).toEqual([]);
    const { api } = await signedInMember(rappen, mandate.mandateId, 'mandate_admin');
    const { body } = await api.get(`/api/admin/mandates/${mandate.mandateId}/limits`);
    expect(body.limits).toMatchObject([
      {
        scope: 'automation',
        isInUse: true,
        automation: { id, name: expect.any(String) },
        monthlyChf: '1.000000000',
      },
    ]);
  });

  test('no money at all: it fails, and says what it would take', async () => {
    mandate = await rappen.caller({ balance: '0' });
    mine = new AutomationClient((await signedInMember(rappen, mandate.mandateId, 'user')).api);
    const { id } = await mine.make();
    expect(await mine.run(id)).toMatchObject({
      state: 'failed',
      failure: {
        code: 'insufficient_balance',
        details: { limit_source: 'balance', required_chf: expect.any(String) },
      },
    });
  });
});

test('stopped in its midst: charged as it was billed', async () => {
  rappen.simulator.script({ directives: { outputTokens: 400, chunks: 60, chunkDelayMs: 50 } });
  const { id } = await mine.make();
  const { body } = await mine.start(id);
  await expect.poll(() => rappen.context.callsInFlight.size, { timeout: 20_000 }).toBe(1);
  expect((await mine.api.post(`/api/automations/${id}/runs/${body.id}/stop`)).status).toBe(204);
  const run = await mine.ended(id, body.id);
  expect(run.state).toBe('stopped');
  expect([run.chargedChf]).toEqual(billed());
});
