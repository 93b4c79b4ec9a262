import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { openBilling } from '#billing/settings/settings.service.ts';
import type { BillingModel } from '#billing/settings/settings.ts';
import { listTransactions } from '#billing/transactions/transaction.store.ts';
import { makeMember, type TestMember } from '#test/support/mandate-factory.ts';
import { expectRefusal, rappenOn, runRappen } from '#test/support/rappen-process.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

// Each command is a process: on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 120_000 });

const database = await createTestDatabase();
const { db } = database.openApp();
const { ask } = rappenOn(database);
const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));
const SQL = "x'; DROP TABLE mandate; --";
const NOBODY = {
  mandate: 'mnd_01933b6e-0000-7000-8000-00000000000a',
  key: 'key_01933b6e-0000-7000-8000-00000000000a',
};

/** Made without a process, where making it is not what the test is about. */
async function newMandate(billingModel: BillingModel = 'prepaid_mandate'): Promise<TestMember> {
  const member = await makeMember(db);
  await openBilling(db, { mandateId: member.mandateId, billingModel });
  return member;
}

describe('refusals', () => {
  test("another mandate's user and key, and a mandate that is nobody's, are not found", async () => {
    const [mine, theirs] = [await newMandate('prepaid_user'), await newMandate()];
    const here = ['--mandate', mine.mandateId];
    const nobody = ['--mandate', NOBODY.mandate];
    const notFound = { code: 'not_found' };
    const attempts = [
      ['create-key', ...here, '--user', theirs.userId],
      ['revoke-key', ...here, '--key', theirs.keyId],
      ['revoke-key', ...here, '--key', NOBODY.key],
      ['set-limit', ...here, '--user', theirs.userId, '--monthly-limit', '1'],
      ['top-up', ...here, '--user', theirs.userId, '--amount', '1', '--id', 'a'],
      ['top-up', ...nobody, '--amount', '1', '--id', 'a'],
      ['balance', ...nobody],
      ['transactions', ...nobody],
      ['create-user', ...nobody, '--email', 'a@example.ch'],
      ['deny', ...nobody, '--role', 'user', '--provider', 'openai'],
      ['suspend-mandate', ...nobody],
    ];
    for (const run of await Promise.all(attempts.map((args) => ask(...args)))) expectRefusal(run, notFound);
    expect(await listTransactions(db, mine.mandateId, 10)).toEqual([]);
    expect(await listTransactions(db, theirs.mandateId, 10)).toEqual([]);
  });

  test('top-ups that are none', async () => {
    const { mandateId: mandate } = await newMandate();
    const credit = (amount: string, key: string) =>
      ask('top-up', '--mandate', mandate, `--amount=${amount}`, '--id', key);
    expect((await credit('1', 'a')).exitCode).toBe(0);
    const [other, zero, negative, tooMuch] = await Promise.all([
      credit('2', 'a'),
      credit('0', 'b'),
      credit('-1', 'c'),
      credit('1000000000.01', 'd'),
    ]);
    expectRefusal(other, { code: 'idempotency_conflict' });
    expectRefusal(zero, { code: 'invalid_request' });
    expectRefusal(negative, { code: 'invalid_request' });
    expect(tooMuch.exitCode).toBe(2);
    expect((await ask('balance', '--mandate', mandate)).json?.accounts).toEqual([
      expect.objectContaining({ balanceChf: '1.000000000' }),
    ]);
  });
});

describe('wrong use', () => {
  test.each([
    [[]],
    [['nothing']],
    [[SQL]],
    [['balance', '--mandate', 'x']],
    [['top-up', '--mandate', NOBODY.mandate, '--amount', 'NaN', '--id', 'a']],
    [['deny', '--mandate', NOBODY.mandate, '--role', 'user', '--provider', 'opnai']],
  ])('%j ends with 2 and touches no database', async (args) => {
    const run = await runRappen({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }, ...args, '--json');
    expect(run).toMatchObject({ exitCode: 2, json: { error: { message: expect.any(String) } } });
    expect(run.stderr).toMatch(/^rappen: /);
  });

  test('a database that is not there is one clear line, not a hang', async () => {
    const environment = { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/none' };
    const run = await runRappen(environment, 'verify');
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toMatch(/^rappen: [^\n]+\n$/);
    expect(run.stderr).not.toContain('a:b');
  });
});

test('a command comes to its end also where nobody reads any more what it says', async () => {
  const child = spawn(process.execPath, [CLI, 'nonsense'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  child.stderr.destroy();
  expect(await once(child, 'exit')).toEqual([2, null]);
});
