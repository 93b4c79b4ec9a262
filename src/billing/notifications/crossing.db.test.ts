import { afterAll, expect, test } from 'vitest';
import { findWallet } from '#billing/accounts/account.store.ts';
import { findSpendingPower } from '#billing/balance/balance.store.ts';
import { post } from '#billing/transactions/posting.service.ts';
import { must } from '#kernel/assert.ts';
import { type AccountId, uuidOf } from '#kernel/id.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import {
  createSpender,
  differencesOf,
  holdRequest,
  openTestLedger,
  type TestSpender,
} from '#test/support/test-ledger.ts';
import { chfOf, creditChf, setBilling, spendChf } from '#test/support/watched-spender.ts';
import { DEFAULT_WARNING_CHF } from '../settings/warning-default.contract.ts';
import { refreshDays } from './notice.store.ts';

const database = await createTestDatabase();
const app = database.openApp();
const owner = database.openOwner(2);
const ledgers = [openTestLedger(database), openTestLedger(database)] as const;
afterAll(() => Promise.all(ledgers.map((ledger) => ledger.close())));

const chf = chfOf;
const spend = (spender: TestSpender, amount: string) => spendChf(ledgers[0], spender, amount);
const credit = (spender: TestSpender, amount: string) => creditChf(app, spender, amount);
const settings = (spender: TestSpender, columns: string) => setBilling(app, spender, columns);

/** What was noticed of the mandate, in its order: `low 10 waiting`. */
async function noticesOf({ mandateId }: TestSpender): Promise<string[]> {
  const { rows } = await app.pool.query<{ notice: string }>(
    `select concat_ws(' ', kind, round(threshold / 1e9, 2)::text, case when due_at > at then 'later' end) as notice
     from billing_notice where mandate_id = $1 order by at`,
    [uuidOf(mandateId)],
  );
  return rows.map(({ notice }) => notice);
}

/** As the sender would. */
async function tellAll({ mandateId }: TestSpender, ago = '0'): Promise<void> {
  await app.pool.query(
    "update billing_notice set state = 'told', told_at = clock_timestamp() - $2::interval where mandate_id = $1 and state = 'waiting'",
    [uuidOf(mandateId), ago],
  );
}

test('who has set nothing is warned below the default, once, and what is held does not warn', async () => {
  const spender = await createSpender(app, { balance: chf('20') });
  const hold = holdRequest(spender, chf('19'));
  await ledgers[0].authorize(hold);
  expect(await noticesOf(spender)).toEqual([]);
  await ledgers[0].void(hold.mandateId, hold.holdId, 'test');
  await spend(spender, '10');
  expect(await noticesOf(spender)).toEqual([]);
  await spend(spender, '0.000000001');
  await spend(spender, '5');
  expect(await noticesOf(spender)).toEqual([`low ${DEFAULT_WARNING_CHF}`]);
  const { wallet } = await findSpendingPower(app.db, spender);
  expect(wallet).toMatchObject({ warnAt: chf(DEFAULT_WARNING_CHF) });
});

test('it is armed again only a tenth above, and tells that it is', async () => {
  const spender = await createSpender(app, { balance: chf('60') });
  await settings(spender, 'warn_below = 50000000000');
  await spend(spender, '11');
  await tellAll(spender, '1 day');
  await credit(spender, '5.99');
  await spend(spender, '6');
  expect(await noticesOf(spender)).toEqual(['low 50.00']);
  await credit(spender, '6.01');
  expect(await noticesOf(spender)).toEqual(['low 50.00', 'recovered 50.00']);
  await spend(spender, '6');
  expect(await noticesOf(spender)).toEqual(['low 50.00', 'recovered 50.00', 'low 50.00']);
});

test('a crossing in the six hours after another one is told after them, and several of them once', async () => {
  const spender = await createSpender(app, { balance: chf('15') });
  await spend(spender, '6');
  await tellAll(spender, '5 hours');
  for (let round = 0; round < 3; round++) {
    await credit(spender, '10');
    await spend(spender, '10');
  }
  expect(await noticesOf(spender)).toEqual(['low 10.00', 'recovered 10.00', 'low 10.00 later']);
  const { rows } = await app.pool.query(
    "select due_at - clock_timestamp() between '59 minutes' and '61 minutes' as fits from billing_notice where mandate_id = $1 and kind = 'low' and state = 'waiting'",
    [uuidOf(spender.mandateId)],
  );
  expect(rows).toEqual([{ fits: true }]);
});

test('nearly nothing left: another one, and only that one if both are crossed at once', async () => {
  const slowly = await createSpender(app, { balance: chf('20') });
  await spend(slowly, '15');
  await spend(slowly, '4.9');
  expect(await noticesOf(slowly)).toEqual(['low 10.00']);
  await spend(slowly, '0.05');
  await spend(slowly, '0.05');
  expect(await noticesOf(slowly)).toEqual(['low 10.00', 'empty 0.10']);
  const atOnce = await createSpender(app, { balance: chf('20') });
  await spend(atOnce, '20');
  expect(await noticesOf(atOnce)).toEqual(['empty 0.10']);
  await tellAll(atOnce);
  await credit(atOnce, '5');
  expect(await noticesOf(atOnce)).toEqual(['empty 0.10', 'recovered 0.10']);
});

test('a share of the newest top-up, resolved as it comes in', async () => {
  const spender = await createSpender(app, { balance: chf('100') });
  await settings(spender, 'warn_percent = 20');
  await spend(spender, '80');
  expect(await noticesOf(spender)).toEqual([]);
  await spend(spender, '1');
  expect(await noticesOf(spender)).toEqual(['low 20.00']);
  await tellAll(spender);
  // Less than it was: 20 % of 30 are 6, and 49 are well above.
  await credit(spender, '30');
  await spend(spender, '43');
  expect(await noticesOf(spender)).toEqual(['low 20.00', 'recovered 20.00']);
});

test('a changed threshold warns at once whoever is below it, and nobody twice', async () => {
  const spender = await createSpender(app, { balance: chf('40') });
  await settings(spender, 'warn_below = 50000000000');
  expect(await noticesOf(spender)).toEqual(['low 50.00']);
  await settings(spender, 'warn_below = 60000000000');
  await settings(spender, "recipients = '{a@b.example}'");
  expect(await noticesOf(spender)).toEqual(['low 50.00']);
  await tellAll(spender, '1 day');
  await settings(spender, 'warn_below = 30000000000');
  await spend(spender, '11');
  expect(await noticesOf(spender)).toEqual(['low 50.00', 'low 30.00']);
});

test("users' own wallets: the mandate's thresholds, or their own; what is allotted counts as a top-up", async () => {
  const spender = await createSpender(app, { model: 'prepaid_user' });
  const { mandateId, walletId } = spender;
  await credit(spender, '100');
  await post(app.db, {
    mandateId,
    walletId: await poolOf(spender),
    type: 'transfer',
    amount: chf('-50'),
    idempotencyKey: 'allot',
    toWalletId: walletId,
  });
  await setOwn(spender, null, 50);
  await spend(spender, '25');
  expect(await noticesOf(spender)).toEqual([]);
  await spend(spender, '1');
  await setOwn(spender, 1, null);
  await spend(spender, '20');
  expect(await noticesOf(spender)).toEqual(['low 25.00']);
  // The pool that it came from may be low, but nobody spends from it.
  await post(app.db, {
    mandateId,
    walletId: await poolOf(spender),
    type: 'transfer',
    amount: chf('-50'),
    idempotencyKey: 'allot again',
    toWalletId: walletId,
  });
  expect(await noticesOf(spender)).toEqual(['low 25.00', 'low 10.00']);
  await setOwn(spender, null, null);
  expect((await findSpendingPower(app.db, spender)).wallet?.warnAt).toBe(chf(DEFAULT_WARNING_CHF));
});

test('credit: what is left of the limit counts; without a limit nobody is warned', async () => {
  const postpaid = await createSpender(app, { model: 'postpaid', creditLimit: chf('50') });
  await spend(postpaid, '40');
  expect(await noticesOf(postpaid)).toEqual([]);
  await spend(postpaid, '1');
  expect(await noticesOf(postpaid)).toEqual(['low 10.00']);
  const unlimited = await createSpender(app, { model: 'unlimited', balance: chf('20') });
  await spend(unlimited, '25');
  expect(await noticesOf(unlimited)).toEqual([]);
  // Once it has an end, it is warned as any other.
  await credit(unlimited, '25');
  await app.pool.query("select ledger_set_terms($1, 'prepaid_mandate', 0)", [uuidOf(unlimited.mandateId)]);
  await spend(unlimited, '15');
  expect(await noticesOf(unlimited)).toEqual(['low 10.00']);
});

test('the recount knows thresholds and latches', async () => {
  expect(await differencesOf(database)).toEqual([]);
  const spender = await createSpender(app, { balance: chf('20') });
  await owner.pool.query('update billing_account set warn_at = 5 where id = $1', [uuidOf(spender.walletId)]);
  expect((await differencesOf(database)).join()).toContain('the threshold of a wallet follows');
  await owner.pool.query('alter table billing_account disable trigger billing_account_crosses');
  await owner.pool.query('update billing_account set warn_at = 10000000000 where id = $1', [
    uuidOf(spender.walletId),
  ]);
  await spend(spender, '11');
  expect((await differencesOf(database)).join()).toContain('no latch is armed below its threshold');
  await owner.pool.query('alter table billing_account enable trigger billing_account_crosses');
});

// Alters the statistics, so it comes after the recount.
test('days that are set anew are resolved at once, and again when they pass', async () => {
  const spender = await createSpender(app, { balance: chf('100') });
  await spend(spender, '60');
  await owner.pool.query(
    `with older as (update billing_account set opened_at = now() - interval '8 days' where id = $1)
     update billing_statistic_daily set day = day - 3 where account_id = $1`,
    [uuidOf(spender.walletId)],
  );
  await settings(spender, 'warn_days = 30');
  const { wallet } = await findSpendingPower(app.db, spender);
  expect(wallet?.warnAt).toBeGreaterThan(chf('100'));
  expect(await noticesOf(spender)).toEqual([expect.stringMatching(/^low \d{3}\.\d\d$/)]);
  await owner.pool.query(
    'update billing_wallet_warning set resolved_on = resolved_on - 1 where account_id = $1',
    [uuidOf(spender.walletId)],
  );
  expect(await refreshDays(app.db)).toBeGreaterThanOrEqual(1);
  const { rows } = await app.pool.query(
    "select resolved_on = (now() at time zone 'Europe/Zurich')::date as today from billing_wallet_warning where account_id = $1",
    [uuidOf(spender.walletId)],
  );
  expect(rows).toEqual([{ today: true }]);
});

async function poolOf({ mandateId }: TestSpender): Promise<AccountId> {
  return must(await findWallet(app.db, mandateId, undefined), 'the pool');
}

async function setOwn(
  { mandateId, walletId }: TestSpender,
  belowChf: number | null,
  percent: number | null,
): Promise<void> {
  await app.pool.query('select ledger_set_wallet_warning($1, $2, $3, $4, null)', [
    uuidOf(mandateId),
    uuidOf(walletId),
    belowChf === null ? null : BigInt(belowChf) * 1_000_000_000n,
    percent,
  ]);
}
