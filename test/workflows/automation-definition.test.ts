import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { AutomationClient, PLAIN, TOWN } from '#test/support/automation-client.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { signedInMember } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { startSchedule } from '../../src/schedule.ts';

const rappen = await startTestRappen({ waits: { drainMs: 5_000 } });
const stopSchedule = await startSchedule(rappen.context);
afterAll(() => stopSchedule(2_000));
let mandate: TestMember;
let mine: AutomationClient;

beforeEach(async () => {
  rappen.simulator.reset();
  mandate = await rappen.caller();
  mine = new AutomationClient((await signedInMember(rappen, mandate.mandateId, 'user')).api);
});

describe('an automation is written down', () => {
  test.each([
    ['a place that nobody fills', { prompt: '{{town}}' }, 'body.prompt'],
    ['a variable without a place', { variables: [TOWN] }, 'body.variables[0].name'],
    [
      'a default that is no number',
      { prompt: '{{town}}', variables: [{ ...TOWN, kind: 'number', default: 'many' }] },
      'body.variables[0].default',
    ],
    [
      'a default of two lines for one line',
      { prompt: '{{town}}', variables: [{ ...TOWN, default: 'Bern\nBasel' }] },
      'body.variables[0].default',
    ],
    ['a model that does not chat', { models: [{ provider: 'tavily', model: '*' }] }, 'body.models[0]'],
    [
      'no schedule',
      { trigger: { kind: 'schedule', cron: '99 * * * *', timeZone: 'Europe/Zurich', ifMissed: 'skip' } },
      'body.trigger.cron',
    ],
    [
      'seconds',
      { trigger: { kind: 'schedule', cron: '* * * * * *', timeZone: 'Europe/Zurich', ifMissed: 'skip' } },
      'body.trigger.cron',
    ],
    [
      'no time zone',
      { trigger: { kind: 'schedule', cron: '0 7 * * *', timeZone: 'Europe/Bern', ifMissed: 'skip' } },
      'body.trigger.timeZone',
    ],
  ] as const)('%s is refused', async (_name, more, path) => {
    expect(await mine.create(more as never)).toMatchObject({ status: 422, body: { path } });
  });

  test('changed by somebody else meanwhile: a conflict, and nothing is lost', async () => {
    const made = await mine.make();
    expect((await mine.change(made, { name: 'First' })).status).toBe(200);
    expect(await mine.change(made, { name: 'Second' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expect(await mine.read(made.id)).toMatchObject({ name: 'First', version: 2 });
  });

  test('others have no way to it; who manages all has', async () => {
    const made = await mine.make();
    const other = new AutomationClient((await signedInMember(rappen, mandate.mandateId, 'user')).api);
    expect((await other.api.get(`/api/automations/${made.id}`)).status).toBe(404);
    expect((await other.api.get('/api/automations')).body.automations).toEqual([]);
    const admin = new AutomationClient(
      (await signedInMember(rappen, mandate.mandateId, 'mandate_admin')).api,
    );
    expect((await admin.read(made.id)).name).toBe(PLAIN.name);
    expect((await admin.api.send('DELETE', `/api/automations/${made.id}`)).status).toBe(204);
    expect((await mine.api.get(`/api/automations/${made.id}`)).status).toBe(404);
  });

  test('the next five times, over a clock change', async () => {
    const { body } = await mine.api.post('/api/automations/schedule-preview', {
      cron: '0 7 * * *',
      timeZone: 'Europe/Zurich',
    });
    expect(body.nextRuns).toHaveLength(5);
  });

  test('what the last runs would have cost with another model', async () => {
    const { id } = await mine.make();
    const run = await mine.run(id);
    const { body } = await mine.api.get(
      `/api/automations/${id}/what-if?provider=anthropic&model=claude-opus-5`,
    );
    expect(body).toMatchObject({
      actualChf: run.chargedChf,
      runs: [{ runId: run.id, actualChf: run.chargedChf }],
    });
    expect(Number(body.otherwiseChf)).toBeGreaterThan(Number(body.actualChf));
    const same = await mine.api.get(`/api/automations/${id}/what-if?provider=openai&model=gpt-5-mini`);
    expect(same.body.otherwiseChf).toBe(run.chargedChf);
  });
});
