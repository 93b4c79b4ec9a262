import { afterAll, expect, test } from 'vitest';
import { findWallet } from '#billing/accounts/account.store.ts';
import { changeCustomer } from '#billing/mandates/mandate-admin.service.ts';
import { tellDueNotices } from '#billing/notifications/tell-notices.ts';
import { post, topUp } from '#billing/transactions/posting.service.ts';
import { must } from '#kernel/assert.ts';
import { newId, uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import { mandateOf, sumsOf } from '#test/support/imported-mandate.ts';
import { comparable, importRecords, type PlatformRecords } from '#test/support/platform-records.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { differencesOf, holdRequest, openTestLedger } from '#test/support/test-ledger.ts';
import { undoImport } from './import-undo.ts';

const database = await createTestDatabase();
const app = database.openApp();
const ledger = openTestLedger(database);
afterAll(() => ledger.close());

function mandate(id: string, openingBalance: string, more: object = {}) {
  return { id, name: `${id} AG`, openingBalance, ...more };
}

/** Takes money out of the pool, as calls would. */
async function spend(externalId: string, francs: bigint) {
  const mandateId = await mandateOf(app, externalId);
  const walletId = must(await findWallet(app.db, mandateId, undefined), 'the pool');
  const amount = -francs * NANO_PER_CHF;
  await post(app.db, { mandateId, walletId, type: 'adjustment', amount, idempotencyKey: `spent ${francs}` });
}

/** The run, which has to say what its rehearsal said. */
async function rehearsedAndRun(records: PlatformRecords, options: Parameters<typeof importRecords>[2] = {}) {
  const rehearsal = await importRecords(app, records, { ...options, dryRun: true });
  const run = await importRecords(app, records, options);
  expect(comparable(run)).toEqual(comparable(rehearsal));
  return run;
}

test('an opening goes up, down, to 0 and below it where the mandate may owe, and is never booked twice', async () => {
  const postpaid = { billingModel: 'postpaid', creditLimit: '100' };
  for (const opening of ['10', '10', '25.000000001', '0', '-100', '-99.999999999', '5']) {
    await rehearsedAndRun({ mandate: [mandate('swing', opening, postpaid)] });
    expect(Number((await sumsOf(app, 'swing')).opening)).toBe(Number(opening));
  }
  const { rows } = await app.pool.query(
    "select count(*) from billing_transaction where mandate_id = $1 and type = 'opening'",
    [uuidOf(await mandateOf(app, 'swing'))],
  );
  expect(rows[0].count).toBe(6n);
  expect(await differencesOf(database)).toEqual([]);
});

test('an opening that was spent cannot be taken back: the rehearsal says so', async () => {
  await importRecords(app, { mandate: [mandate('spent', '100'), mandate('limit', '0', POSTPAID)] });
  await spend('spent', 80n);
  const lower = await rehearsedAndRun({
    mandate: [mandate('spent', '79'), mandate('limit', '-5', { ...POSTPAID, creditLimit: '4' })],
  });
  expect(lower.mandates).toMatchObject([
    { mandate: 'limit', outcome: 'refused', problems: [{ file: 'mandate.jsonl', line: 2 }] },
    {
      mandate: 'spent',
      outcome: 'refused',
      problems: [{ file: 'mandate.jsonl', line: 1, problem: expect.stringContaining('20.00') }],
      opening: { beforeChf: '100.000000000', afterChf: '100.000000000', differenceChf: '0.000000000' },
    },
  ]);
  await rehearsedAndRun({ mandate: [mandate('spent', '80')] });
  expect(await sumsOf(app, 'spent')).toMatchObject({ opening: '80.000000000' });
});

const POSTPAID = { billingModel: 'postpaid', creditLimit: '10' };

test('a mandate that was closed here is refused where its platform changed it, and is not taken back', async () => {
  const { run } = await importRecords(app, { mandate: [mandate('shut', '3')] });
  const mandateId = await mandateOf(app, 'shut');
  await changeCustomer(app.db, { mandateId }, { status: 'closed', remainingChf: '3' });
  expect((await rehearsedAndRun({ mandate: [mandate('shut', '3')] })).mandates[0]?.outcome).toBe('unchanged');
  const changed = await rehearsedAndRun({ mandate: [mandate('shut', '4')] });
  expect(changed.mandates[0]).toMatchObject({
    outcome: 'refused',
    problems: [{ problem: expect.stringContaining('closed') }],
  });
  expect(await undoImport(app, { run: run ?? '' })).toMatchObject({
    undone: [],
    refused: [{ mandate: 'shut' }],
  });
});

test('what becomes impossible between plan and booking is reported as refused', async () => {
  await importRecords(app, { mandate: [mandate('raced', '100')] });
  const { pool } = database.openOwner();
  const mandateId = uuidOf(await mandateOf(app, 'raced'));
  // A run is begun after all plans are made, and before the first of them is booked.
  await pool.query(`
    create function test_race() returns trigger language plpgsql as $$
    begin update mandate set status = 'closed' where mandate_id = '${mandateId}'; return null; end $$;
    create trigger test_race after insert on import_run for each row execute function test_race()`);
  const report = await importRecords(app, { mandate: [mandate('raced', '101')] });
  await pool.query('drop trigger test_race on import_run');
  expect(report.mandates[0]).toMatchObject({ outcome: 'refused', changes: [] });
  expect(report.totals).toMatchObject({ changed: 0, refused: 1, openingAfterChf: '100.000000000' });
  expect(await sumsOf(app, 'raced')).toMatchObject({ opening: '100.000000000' });
});

test('nobody is warned because of an import, and of what is spent afterwards as ever', async () => {
  const owner = { billingModel: 'postpaid', creditLimit: '100' };
  const people = (id: string) => ({
    user: [{ id: `${id}-admin`, email: `${id}@warned.ch` }],
    role: [{ mandate: id, role: 'mandate_admin', providers: [] }],
    membership: [{ mandate: id, user: `${id}-admin`, role: 'mandate_admin' }],
  });
  const mails = async () => {
    await tellDueNotices({ ...app, log: silentLog, publicAddress: { url: () => 'https://rappen.example' } });
    const { rows } = await app.pool.query(
      "select recipient from mail_outbox where kind = 'balance_warning' order by 1",
    );
    return rows.map(({ recipient }) => recipient);
  };
  for (const [id, openings] of Object.entries({
    zero: ['0'],
    owes: ['-100'],
    near: ['-95'],
    falls: ['50', '-97'],
  })) {
    for (const opening of openings)
      await importRecords(app, { mandate: [mandate(id, opening, owner)], ...people(id) });
  }
  await importRecords(app, { mandate: [mandate('cut', '0', owner)], ...people('cut') });
  await importRecords(app, {
    mandate: [mandate('cut', '0', { ...owner, creditLimit: '0.05' })],
    ...people('cut'),
  });
  expect(await mails()).toEqual([]);
  await topUp(app.db, {
    mandateId: await mandateOf(app, 'owes'),
    amount: 50n * NANO_PER_CHF,
    idempotencyKey: 'in',
  });
  await spend('owes', 45n);
  expect(await mails()).toEqual(['owes@warned.ch']);
});

test('costs that no sum can hold keep their own mandate out', async () => {
  const call = { at: '2026-03-01T12:00:00Z', provider: 'openai', model: 'gpt-4.1' };
  const usage = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((id) => ({
    ...call,
    id,
    mandate: 'vast',
    costUsd: '1000000',
  }));
  const report = await rehearsedAndRun(
    {
      mandate: [mandate('vast', '1'), mandate('dear', '1'), mandate('sane', '1')],
      usage: [
        ...usage,
        { ...call, id: 1, mandate: 'dear', costChf: '1000000.01' },
        { ...call, id: 1, mandate: 'sane', costChf: '1000000' },
      ],
    },
    { mapping: { chfPerUsd: { '2000-01-01': '999' } } },
  );
  expect(report.mandates.map(({ mandate: id, outcome, problems: [one] }) => [id, outcome, one])).toEqual([
    [
      'dear',
      'refused',
      { file: 'usage.jsonl', line: 11, problem: expect.stringContaining('more than a call') },
    ],
    ['sane', 'created', undefined],
    ['vast', 'refused', { file: 'usage.jsonl', line: 1, problem: expect.stringContaining('billion') }],
  ]);
});

test('the billing model stays while calls run, and the rehearsal says so', async () => {
  await importRecords(app, { mandate: [mandate('held', '10')] });
  const mandateId = await mandateOf(app, 'held');
  const walletId = must(await findWallet(app.db, mandateId, undefined), 'the pool');
  const spender = { mandateId, walletId, userId: newId('usr'), apiKeyId: newId('key'), limits: [] };
  const request = holdRequest(spender, NANO_PER_CHF);
  await ledger.authorize(request);
  const changed = { mandate: [mandate('held', '10', { billingModel: 'unlimited' })] };
  expect((await rehearsedAndRun(changed)).mandates[0]).toMatchObject({
    outcome: 'refused',
    problems: [{ problem: expect.stringContaining('while calls are running') }],
  });
  await ledger.void(mandateId, request.holdId, 'test');
  expect((await rehearsedAndRun(changed)).mandates[0]?.changes).toEqual([
    'billingModel: prepaid_mandate becomes unlimited',
  ]);
});
