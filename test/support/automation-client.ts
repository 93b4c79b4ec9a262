import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { AutomationId, RunId } from '#kernel/id.ts';
import type {
  AutomationOfApi,
  automationBody,
  RunDetail,
  Variable,
} from '#workflows/automations/automation.contract.ts';
import type { ApiClient } from './api-client.ts';

type Body = z.input<typeof automationBody>;

export const PLAIN: Body = {
  name: 'Weekly summary',
  prompt: 'Write a summary of the week.',
  systemPrompt: '',
  variables: [],
  trigger: { kind: 'manual' },
  models: [{ provider: 'openai', model: 'gpt-5-mini' }],
  webSearch: 'none',
  maxOutputTokens: 500,
  atLimit: 'stop',
  runLimitChf: null,
  monthLimitChf: null,
};

/** A variable that is asked for. */
export const TOWN: Variable = {
  ...{ name: 'town', label: 'Town', kind: 'line' },
  ...{ isRequired: true, default: null, choices: [] },
};

const AUTOMATIONS = '/api/automations';
let keys = 0;

/** Somebody who has automations, by the API. */
export class AutomationClient {
  readonly api: ApiClient;

  constructor(api: ApiClient) {
    this.api = api;
  }

  create(more: Partial<Body> = {}) {
    return this.api.post(AUTOMATIONS, { ...PLAIN, ...more });
  }

  async make(more: Partial<Body> = {}): Promise<AutomationOfApi> {
    const { status, body } = await this.create(more);
    if (status !== 201) throw new Error(`not made: ${status} ${JSON.stringify(body)}`);
    return body as AutomationOfApi;
  }

  async read(id: AutomationId): Promise<AutomationOfApi> {
    return (await this.api.get(`${AUTOMATIONS}/${id}`)).body as AutomationOfApi;
  }

  change(automation: AutomationOfApi, more: object) {
    const { name, prompt, systemPrompt, variables, trigger, models, webSearch, maxOutputTokens, atLimit } =
      automation;
    const { version, runLimitChf, monthLimitChf } = automation;
    return this.api.send('PUT', `${AUTOMATIONS}/${automation.id}`, {
      ...{ name, prompt, systemPrompt, variables, trigger, models, webSearch, maxOutputTokens, atLimit },
      ...{ version, runLimitChf, monthLimitChf },
      ...more,
    });
  }

  start(id: AutomationId, input: object = {}, key = `run-${++keys}`) {
    return this.api.post(`${AUTOMATIONS}/${id}/runs`, { input }, { 'idempotency-key': key });
  }

  async run(id: AutomationId, input: object = {}): Promise<RunDetail> {
    const { status, body } = await this.start(id, input);
    if (status !== 202) throw new Error(`not run: ${status} ${JSON.stringify(body)}`);
    return this.ended(id, body.id);
  }

  async readRun(id: AutomationId, runId: RunId): Promise<RunDetail> {
    return (await this.api.get(`${AUTOMATIONS}/${id}/runs/${runId}`)).body as RunDetail;
  }

  /** When it runs no more, and nothing is held for it. */
  async ended(id: AutomationId, runId: RunId): Promise<RunDetail> {
    for (;;) {
      const run = await this.readRun(id, runId);
      if (run.state !== 'queued' && run.state !== 'running' && Number(run.heldChf) === 0) return run;
      await sleep(30);
    }
  }

  async runs(id: AutomationId): Promise<readonly RunDetail[]> {
    return (await this.api.get(`${AUTOMATIONS}/${id}/runs`)).body.runs as RunDetail[];
  }
}
