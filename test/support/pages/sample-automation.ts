import type { APIRequestContext } from '@playwright/test';

const AUTOMATION = {
  name: 'Weekly summary',
  prompt: 'Write a summary of the week for {{team}}, in {{language}}.',
  systemPrompt: 'Answer in three short paragraphs.',
  variables: [
    { name: 'team', label: 'Team', kind: 'line', isRequired: true, default: 'Sales', choices: [] },
    {
      name: 'language',
      label: 'Language',
      kind: 'choice',
      isRequired: true,
      default: 'German',
      choices: ['German', 'French'],
    },
  ],
  trigger: { kind: 'schedule', cron: '0 7 * * 1', timeZone: 'Europe/Zurich', ifMissed: 'once' },
  models: [
    { provider: 'anthropic', model: 'claude-sonnet-5' },
    { provider: 'openai', model: 'gpt-5-mini' },
  ],
  webSearch: 'none',
  maxOutputTokens: 800,
  atLimit: 'ask',
  runLimitChf: '0.50',
  monthLimitChf: '20',
};

/** An automation with a run that waits: nothing takes it on where no schedule runs. */
export async function sampleAutomation(
  person: APIRequestContext,
  mandateId: string,
): Promise<{ readonly id: string; readonly runId: string }> {
  const me = await person.get('/api/me');
  const { origin } = new URL(me.url());
  const post = async (path: string, data: object, key: string) => {
    const headers = { origin, 'x-rappen-mandate': mandateId, 'idempotency-key': key };
    const answer = await person.post(path, { data, headers });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const { id } = await post('/api/automations', AUTOMATION, 'sample-automation');
  const run = await post(`/api/automations/${id}/runs`, { input: {} }, 'sample-run');
  return { id, runId: run.id };
}
