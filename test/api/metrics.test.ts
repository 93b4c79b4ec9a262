import { request } from 'node:http';
import { expect, test } from 'vitest';
import { raiseAlarm } from '#kernel/alarm.ts';
import { silentLog } from '#kernel/log.ts';
import { ApiClient, apiOf, operatorApi, scopesFor } from '#test/support/api-client.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen({ timeouts: { headersMs: 200, bodyMs: 200 } });
const stranger = new ApiClient(rappen.url, {});

/** The samples by name and labels: `rappen_charges_total{provider="openai",source="provider"}`. */
async function read(): Promise<ReadonlyMap<string, number>> {
  const { status, headers, body } = await stranger.get('/metrics');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^text\/plain/);
  const lines = (body as string).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.replace(/^.* /, ''))]));
}

async function change(what: () => Promise<unknown>): Promise<(name: string) => number> {
  const before = await read();
  await what();
  await rappen.settled();
  const after = await read();
  return (name) => Number(((after.get(name) ?? 0) - (before.get(name) ?? 0)).toFixed(9));
}

test('a call shows in the metrics: its request, its hold, its charge', async () => {
  const caller = await rappen.caller();
  let charge = '';
  const of = await change(async () => {
    const answer = await rappen.post(WIRE_FORMATS.chat.path, caller.key, WIRE_FORMATS.chat.body);
    charge = answer.headers.get('x-rappen-charge-chf') ?? '';
    await answer.text();
  });
  expect(of('rappen_http_requests_total{group="openai",method="POST",status="200"}')).toBe(1);
  expect(of('rappen_http_request_duration_seconds_count{group="openai"}')).toBe(1);
  expect(of('rappen_ledger_operations_total{operation="hold",outcome="granted"}')).toBe(1);
  expect(of('rappen_ledger_operations_total{operation="capture",outcome="done"}')).toBe(1);
  expect(of('rappen_ledger_batch_duration_seconds_count')).toBe(2);
  expect(of('rappen_ledger_batch_operations_sum')).toBe(2);
  expect(of('rappen_charges_total{provider="openai",source="provider"}')).toBe(1);
  expect(of('rappen_charged_chf_total{provider="openai",source="provider"}')).toBe(Number(charge));
});

test('so do refusals and what providers do wrong', async () => {
  const caller = await rappen.caller();
  const poor = await rappen.caller({ balance: '0' });
  const of = await change(async () => {
    const post = async (key: string, body: object) => {
      const answer = await rappen.post(WIRE_FORMATS.messages.path, key, {
        ...WIRE_FORMATS.messages.body,
        ...body,
      });
      await answer.text().catch(() => undefined);
    };
    await post(poor.key, {});
    for (const [fault, stream] of [
      ['server_error', false],
      ['key_limit', false],
      ['hang', false],
      ['cut_mid_stream', true],
    ] as const) {
      rappen.simulator.script({ directives: { fault } });
      await post(caller.key, { stream });
    }
  });
  expect(of('rappen_ledger_operations_total{operation="hold",outcome="refused"}')).toBe(1);
  expect(of('rappen_ledger_operations_total{operation="void",outcome="done"}')).toBe(2);
  expect(of('rappen_http_requests_total{group="anthropic",method="POST",status="402"}')).toBe(1);
  expect(of('rappen_http_requests_total{group="anthropic",method="POST",status="504"}')).toBe(1);
  expect(of('rappen_upstream_errors_total{provider="anthropic",kind="timeout"}')).toBe(1);
  expect(of('rappen_upstream_errors_total{provider="anthropic",kind="cut"}')).toBe(1);
  expect(of('rappen_charges_total{provider="anthropic",source="unknown"}')).toBe(1);
  expect(of('rappen_charges_total{provider="anthropic",source="journal"}')).toBe(1);
});

test('alarms are counted by kind; the state is there', async () => {
  const of = await change(async () => raiseAlarm(silentLog, 'call_absorbed', {}, 'a test'));
  expect(of('rappen_alarms_total{kind="call_absorbed"}')).toBe(1);
  const now = await read();
  expect(now.get('rappen_database_reachable')).toBe(1);
  expect(now.get('rappen_calls_in_flight')).toBe(0);
  expect(now.get('rappen_ledger_waiting')).toBe(0);
  expect(now.get('rappen_rate_limited_total{limit="calls"}')).toBe(0);
  for (const name of [
    'rappen_database_connections{state="idle"}',
    'nodejs_eventloop_lag_p99_seconds',
    'process_resident_memory_bytes',
  ]) {
    expect(now.has(name), name).toBe(true);
  }
});

test('whatever is asked for, labels have few values and no ids', async () => {
  const ask = async (from: number) => {
    for (let i = from; i < from + 30; i++) {
      await stranger.get(`/nothing/${i}`);
      await stranger.get(`/api/nothing-${i}`);
      await stranger.send(i % 2 ? 'PROPFIND' : 'SEARCH', `/openai/v1/${i}`);
    }
    // A collection of garbage adds its own when it happens, which is not for us to say.
    return [...(await read()).keys()].filter((name) => !name.startsWith('nodejs_gc_'));
  };
  const names = await ask(0);
  expect(await ask(30)).toEqual(names);
  expect(names.join('\n')).not.toMatch(/(mnd|usr|key|txn|hld|req)_[0-9a-f]|nothing|127\.0\.0\.1/);
});

/** With another Host than fetch would send. */
function askAs(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request(`${rappen.url}/metrics`, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asking.on('error', reject).end();
  });
}

test('without a key only for this machine, and not through a proxy on it', async () => {
  for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-host']) {
    expect((await stranger.get('/metrics', { [header]: '127.0.0.1' })).status, header).toBe(401);
  }
  expect(await askAs('localhost:8080')).toBe(200);
  expect(await askAs('[::1]')).toBe(200);
  for (const host of ['rappen.example', 'localhost.example', '127.0.0.1.example']) {
    expect(await askAs(host), host).toBe(401);
  }
});

test('from elsewhere with the operator’s key, and nobody else’s', async () => {
  const elsewhere = { 'x-forwarded-for': '203.0.113.9' };
  const operator = await operatorApi(rappen);
  expect((await operator.get('/metrics', elsewhere)).status).toBe(200);
  const unscoped = await operatorApi(rappen, ['call']);
  expect((await unscoped.get('/metrics', elsewhere)).body).toMatchObject({ code: 'scope_missing' });
  const administrator = await apiOf(
    rappen,
    await rappen.caller({ role: 'mandate_admin' }),
    scopesFor('mandate_admin'),
  );
  expect((await administrator.get('/metrics', elsewhere)).body).toMatchObject({ code: 'permission_denied' });
});
