import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { must } from '#kernel/assert.ts';
import { startMain } from '#test/support/main-process.ts';
import { runRappen } from '#test/support/rappen-process.ts';

const PERSON = { email: 'regula.aeschlimann@lindenhof.example', password: 'zwanzig-rappen' };

interface Talks {
  readonly conversations: readonly { readonly isRunning: boolean; readonly chargedChf: string }[];
}
interface Automations {
  readonly automations: readonly { readonly thisMonthChf: string }[];
}

test('--demo survives a kill, shows whom to sign in as, who sees the bookings, and ends with demo mode', async () => {
  const directory = await dataDirectory();
  const killed = startMain(directory, ['--demo']);
  await killed.says(/Rappen makes sample data/);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  killed.child.kill('SIGKILL');
  await killed.exited;
  expect(killed.output()).not.toContain('listens on');

  // Without the argument, too: nothing stays half done without a word.
  const started = startMain(directory);
  const url = await started.listening();
  expect(started.output()).toMatch(/incomplete[\s\S]*calls are booked/);
  expect(started.output()).toContain(PERSON.password);
  for (const name of ['Regula Aeschlimann', 'Amélie Jeanneret', 'Tom Whitfield'])
    expect(started.output()).toContain(name);
  const cookie = must((await signIn(url)).headers.getSetCookie()[0]?.split(';')[0], 'the cookie');
  const read = async (path: string) => (await fetch(url + path, { headers: { cookie } })).json();
  const { transactions } = (await read('/api/billing/transactions?limit=50')) as { transactions: unknown[] };
  expect(transactions).toHaveLength(50);
  expect(await read('/api/billing/balance')).toMatchObject({ spendable: { state: 'ok' } });
  const { conversations } = (await read('/api/chat/conversations')) as Talks;
  expect(conversations.map(({ isRunning }) => isRunning)).toEqual([false, false]);
  for (const { chargedChf } of conversations) expect(Number(chargedChf)).toBeGreaterThan(0);
  await vi.waitFor(async () => {
    const { automations } = (await read('/api/automations')) as Automations;
    expect(automations).toMatchObject([{ lastRun: { state: 'succeeded' } }]);
    expect(Number(automations[0]?.thisMonthChf)).toBeGreaterThan(0);
  }, 20_000);
  started.child.kill('SIGTERM');
  expect(await started.exited).toBe(0);
  expect((await runRappen({ DATA_DIR: directory }, 'verify', '--json')).json).toMatchObject({ ok: true });

  const real = startMain(directory, [], { OPENAI_API_KEY: 'sk-none' });
  const realUrl = await real.listening();
  expect(real.output()).not.toContain(PERSON.password);
  expect((await signIn(realUrl)).status).toBe(401);
  const withCookie = await fetch(`${realUrl}/api/me`, { headers: { cookie } });
  expect(withCookie.status).toBe(401);
}, 180_000);

test.each([
  [['--demo'], { OPENAI_API_KEY: 'sk-none', USD_CHF: '0.80' }, '--demo is for demo mode'],
  [['--demo'], { DATABASE_URL: 'postgresql://nobody:x@127.0.0.1:1/none' }, 'DATABASE_URL'],
  [['--dmeo'], {}, 'there is no argument --dmeo'],
])('%j with %j is refused before anything is done', async (args, settings, message) => {
  const refused = startMain(await dataDirectory(), args, settings);
  expect(await refused.exited).toBe(1);
  expect(refused.output()).toMatch(/^rappen: [^\n]+\n$/);
  expect(refused.output()).toContain(message);
});

async function dataDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'rappen-demo-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

function signIn(url: string): Promise<Response> {
  return fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(PERSON),
  });
}
