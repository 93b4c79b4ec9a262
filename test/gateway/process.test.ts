import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { runRappen } from '#test/support/rappen-process.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const { path, body } = WIRE_FORMATS.messages;

let directory: string;
const running: ChildProcess[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rappen-main-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    }
  }
  await rm(directory, { recursive: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly output: string;
  readonly exited: Promise<number | null>;
}

/** Rappen as an operator starts it, in demo mode, on a free port. */
async function start(): Promise<Started> {
  const env = { PATH: process.env.PATH, DATA_DIR: directory, PORT: '0', LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const look = (text: Buffer) => {
      output += text.toString();
      if (output.includes('Rappen listens on') && output.endsWith('\n\n')) resolve();
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    void exited.then((code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  return { child, url: must(/listens on (\S+)/.exec(output)?.[1], 'the address'), output, exited };
}

async function call(url: string, more: object = {}): Promise<Response> {
  const key = (await readFile(join(directory, 'demo-key'), 'utf8')).trim();
  return fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, ...more }),
  });
}

/** With the password that the first start has shown; answers the cookie. */
async function signIn(url: string, output: string): Promise<string> {
  const password = must(/shown once\): +(\S+)/.exec(output)?.[1], 'the password');
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@rappen.local', password }),
  });
  expect(answer.status).toBe(200);
  return must(answer.headers.getSetCookie()[0]?.split(';')[0], 'the cookie');
}

test('the first start shows the login once and a curl line that works', async () => {
  const first = await start();
  expect(first.output).toMatch(/First administrator: +admin@rappen\.local\nPassword \(shown once\): +\S{20}/);
  const [, target = '', key = '', json = ''] =
    /curl -i (\S+).*?'authorization: Bearer (\S+)'.*?-d '(.*)'/s.exec(first.output) ?? [];
  const answer = await fetch(target, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: json,
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-rappen-simulated')).toBe('true');
  const charge = Number(answer.headers.get('x-rappen-charge-chf'));
  expect(Number(answer.headers.get('x-rappen-balance-chf'))).toBeCloseTo(100 - charge, 9);
  await answer.text();
  first.child.kill('SIGTERM');
  expect(await first.exited).toBe(0);

  const begun = performance.now();
  const second = await start();
  expect(performance.now() - begun).toBeLessThan(20_000);
  expect(second.output).not.toContain('Password');
  expect((await call(second.url)).status).toBe(200);
}, 120_000);

test('SIGTERM: no new calls, running ones end whole and are charged, exit 0, and the recount is clean', async () => {
  const { child, url, exited } = await start();
  const slow = {
    messages: [{ role: 'user', content: '[[sim:{"chunks":20,"chunkDelayMs":50}]] Hello' }],
    stream: true,
  };
  const streams = await Promise.all(Array.from({ length: 10 }, () => call(url, slow)));
  expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
  child.kill('SIGTERM');
  const texts = await Promise.all(streams.map((answer) => answer.text()));
  for (const text of texts) expect(text).toContain('message_stop');
  const late = await call(url).catch(() => undefined);
  if (late) expect([late.status, late.headers.get('connection')]).toEqual([503, 'close']);
  expect(await exited).toBe(0);

  const verified = await runRappen({ DATA_DIR: directory }, 'verify', '--json');
  expect(verified.json).toMatchObject({ ok: true, openHolds: 0 });
  expect(verified.exitCode).toBe(0);
}, 120_000);

test('SIGTERM ends open event streams, read or not, and a half-read export: exit 0 without waiting for them', async () => {
  const { child, url, output, exited } = await start();
  const cookie = await signIn(url, output);
  const open = (path: string) => fetch(url + path, { headers: { cookie } });
  const [read, unread, file] = await Promise.all([
    open('/api/events'),
    open('/api/events'),
    open('/api/billing/transactions/export'),
  ]);
  expect([read.status, unread.status, file.status]).toEqual([200, 200, 200]);
  const reader = must(read.body, 'the stream').getReader();
  expect(Buffer.from((await reader.read()).value ?? '').toString()).toContain('retry:');
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  for (;;) if ((await reader.read().catch(() => ({ done: true }))).done) break;
}, 60_000);

test('who is signed in stays so over a restart: the secret is made once, and kept for the owner alone', async () => {
  const first = await start();
  const cookie = await signIn(first.url, first.output);
  first.child.kill('SIGTERM');
  expect(await first.exited).toBe(0);
  expect((await stat(join(directory, 'session-secret'))).mode & 0o777).toBe(0o600);
  const { url } = await start();
  const me = await fetch(`${url}/api/me`, { headers: { cookie } });
  expect(await me.json()).toMatchObject({ user: { email: 'admin@rappen.local' } });
}, 90_000);
