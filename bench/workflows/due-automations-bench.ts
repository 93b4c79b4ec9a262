import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '#kernel/assert.ts';
import { ApiClient } from '#test/support/api-client.ts';
import { AutomationClient } from '#test/support/automation-client.ts';
import { say } from '../bench-progress.ts';
import type { Stage } from './stage.ts';

/** Seconds after all were due. */
export interface AutomationsResult {
  readonly count: number;
  readonly firstBegunSeconds: number;
  readonly halfEndedSeconds: number;
  readonly lastEndedSeconds: number;
}

const PROMPT = '[[sim:{"firstByteDelayMs":50,"outputTokens":20}]] What is a Rappen?';
/** Once a year: what is due now is not due again before all have run. */
const YEARLY = {
  kind: 'schedule',
  cron: '0 3 1 1 *',
  timeZone: 'Europe/Zurich',
  ifMissed: 'once',
} as const;
const TIMEOUT_MS = 300_000;
const LOOK_EVERY_MS = 250;

/** So many automations of many owners, due at the same moment. Throws unless each runs once, with one call. */
export async function measureDueAutomations(count: number, stage: Stage): Promise<AutomationsResult> {
  say(`workflows: making ${count} automations`);
  await makeAutomations(count, stage);
  const billedBefore = await stage.simulator.billedCalls();
  const { pool } = stage.rappen.database;
  await pool.query('update automation set next_run_at = now()');
  const times = await waitUntilEnded(count, stage);
  await requireOnce(count, stage, (await stage.simulator.billedCalls()) - billedBefore);
  say(`workflows: ${count} automations have run after ${times.lastEndedSeconds.toFixed(1)} s`);
  return { count, ...times };
}

/** By the API, each member some. */
async function makeAutomations(count: number, { rappenUrl, keys }: Stage): Promise<void> {
  const each = keys.map(async (key, member) => {
    const client = new AutomationClient(new ApiClient(rappenUrl, { authorization: `Bearer ${key}` }));
    for (let made = member; made < count; made += keys.length) {
      await client.make({ prompt: PROMPT, trigger: YEARLY });
    }
  });
  await Promise.all(each);
}

async function waitUntilEnded(count: number, { rappen }: Stage): Promise<Omit<AutomationsResult, 'count'>> {
  const until = Date.now() + TIMEOUT_MS;
  for (;;) {
    const { rows } = await rappen.database.pool.query<{
      ended: bigint;
      begun_s: number;
      half_s: number;
      last_s: number;
    }>(
      `select count(ended_at) as ended,
              extract(epoch from min(started_at - due_at))::float8 as begun_s,
              extract(epoch from percentile_disc(0.5) within group (order by ended_at - due_at))::float8 as half_s,
              extract(epoch from max(ended_at - due_at))::float8 as last_s
         from automation_run`,
    );
    const { ended, begun_s, half_s, last_s } = must(rows[0], 'the sums');
    if (Number(ended) >= count) {
      return { firstBegunSeconds: begun_s, halfEndedSeconds: half_s, lastEndedSeconds: last_s };
    }
    if (Date.now() > until) throw new Error(`only ${ended} of ${count} automations have ended`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function requireOnce(count: number, { rappen }: Stage, billed: number): Promise<void> {
  const { rows } = await rappen.database.pool.query<Record<string, bigint>>(
    `select count(*) as runs, count(distinct automation_id) as automations,
            count(*) filter (where state = 'succeeded') as succeeded,
            (select count(*) from billing_call_origin where run_id is not null) as calls,
            (select count(distinct run_id) from billing_call_origin) as calling
       from automation_run`,
  );
  const counted = { ...must(rows[0], 'the counts'), billed };
  const wrong = Object.entries(counted).filter(([, number]) => Number(number) !== count);
  if (wrong.length > 0) {
    throw new Error(
      `of ${count} automations: ${wrong.map(([what, number]) => `${number} ${what}`).join(', ')}`,
    );
  }
}
