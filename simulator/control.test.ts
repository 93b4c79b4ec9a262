import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '#simulator/ledger/simulator-ledger.ts';
import { type Simulator, startSimulator } from '#simulator/simulator.ts';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ keys: { openai: 'sk-right' }, maxLedgerEntries: 3 });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

function search(url = simulator.url, headers: Record<string, string> = {}, body: object = { query: 'x' }) {
  return fetch(`${url}/tavily/search`, {
    method: 'POST',
    headers: { authorization: 'Bearer tvly', ...headers },
    body: JSON.stringify(body),
  });
}

function control(url: string, path: string, body: unknown) {
  return fetch(`${url}/_sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
}

describe('script', () => {
  test('the next matching requests get it, then no more', async () => {
    simulator.script({
      provider: 'tavily',
      path: '/search',
      count: 2,
      skip: 1,
      directives: { fault: 'server_error' },
    });
    const statuses = [];
    for (let index = 0; index < 4; index++) statuses.push((await search()).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
  });

  test('the request’s own directives win over the script’s', async () => {
    simulator.script({ directives: { tag: 'script', results: 1 } });
    const answer = await search(undefined, {}, { query: 'x [[sim:{"tag":"own"}]]' });
    expect(((await answer.json()) as { results: unknown[] }).results).toHaveLength(1);
    expect(simulator.ledger.entries[0]?.tag).toBe('own');
  });

  test('another provider, path or model is left alone', async () => {
    simulator.script({ provider: 'openai', directives: { fault: 'server_error' } });
    simulator.script({ path: '/extract', directives: { fault: 'server_error' } });
    simulator.script({ model: 'gpt-6-luna', directives: { fault: 'server_error' } });
    expect((await search()).status).toBe(200);
  });

  test('a wrong directive is refused, in the script and in the text', async () => {
    const scripted = await control(simulator.url, 'script', { directives: { falut: 'hang' } });
    expect([scripted.status, await scripted.text()]).toEqual([400, expect.stringContaining('falut')]);
    const own = await search(undefined, {}, { query: '[[sim:{"outputTokens":-1}]]' });
    expect([own.status, await own.text()]).toEqual([400, expect.stringContaining('outputTokens')]);
    const open = await search(undefined, {}, { query: '[[sim:{"tag":1' });
    expect([open.status, await open.text()]).toEqual([400, expect.stringContaining('unreadable')]);
  });
});

describe('keys', () => {
  const ask = (headers: Record<string, string>) => fetch(`${simulator.url}/openai/v1/models`, { headers });

  test('a configured key is the only one', async () => {
    expect((await ask({ authorization: 'Bearer sk-right' })).status).toBe(200);
    expect((await ask({ authorization: 'Bearer sk-wrong' })).status).toBe(401);
    expect((await ask({})).status).toBe(401);
    expect(simulator.ledger.leaks).toEqual([]);
  });

  test('a key of the gateway in any header is a leak', async () => {
    await search(undefined, { authorization: 'Bearer rpn_abc' });
    await search(undefined, { 'x-forwarded-key': 'rpn_abc' });
    expect(simulator.ledger.leaks.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['key_leaked', 401],
      ['key_leaked', 401],
    ]);
    expect(simulator.ledger.counters().leaks).toBe(2);
  });
});

describe('ledger', () => {
  test('finds a call by its tag, the ids of the answer, and the ids of the caller', async () => {
    const answer = await search(
      undefined,
      { 'x-request-id': 'req_ours' },
      { query: 'x [[sim:{"tag":"mine"}]]' },
    );
    const header = answer.headers.get('x-request-id') ?? '';
    const { request_id: inBody } = (await answer.json()) as { request_id: string };
    for (const id of ['mine', header, inBody, 'req_ours']) expect(simulator.ledger.find(id)).toHaveLength(1);
    expect(simulator.ledger.find('other')).toEqual([]);
  });

  test('keeps no more entries than allowed, and goes on counting', async () => {
    for (let index = 0; index < 5; index++) await (await search()).arrayBuffer();
    expect(simulator.ledger.entries).toHaveLength(3);
    expect(simulator.ledger.counters()).toMatchObject({ calls: 5, billed: 5, dropped: 2, costUsd: '0.04' });
  });

  test('a body that is not JSON is refused and recorded', async () => {
    const answer = await fetch(`${simulator.url}/tavily/search`, {
      method: 'POST',
      headers: { authorization: 'Bearer k' },
      body: '{',
    });
    expect(answer.status).toBe(400);
    expect(simulator.ledger.entries[0]).toMatchObject({ outcome: 'failed', status: 400 });
  });
});

describe('as a process of its own', () => {
  let child: ChildProcess;
  let url: string;

  beforeAll(async () => {
    const main = new URL('./simulator-main.ts', import.meta.url).pathname;
    child = spawn(process.execPath, [main, '--output-tokens', '3'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    url = (JSON.parse(line.toString()) as { url: string }).url;
  });
  afterAll(() => {
    child.kill('SIGTERM');
  });

  test('is steered and read over HTTP, and ends on SIGTERM', async () => {
    await control(url, 'script', [{ directives: { tag: 'remote', usage: { credits: 7 } } }]);
    await search(url);
    const read = async (query: string) =>
      (await (await fetch(`${url}/_sim/ledger${query}`)).json()) as { entries: LedgerEntry[] };
    expect((await read('?id=remote')).entries[0]).toMatchObject({ costUsd: '0.056', usage: { credits: 7 } });
    expect((await control(url, 'settings', { outputTokens: 5 })).status).toBe(200);
    expect((await control(url, 'settings', { nonsense: 5 })).status).toBe(400);
    expect((await control(url, 'nowhere', {})).status).toBe(404);
    await control(url, 'reset', {});
    expect((await read('')).entries).toEqual([]);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
  });
});
