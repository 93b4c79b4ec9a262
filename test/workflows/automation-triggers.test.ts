import { createHmac } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { setMandateStatus } from '#identity/mandates/mandate.service.ts';
import { uuidOf } from '#kernel/id.ts';
import { AutomationClient, TOWN } from '#test/support/automation-client.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { signedInMember } from '#test/support/person.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { startSchedule } from '../../src/schedule.ts';

const rappen = await startTestRappen({ waits: { drainMs: 5_000 } });
const stopSchedule = await startSchedule(rappen.context);
afterAll(() => stopSchedule(2_000));
const { pool } = rappen.context.database;
let mandate: TestMember;
let mine: AutomationClient;
let userId: string;

beforeEach(async () => {
  // Those of the tests before would run again at the next full minute.
  await pool.query("update automation set status = 'paused', next_run_at = null where status = 'active'");
  rappen.simulator.reset();
  mandate = await rappen.caller();
  const member = await signedInMember(rappen, mandate.mandateId, 'user');
  mine = new AutomationClient(member.api);
  userId = member.userId;
});

describe('by schedule', () => {
  const EVERY_MINUTE = {
    kind: 'schedule',
    cron: '* * * * *',
    timeZone: 'Europe/Zurich',
    ifMissed: 'skip',
  } as const;
  const makeDue = (id: string, ago: string) =>
    pool.query(`update automation set next_run_at = now() - interval '${ago}' where id = $1`, [id.slice(4)]);

  const countRuns = async (id: string) => {
    const { rows } = await pool.query(
      'select count(*)::int as count from automation_run where automation_id = $1',
      [id.slice(4)],
    );
    return rows[0].count;
  };
  /** One of another mandate that is due now: when it has run, the others were looked at too. */
  const runAnother = async () => {
    const { mandateId } = await rappen.caller();
    const theirs = new AutomationClient((await signedInMember(rappen, mandateId, 'user')).api);
    const { id } = await theirs.make({ trigger: EVERY_MINUTE });
    await makeDue(id, '1 second');
    await expect.poll(() => countRuns(id), { timeout: 20_000 }).toBe(1);
  };

  test('it runs when it is due, once, and comes again', async () => {
    const made = await mine.make({ trigger: EVERY_MINUTE });
    expect(new Date(made.nextRunAt ?? 0).getTime()).toBeGreaterThan(Date.now());
    await makeDue(made.id, '1 second');
    await expect.poll(async () => (await mine.runs(made.id)).length, { timeout: 20_000 }).toBe(1);
    const [run] = await mine.runs(made.id);
    expect(run).toMatchObject({ trigger: 'schedule', startedBy: null });
    expect(run && (await mine.ended(made.id, run.id)).state).toBe('succeeded');
    expect(new Date((await mine.read(made.id)).nextRunAt ?? 0).getTime()).toBeGreaterThan(Date.now());
  });

  test.each([
    ['skip', 0],
    ['once', 1],
  ] as const)('missed for hours, by the rule %s: %i runs', async (ifMissed, count) => {
    const made = await mine.make({ trigger: { ...EVERY_MINUTE, ifMissed } });
    await makeDue(made.id, '5 hours');
    await expect
      .poll(async () => new Date((await mine.read(made.id)).nextRunAt ?? 0).getTime() > Date.now(), {
        timeout: 20_000,
      })
      .toBe(true);
    expect(await mine.runs(made.id)).toHaveLength(count);
  });

  test('while its mandate is suspended it rests; then what was missed goes by its rule', async () => {
    const made = await mine.make({ trigger: { ...EVERY_MINUTE, ifMissed: 'once' } });
    const set = (status: 'active' | 'suspended') =>
      transaction(rappen.context.database.db, (tx) => setMandateStatus(tx, mandate.mandateId, status));
    await set('suspended');
    await makeDue(made.id, '5 hours');
    await runAnother();
    expect(await countRuns(made.id)).toBe(0);
    await set('active');
    await expect.poll(() => countRuns(made.id), { timeout: 20_000 }).toBe(1);
  });

  test('paused it is not due; going on it is due again', async () => {
    const made = await mine.make({ trigger: EVERY_MINUTE });
    const status = (text: string) =>
      mine.api.send('PUT', `/api/automations/${made.id}/status`, { status: text });
    expect((await status('paused')).body).toMatchObject({ status: 'paused', nextRunAt: null });
    expect((await status('active')).body).toMatchObject({ status: 'active', nextRunAt: expect.any(String) });
  });

  test('what cannot be filled in fails alone, and holds up nobody else', async () => {
    const [broken, sound] = [
      await mine.make({ trigger: EVERY_MINUTE }),
      await mine.make({ trigger: EVERY_MINUTE }),
    ];
    // As an older version may have let it be written.
    const variables = [
      { ...TOWN, kind: 'number', default: 'many' },
      { ...TOWN, name: 'constructor' },
    ];
    await pool.query('update automation set prompt = $2, variables = $3 where id = $1', [
      broken.id.slice(4),
      '{{town}} {{constructor}}',
      JSON.stringify(variables),
    ]);
    await makeDue(broken.id, '1 second');
    await makeDue(sound.id, '1 second');
    await expect.poll(async () => (await mine.runs(sound.id)).length, { timeout: 20_000 }).toBe(1);
    const [run] = await mine.runs(broken.id);
    expect(run && (await mine.ended(broken.id, run.id))).toMatchObject({
      state: 'failed',
      failure: { code: 'invalid_request', details: { path: 'input.town' } },
    });
  });

  test('its owner has left: it fails, is paused, and says why', async () => {
    const made = await mine.make();
    await rappen.database
      .openOwner()
      .pool.query('delete from membership where user_id = $1', [uuidOf(userId as never)]);
    const admin = new AutomationClient(
      (await signedInMember(rappen, mandate.mandateId, 'mandate_admin')).api,
    );
    expect(await admin.run(made.id)).toMatchObject({
      state: 'failed',
      failure: { code: 'permission_denied' },
    });
    expect(await admin.read(made.id)).toMatchObject({
      status: 'paused',
      pausedBecause: 'owner_left',
    });
  });

  test('the role of its owner does not allow automations any more: it calls nobody, is paused, and says why', async () => {
    const made = await mine.make({ trigger: EVERY_MINUTE });
    await rappen.database
      .openOwner()
      .pool.query(
        "update role_permission set allowed = false where mandate_id = $1 and role = 'user' and resource = 'resource.workflows.automations'",
        [uuidOf(mandate.mandateId)],
      );
    await makeDue(made.id, '1 second');
    const admin = new AutomationClient(
      (await signedInMember(rappen, mandate.mandateId, 'mandate_admin')).api,
    );
    await expect.poll(async () => (await admin.read(made.id)).status, { timeout: 20_000 }).toBe('paused');
    expect((await admin.read(made.id)).pausedBecause).toBe('owner_not_allowed');
    const [run] = await admin.runs(made.id);
    expect(run && (await admin.ended(made.id, run.id))).toMatchObject({
      state: 'failed',
      failure: { code: 'permission_denied' },
    });
    expect(rappen.simulator.ledger.billed).toEqual([]);
  });
});

describe('by webhook', () => {
  const HOOKED = { prompt: 'Weather in {{town}}?', variables: [TOWN], trigger: { kind: 'webhook' } } as const;

  function sign(secret: string, body: string, more: { id?: string; at?: number } = {}) {
    const id = more.id ?? `msg_${Math.random()}`;
    const at = String(more.at ?? Math.floor(Date.now() / 1000));
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
    return { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` };
  }

  async function hooked() {
    const made = await mine.make({ ...HOOKED, variables: [TOWN] });
    const { body } = await mine.api.post(`/api/automations/${made.id}/webhook-secret`);
    const call = (text: string, headers: Record<string, string>) =>
      fetch(`${rappen.url}${new URL(body.url).pathname}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: text,
      });
    return { made, secret: body.secret as string, call };
  }

  test('signed, it starts a run, once for each message', async () => {
    const { made, secret, call } = await hooked();
    expect(made.webhook).toMatchObject({ hasSecret: false });
    const text = JSON.stringify({ town: 'Bern', other: [1] });
    const headers = sign(secret, text, { id: 'msg_1' });
    const [first, second] = [await call(text, headers), await call(text, headers)];
    expect([first.status, second.status]).toEqual([202, 202]);
    const { runId } = (await first.json()) as { runId: `run_${string}` };
    expect(await second.json()).toEqual({ runId });
    expect(await mine.ended(made.id, runId)).toMatchObject({
      state: 'succeeded',
      trigger: 'webhook',
      input: { town: 'Bern' },
    });
    expect(await mine.runs(made.id)).toHaveLength(1);
  });

  test('signed, but too large, no object, or without what is needed: refused, and nothing runs', async () => {
    const { made, secret, call } = await hooked();
    const texts = [JSON.stringify({ town: 'x'.repeat(300_000) }), '["Bern"]', '{"town":["Bern"]}', '{}'];
    const answers = await Promise.all(texts.map((text) => call(text, sign(secret, text))));
    expect(answers.map(({ status }) => status)).toEqual([413, 422, 422, 422]);
    expect(await mine.runs(made.id)).toEqual([]);
  });

  test('a place may have any name, and fields of the body that were not sent are empty', async () => {
    const { made, secret, call } = await hooked();
    await mine.change(made, {
      prompt: 'Weather in {{town}}? {{constructor}}',
      variables: [TOWN, { ...TOWN, name: 'constructor', isRequired: false }],
    });
    const text = JSON.stringify({ town: '[[sim:{"text":"In Bern."}]]' });
    const answer = await call(text, sign(secret, text));
    expect(answer.status).toBe(202);
    const { runId } = (await answer.json()) as { runId: `run_${string}` };
    expect(await mine.ended(made.id, runId)).toMatchObject({
      ...{ state: 'succeeded', output: 'In Bern.', input: { constructor: '' } },
    });
  });

  test('unsigned, wrongly signed, old, altered, or for an automation without one: refused alike', async () => {
    const { made, secret, call } = await hooked();
    const text = JSON.stringify({ town: 'Bern' });
    const old = Math.floor(Date.now() / 1000) - 600;
    const plain = await mine.make();
    const unknown = (path: string) =>
      fetch(`${rappen.url}/api/hooks/automations/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...sign(secret, text) },
        body: text,
      });
    const answers = [
      await call(text, {}),
      await call(text, sign(`whsec_${Buffer.alloc(24).toString('base64')}`, text)),
      await call(text, sign(secret, text, { at: old })),
      await call(JSON.stringify({ town: 'Basel' }), sign(secret, text)),
      await unknown(plain.id),
      await unknown('aut_01933b6e-5c5e-7000-8000-0123456789ab'),
      await unknown('x'),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
    const codes = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { code: string }).code),
    );
    expect(new Set(codes)).toEqual(new Set(['invalid_signature']));
    expect(await mine.runs(made.id)).toEqual([]);
    // A new secret ends the old one.
    await mine.api.post(`/api/automations/${made.id}/webhook-secret`);
    expect((await call(text, sign(secret, text))).status).toBe(401);
  });
});
