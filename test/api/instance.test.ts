import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ApiClient } from '#test/support/api-client.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const LOGIN = {
  email: 'anna@example.ch',
  password: 'a password to try',
  name: 'Anna Muster',
  role: 'mandate_admin',
  mandateName: 'Muster AG',
};
let logins = [LOGIN];
const demoLogins = async () => logins;

const demo = await startTestRappen({ demoLogins });
const { database, simulator } = demo;
const plainDemo = await startTestRappen({ database, simulator });
const real = await startTestRappen({ database, simulator, isSimulated: false, demoLogins });

const ask = async ({ url }: { readonly url: string }) =>
  (await new ApiClient(url, {}).get('/api/instance')).body;

test('anybody is told the version of package.json, and whether it is a demo', async () => {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await ask(plainDemo)).toEqual({ isSimulated: true, version });
  expect(await ask(real)).toEqual({ isSimulated: false, version });
});

test('logins are offered in demo mode with sample data, as they are now, and never outside it', async () => {
  expect((await ask(demo)).demoLogins).toEqual([LOGIN]);
  expect(await ask(real)).not.toHaveProperty('demoLogins');
  logins = [];
  expect(await ask(demo)).not.toHaveProperty('demoLogins');
});
