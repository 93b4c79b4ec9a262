import { expect } from 'vitest';
import { PLAIN } from './automation-client.ts';
import { done, type TypedClient } from './typed-client.ts';

let keys = 0;
const once = () => ({ 'idempotency-key': `automation-walk-${++keys}` });

/** Every route of the automations. No worker runs: a run waits, and is stopped. */
export async function walkThroughAutomations(admin: TypedClient): Promise<void> {
  const automations = '/api/automations' as const;
  const one = `${automations}/{automationId}` as const;
  const made = await done(admin.POST(automations, { body: PLAIN }));
  const path = { automationId: made.id };
  await done(admin.GET(automations));
  await done(admin.GET(one, { params: { path } }));
  await done(admin.PUT(one, { params: { path }, body: { ...PLAIN, name: 'Walked', version: made.version } }));
  await done(admin.PUT(`${one}/status`, { params: { path }, body: { status: 'paused' } }));
  await done(admin.POST(`${one}/webhook-secret`, { params: { path } }));
  const schedule = { cron: '0 7 * * 1', timeZone: 'Europe/Zurich' };
  await done(admin.POST(`${automations}/schedule-preview`, { body: schedule }));
  const started = { params: { path, header: once() }, body: { input: {} } };
  const run = await done(admin.POST(`${one}/runs`, started));
  const ofRun = { params: { path: { ...path, runId: run.id } } };
  await done(admin.GET(`${one}/runs`, { params: { path } }));
  await done(admin.GET(`${one}/runs/{runId}`, ofRun));
  const decision = await admin.POST(`${one}/runs/{runId}/decision`, {
    ...ofRun,
    body: { decision: 'go_on', moreChf: '1' },
  });
  expect(decision.response.status).toBe(409);
  const stopped = await admin.POST(`${one}/runs/{runId}/stop`, ofRun);
  expect(stopped.response.status).toBe(204);
  const query = { provider: 'openai', model: 'gpt-5-mini' };
  await done(admin.GET(`${one}/what-if`, { params: { path, query } }));
  const gone = await admin.DELETE(one, { params: { path } });
  expect(gone.response.status).toBe(204);
}
