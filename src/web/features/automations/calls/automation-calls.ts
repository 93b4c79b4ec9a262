import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { Automation, RunDetail } from '../model/automation-types.ts';
import { bodyOf, type Draft } from '../model/draft.ts';

const ONE = '/api/automations/{automationId}';

/** Where a run is. */
export interface RunRef {
  readonly automationId: string;
  readonly runId: string;
}

export function createAutomation(mandateId: string, draft: Draft): Promise<Automation> {
  return answerOf(apiIn(mandateId).POST('/api/automations', { body: bodyOf(draft) }));
}

/** Throws a 409 where somebody has changed it meanwhile. */
export function changeAutomation(
  mandateId: string,
  { id, version }: Pick<Automation, 'id' | 'version'>,
  draft: Draft,
): Promise<Automation> {
  const params = { path: { automationId: id } };
  return answerOf(apiIn(mandateId).PUT(ONE, { params, body: { ...bodyOf(draft), version } }));
}

export function setAutomationStatus(
  mandateId: string,
  automationId: string,
  status: Automation['status'],
): Promise<Automation> {
  const params = { path: { automationId } };
  return answerOf(apiIn(mandateId).PUT(`${ONE}/status`, { params, body: { status } }));
}

export async function deleteAutomation(mandateId: string, automationId: string): Promise<void> {
  await answerOf(apiIn(mandateId).DELETE(ONE, { params: { path: { automationId } } }));
}

export function makeSecret(
  mandateId: string,
  automationId: string,
): Promise<{ url: string; secret: string }> {
  return answerOf(apiIn(mandateId).POST(`${ONE}/webhook-secret`, { params: { path: { automationId } } }));
}

/** The same key again is the same run. */
export function runNow(
  mandateId: string,
  automationId: string,
  input: Readonly<Record<string, string>>,
  idempotencyKey: string,
): Promise<RunDetail> {
  const params = { path: { automationId }, header: { 'idempotency-key': idempotencyKey } };
  return answerOf(apiIn(mandateId).POST(`${ONE}/runs`, { params, body: { input } }));
}

export async function stopRun(mandateId: string, { automationId, runId }: RunRef): Promise<void> {
  const params = { path: { automationId, runId } };
  await answerOf(apiIn(mandateId).POST(`${ONE}/runs/{runId}/stop`, { params }));
}

export function decideRun(
  mandateId: string,
  { automationId, runId }: RunRef,
  body: { decision: 'stop' } | { decision: 'go_on'; moreChf: string },
): Promise<RunDetail> {
  const params = { path: { automationId, runId } };
  return answerOf(apiIn(mandateId).POST(`${ONE}/runs/{runId}/decision`, { params, body }));
}
