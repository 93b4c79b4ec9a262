import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { openBilling } from '#billing/settings/settings.service.ts';
import type { BillingModel } from '#billing/settings/settings.ts';
import { listenForChanges } from '#db/changes.ts';
import { createAuthenticator } from '#identity/authenticate.ts';
import { decimal } from '#kernel/decimal.ts';
import { silentLog } from '#kernel/log.ts';
import { bootstrap } from '#onboarding/bootstrap.ts';
import { makeMember, type TestMember } from '#test/support/mandate-factory.ts';
import { expectRefusal, rappenOn } from '#test/support/rappen-process.ts';
import { createTestDatabase } from '#test/support/test-database.ts';

// Each command is a process: on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 120_000 });

const database = await createTestDatabase();
const { db } = database.openApp();
const { run, ask, done } = rappenOn(database);
const SQL = "x'; DROP TABLE mandate; --";

/** Made without a process, where making it is not what the test is about. */
async function newMandate(billingModel: BillingModel = 'prepaid_mandate'): Promise<TestMember> {
  const member = await makeMember(db);
  await openBilling(db, { mandateId: member.mandateId, billingModel });
  return member;
}

test('a customer from the first command to the recount', async () => {
  const { mandateId: mandate = '' } = await done('create-mandate', '--name', 'Muster AG');
  const here = ['--mandate', mandate];
  const { userId = '' } = await done(
    'create-user',
    ...here,
    '--email',
    'anna@example.ch',
    '--role',
    'mandate_admin',
  );
  const made = await done(
    'create-key',
    ...here,
    '--user',
    userId,
    '--name',
    'laptop',
    '--monthly-limit',
    '5',
  );
  expect(made.key).toMatch(/^rpn_/);
  expect(made.keyId).toMatch(/^key_/);
  const credit = [
    'top-up',
    '--mandate',
    mandate,
    '--amount',
    '12.34',
    '--id',
    'bank-1',
    '--note',
    'invoice 7',
  ];
  const first = await done(...credit);
  expect(first).toEqual({ transactionId: expect.stringMatching(/^txn_/), balanceChf: '12.340000000' });
  expect(await done(...credit)).toEqual(first);
  const [balance, transactions, plain, recount] = await Promise.all([
    ask('balance', '--mandate', mandate),
    ask('transactions', '--mandate', mandate),
    run('transactions', '--mandate', mandate),
    ask('verify'),
  ]);
  expect(balance.json?.accounts).toEqual([
    {
      accountId: expect.stringMatching(/^acc_/),
      kind: 'wallet',
      userId: null,
      balanceChf: '12.340000000',
      heldChf: '0.000000000',
      availableChf: '12.340000000',
      floorChf: '0.000000000',
    },
  ]);
  expect(transactions.json?.transactions).toEqual([
    expect.objectContaining({
      id: first.transactionId,
      type: 'top_up',
      amountChf: '12.340000000',
      balanceAfterChf: '12.340000000',
      note: 'invoice 7',
    }),
  ]);
  expect(plain).toMatchObject({
    exitCode: 0,
    stderr: '',
    stdout: expect.stringContaining('top_up  12.340000000'),
  });
  expect(recount).toMatchObject({ exitCode: 0, json: { ok: true, differences: [] } });
});

test('mandates of every billing model', async () => {
  const create = (...args: string[]) => done('create-mandate', '--name', 'X', ...args);
  const [postpaid, unlimited, refused] = await Promise.all([
    create('--model', 'postpaid', '--credit-limit', '250'),
    create('--model', 'unlimited'),
    ask('create-mandate', '--name', 'X', '--credit-limit', '5'),
  ]);
  expectRefusal(refused, { path: 'credit-limit' });
  const balances = await Promise.all(
    [postpaid, unlimited].map(({ mandateId = '' }) => ask('balance', '--mandate', mandateId)),
  );
  expect(balances.map(({ json }) => json?.accounts)).toEqual([
    [expect.objectContaining({ floorChf: '-250.000000000', availableChf: '250.000000000' })],
    [expect.objectContaining({ floorChf: null, availableChf: null })],
  ]);
});

test("a user's own wallet", async () => {
  const { mandateId, userId } = await newMandate('prepaid_user');
  const own = await done('top-up', '--mandate', mandateId, '--user', userId, '--amount', '3', '--id', 'a');
  expect(own.balanceChf).toBe('3.000000000');
  const pool = await done('top-up', '--mandate', mandateId, '--amount', '0.000000001', '--id', 'b');
  expect(pool.balanceChf).toBe('0.000000001');
  const { json } = await ask('balance', '--mandate', mandateId);
  expect(json?.accounts).toHaveLength(2);
  expect(json?.accounts).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ userId, availableChf: '3.000000000' }),
      expect.objectContaining({ userId: null, availableChf: '0.000000001' }),
    ]),
  );
  const negative = ['top-up', '--mandate', mandateId, '--amount', '-5', '--id', 'c'];
  expectRefusal(await ask(...negative), { path: 'amount' });
});

test('permissions', async () => {
  const { mandateId } = await newMandate();
  const here = ['--mandate', mandateId];
  const openai = [...here, '--role', 'user', '--provider', 'openai'];
  const resource = 'resource.aicore.openai';
  expect(await done('deny', ...openai)).toEqual({ role: 'user', resource, allowed: false });
  expect(await done('allow', ...openai)).toEqual({ role: 'user', resource, allowed: true });
  const model = await done('deny', ...openai, '--model', 'gpt-4.1-nano-2025-04-14');
  expect(model).toEqual({ role: 'user', resource: 'resource.aicore.openai.gpt-4.1-nano', allowed: false });
  expectRefusal(await ask('allow', ...here, '--role', 'viewer', '--provider', 'openai'), { path: 'role' });
  expectRefusal(await ask('deny', ...openai, '--model', SQL), { code: 'model_not_found' });
});

test('limits', async () => {
  const { mandateId, userId } = await newMandate();
  const here = ['--mandate', mandateId];
  const limit = (amount: string) => done('set-limit', ...here, '--user', userId, '--monthly-limit', amount);
  expect(await limit('20')).toEqual({ userId, monthlyLimitChf: '20.000000000' });
  expect(await limit('none')).toEqual({ userId, monthlyLimitChf: null });
});

test('states of a mandate', async () => {
  const { mandateId } = await newMandate();
  const here = ['--mandate', mandateId];
  expect(await done('suspend-mandate', ...here)).toEqual({ mandateId, status: 'suspended' });
  expect(await done('activate-mandate', ...here)).toEqual({ mandateId, status: 'active' });
});

test('a deny, an allow and a revocation reach another process within a second', async () => {
  const { mandateId, key, keyId } = await newMandate();
  const changes = listenForChanges(database.appUrl, silentLog);
  const authenticator = createAuthenticator({ db, changes });
  await expect.poll(() => changes.connected).toBe(true);
  const mayUse = async () => {
    const actor = await authenticator.authenticate({ 'x-api-key': key }).catch(() => undefined);
    return actor?.mayUseProvider('tavily');
  };
  expect(await mayUse()).toBe(true);
  for (const [command, expected] of [
    [['deny', '--role', 'user', '--provider', 'tavily'], false],
    [['allow', '--role', 'user', '--provider', 'tavily'], true],
    [['revoke-key', '--key', keyId], undefined],
  ] as const) {
    const [name, ...rest] = command;
    await done(name, '--mandate', mandateId, ...rest);
    await expect.poll(mayUse, { timeout: 1_000, interval: 20 }).toBe(expected);
  }
  authenticator.close();
  await changes.close();
});

test('help lists every command, with its options', async () => {
  const [text, json, one] = await Promise.all([run('help'), ask('help'), run('top-up', '--help')]);
  for (const command of [
    'create-mandate',
    'create-user',
    'create-key',
    'top-up',
    'balance',
    'transactions',
    'allow',
    'deny',
    'verify',
  ]) {
    expect(text.stdout).toContain(`rappen ${command}`);
    expect(JSON.stringify(json.json)).toContain(`rappen ${command}`);
  }
  expect(one.stdout).toContain('--amount CHF --id KEY [--note TEXT]');
  expect([text, json, one].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
});

test('SQL in every free text stays text', async () => {
  const { mandateId = '' } = await done('create-mandate', '--name', SQL);
  const here = ['--mandate', mandateId];
  const email = 'mallory@example.ch';
  const person = ['--email', email, '--name', SQL, '--password', SQL];
  const { userId = '' } = await done('create-user', ...here, ...person);
  await done('create-key', ...here, '--user', userId, '--name', SQL);
  await done('top-up', ...here, '--amount', '1', '--id', SQL, '--note', SQL);
  expectRefusal(await ask('create-user', ...here, '--email', SQL), { path: 'email' });
  const { pool } = database.openOwner();
  const { rows } = await pool.query(
    `select m.name as mandate, u.name as person, k.name as key, t.note, t.idempotency_key
       from mandate m join membership ms using (mandate_id) join app_user u on u.id = ms.user_id
       join api_key k using (mandate_id, user_id) join billing_transaction t using (mandate_id)
      where m.mandate_id = $1`,
    [mandateId.slice(4)],
  );
  expect(rows).toEqual([{ mandate: SQL, person: SQL, key: SQL, note: SQL, idempotency_key: SQL }]);
});

test('mandates of another platform come over, and go back', async () => {
  await bootstrap(db, { chfPerUsd: decimal('0.80') });
  const example = fileURLToPath(new URL('../../docs/import-example/', import.meta.url));
  const report = join(tmpdir(), `rappen-${randomUUID()}.txt`);
  const mapping = ['--mapping', `${example}mapping.json`];
  const rehearsal = await run('import-mandates', example, ...mapping, '--dry-run', '--report', report);
  expect(rehearsal).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('created') });
  expect(await readFile(report, 'utf8')).toMatch(
    /^Rehearsal: nothing was written[\s\S]*17: created;[^\n]*\n {2}name: Muster/,
  );
  await rm(report);
  const made = await done('import-mandates', example, ...mapping);
  expect(made).toMatchObject({ totals: { created: 4, refused: 0 } });
  const undo = ['import-mandates', '--undo', made.run ?? ''];
  const undone = { undone: ['1', '17', '18', '19'], suspended: ['17', '18', '19'], refused: [] };
  expectRefusal(await ask(...undo, '--report', report), { code: 'invalid_request' });
  const back = await done(...undo, '--dry-run');
  expect(back).toMatchObject({ ...undone, dryRun: true, run: null });
  expect(await done(...undo)).toMatchObject({ ...undone, bookedChf: back.bookedChf });
  const { stdout } = await run('import-runs');
  const [head, ...runs] = stdout.trim().split('\n');
  expect(head).toMatch(/^run +state +created +changed +takenBack/);
  expect(runs).toEqual([
    expect.stringMatching(`^[-0-9a-f]{36} +done +0 +0 +4 .* undo of ${made.run}$`),
    expect.stringMatching(`^${made.run} +done +4 +0 +4 .* ${example}$`),
  ]);
  expectRefusal(await ask('import-mandates', '--undo', made.run ?? ''), { code: 'not_found' });
});
