import { expect, test } from 'vitest';
import { openWallet } from '#billing/accounts/account.store.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { uuidOf } from '#kernel/id.ts';
import { parseChf } from '#kernel/money.ts';
import { ApiClient, apiOf, scopesFor } from '#test/support/api-client.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { chf, startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const { path: CHAT, body: CHAT_BODY } = WIRE_FORMATS.chat;
const READING = ['call', 'billing:read'] as const;

test('a user sees the pool that he spends from, with its sum and the limit that binds', async () => {
  const user = await rappen.caller({ balance: '20', userLimit: '5' });
  await (await rappen.post(CHAT, user.key, CHAT_BODY)).text();
  const charged = -((await rappen.usage(user.mandateId))[0]?.amount ?? 0n);
  const api = await apiOf(rappen, user, READING);
  const { status, body } = await api.get('/api/billing/balance');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    billingModel: 'prepaid_mandate',
    timeZone: 'Europe/Zurich',
    spendable: {
      boundBy: 'user_limit',
      state: 'ok',
      account: { kind: 'pool', heldChf: '0.000000000', floorChf: '0.000000000' },
      limits: [{ source: 'user_limit', monthlyChf: '5.000000000', heldChf: '0.000000000', state: 'ok' }],
    },
    warning: { belowChf: '10.000000000', belowDays: 7 },
  });
  const { spendable, accounts } = body;
  expect(parseChf(spendable.account.balanceChf)).toBe(chf('20') - charged);
  expect(parseChf(spendable.limits[0].usedChf)).toBe(charged);
  expect(parseChf(spendable.amountChf)).toBe(chf('5') - charged);
  expect(accounts).toHaveLength(1);
  expect(accounts[0]).toEqual(spendable.account);
  expect(accounts[0]).toMatchObject({
    state: 'ok',
    pace: { daysLeft: null, reason: 'no_whole_day', basis: null, last7Days: { days: 0, perDayChf: null } },
  });
  expect(parseChf(accounts[0].pace.chargedTodayChf)).toBe(charged);
  expect(body).not.toHaveProperty('total');
});

test('the limit of the key counts for who calls by that key', async () => {
  const user = await rappen.caller({ balance: '20', userLimit: '5', keyLimit: '3' });
  const { keyId } = user;
  await rappen.database
    .openOwner(1)
    .pool.query('update api_key set scopes = $2 where key_id = $1', [uuidOf(keyId), [...READING]]);
  const own = await new ApiClient(rappen.url, { 'x-api-key': user.key }).get('/api/billing/balance');
  expect(own.body.spendable).toMatchObject({ amountChf: '3.000000000', boundBy: 'key_limit' });
  const other = await (await apiOf(rappen, user, READING)).get('/api/billing/balance');
  expect(other.body.spendable).toMatchObject({ amountChf: '5.000000000', boundBy: 'user_limit' });
});

test('a credit limit, and a mandate without an end', async () => {
  const postpaid = await rappen.caller({ model: 'postpaid', balance: '0', creditLimit: '50' });
  const { body } = await (await apiOf(rappen, postpaid, READING)).get('/api/billing/balance');
  expect(body.spendable).toMatchObject({
    amountChf: '50.000000000',
    boundBy: 'credit_limit',
    account: { balanceChf: '0.000000000', floorChf: '-50.000000000', availableChf: '50.000000000' },
  });
  const unlimited = await rappen.caller({ model: 'unlimited', balance: '0' });
  await (await rappen.post(CHAT, unlimited.key, CHAT_BODY)).text();
  const endless = await (await apiOf(rappen, unlimited, READING)).get('/api/billing/balance');
  expect(endless.body.spendable).toMatchObject({ amountChf: null, boundBy: null, state: 'ok' });
  expect(endless.body.accounts[0]).toMatchObject({
    balanceChf: expect.stringMatching(/^-0\.\d{9}$/),
    floorChf: null,
    availableChf: null,
    pace: { daysLeft: null, runsOutOn: null, reason: 'unlimited' },
  });
});

test('states: low under CHF 10, empty where the cheapest call is refused', async () => {
  const stateWith = async (balance: string) => {
    const user = await rappen.caller({ balance });
    const { body } = await (await apiOf(rappen, user, READING)).get('/api/billing/balance');
    const { key, mandateId } = user;
    return { state: body.spendable.state, key, mandateId };
  };
  expect(await stateWith('10')).toMatchObject({ state: 'ok' });
  expect(await stateWith('9.999999999')).toMatchObject({ state: 'low' });
  const empty = await stateWith('0.000001');
  expect(empty.state).toBe('empty');
  const refused = await rappen.post(CHAT, empty.key, CHAT_BODY);
  expect(refused.status).toBe(402);
});

test("the mandate's own warnings: an amount, a share of the newest top-up, days", async () => {
  const user = await rappen.caller({ balance: '100' });
  const api = await apiOf(rappen, user, READING);
  const stateWith = async (columns: string) => {
    await rappen.database
      .openOwner(1)
      .pool.query(`update billing_settings set ${columns} where mandate_id = $1`, [uuidOf(user.mandateId)]);
    const { body } = await api.get('/api/billing/balance');
    return [body.spendable.state, body.warning];
  };
  expect(await stateWith('warn_below = 100000000001')).toEqual([
    'low',
    { belowChf: '100.000000001', belowDays: null, shareBelowChf: null },
  ]);
  expect(await stateWith('warn_below = null, warn_days = 3')).toEqual([
    'ok',
    { belowChf: null, belowDays: 3, shareBelowChf: null },
  ]);
  await topUp(db, { mandateId: user.mandateId, amount: chf('1000'), idempotencyKey: 'large' });
  expect(await stateWith('warn_percent = 99, warn_days = null')).toEqual([
    'ok',
    { belowChf: null, belowDays: null, shareBelowChf: '990.000000000' },
  ]);
  await topUp(db, { mandateId: user.mandateId, amount: chf('5000'), idempotencyKey: 'larger' });
  expect(await stateWith('warn_percent = 20')).toMatchObject(['ok', { shareBelowChf: '1000.000000000' }]);
  await topUp(db, { mandateId: user.mandateId, amount: chf('50000'), idempotencyKey: 'huge' });
  expect(await stateWith('warn_below = 1, warn_percent = 99')).toMatchObject([
    'ok',
    { belowChf: '0.000000001' },
  ]);
});

test('days left at the pace of past days, exact by the statistics', async () => {
  const user = await rappen.caller({ balance: '70', role: 'mandate_admin' });
  const owner = rappen.database.openOwner(1);
  await owner.pool.query(
    `insert into billing_statistic_daily
     select $1, a.id, (now() at time zone 'Europe/Zurich')::date - ago, $2, 'api', 'openai', 'gpt-5.5', 1, 1000000000, 1, 0, 1
     from generate_series(1, 30) ago, billing_account a where a.mandate_id = $1 and a.kind = 'wallet'`,
    [uuidOf(user.mandateId), uuidOf(user.userId)],
  );
  const api = await apiOf(rappen, user, scopesFor('mandate_admin'));
  // The second time past days come from memory.
  for (let time = 1; time <= 2; time++) {
    const { body } = await api.get('/api/billing/balance');
    expect(body.accounts[0].pace).toMatchObject({
      last7Days: { days: 7, workingDays: 5, chargedChf: '7.000000000', perDayChf: '1.000000000' },
      last30Days: { days: 30, chargedChf: '30.000000000', perWorkingDayChf: '1.000000000' },
      basis: 'last7Days',
      daysLeft: 69,
    });
  }
});

test('the month: of the mandate for who reads all of it, else of the own calls; the same as the statistics', async () => {
  const admin = await rappen.caller({ balance: '500', role: 'mandate_admin' });
  const colleague = await addMember(db, admin.mandateId);
  const { pool } = rappen.database.openOwner(1);
  const mandate = uuidOf(admin.mandateId);
  await pool.query(
    `insert into billing_statistic_daily
     select $1, a.id, (now() at time zone 'Europe/Zurich')::date - ago, $2, 'api', 'openai', 'gpt-5.5', 1, 1000000000, 1, 0, 1
     from generate_series(0, 61) ago, billing_account a where a.mandate_id = $1 and a.kind = 'wallet'`,
    [mandate, uuidOf(admin.userId)],
  );
  const asAdmin = await apiOf(rappen, admin, scopesFor('mandate_admin'));
  const asUser = await apiOf(rappen, colleague, scopesFor('user'));
  const monthOf = async (api: ApiClient) => (await api.get('/api/billing/balance')).body.month;
  const statisticsOf = async (api: ApiClient) =>
    (await api.get('/api/billing/statistics?period=month')).body.buckets.slice(-2);
  const young = await monthOf(asUser);
  expect(young).toMatchObject({ of: 'user', chargedChf: '0.000000000', lastMonthChf: null, expected: null });
  expect(young.reason).toBe('no_whole_day');
  await (await rappen.post(CHAT, colleague.key, CHAT_BODY)).text();
  await (await rappen.post(CHAT, admin.key, CHAT_BODY)).text();
  await rappen.settled();
  // The second time past days come from memory.
  for (let time = 1; time <= 2; time++) {
    for (const [api, of] of [
      [asAdmin, 'mandate'],
      [asUser, 'user'],
    ] as const) {
      const month = await monthOf(api);
      const [before, running] = await statisticsOf(api);
      expect(month).toMatchObject({ of, label: running.label, from: running.from, to: running.to });
      expect(month.chargedChf).toBe(running.total.chargedChf);
      expect(month.lastMonthChf).toBe(of === 'user' ? null : before.total.chargedChf);
    }
    const { from, to, lastMonthToSameDayChf, expected } = await monthOf(asAdmin);
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
    // CHF 1 on each day, and the few centimes of two calls today.
    expect(Number(expected.lowChf)).toBeGreaterThanOrEqual(days);
    expect(Number(expected.highChf)).toBeLessThan(days + 1);
    const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Zurich', day: 'numeric' }).format();
    const lastMonth = (Date.parse(from) - Date.parse(`${before(from)}-01`)) / 86_400_000;
    expect(Number(lastMonthToSameDayChf)).toBe(Math.min(Number(day), lastMonth));
  }
});

/** The month before the day's. */
function before(day: string): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - 1);
  return date.toISOString().slice(0, 7);
}

test('who may read all bookings sees all wallets, page by page, and their sum; a user only his own', async () => {
  const admin = await rappen.caller({ model: 'prepaid_user', role: 'mandate_admin', balance: '1' });
  const { mandateId } = admin;
  const colleagues = [];
  for (let count = 0; count < 4; count++) {
    const member = await addMember(db, mandateId);
    await openWallet(db, mandateId, member.userId, 0n);
    await topUp(db, { mandateId, userId: member.userId, amount: chf('2'), idempotencyKey: `start ${count}` });
    colleagues.push(member);
  }
  const api = await apiOf(rappen, admin, scopesFor('mandate_admin'));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await api.get(`/api/billing/balance?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
    expect(body.accounts.length).toBeLessThanOrEqual(2);
    expect(body.total).toEqual({
      accounts: 6,
      balanceChf: '9.000000000',
      heldChf: '0.000000000',
      availableChf: '9.000000000',
    });
    seen.push(...body.accounts.map((account: { userId?: string }) => account.userId ?? 'pool'));
    cursor = body.nextCursor;
  } while (cursor);
  expect(seen).toEqual([
    'pool',
    ...[admin, ...colleagues]
      .map(({ userId }) => userId)
      .toSorted()
      .reverse(),
  ]);

  const [colleague] = colleagues;
  if (!colleague) throw new Error('no colleague');
  const { key } = await createApiKey(db, { ...colleague, name: 'reading', scopes: READING });
  const { body } = await new ApiClient(rappen.url, { 'x-api-key': key }).get('/api/billing/balance');
  expect(body.accounts).toMatchObject([{ userId: colleague.userId, balanceChf: '2.000000000' }]);

  expect(await api.get('/api/billing/balance?cursor=nonsense')).toMatchObject({
    status: 422,
    body: { code: 'invalid_request', path: 'query.cursor' },
  });
});

test('a user without a wallet has nothing yet, and is told so', async () => {
  const admin = await rappen.caller({ model: 'prepaid_user', role: 'mandate_admin' });
  const member = await addMember(db, admin.mandateId);
  const { body } = await (await apiOf(rappen, member, READING)).get('/api/billing/balance');
  expect(body.spendable).toEqual({
    amountChf: '0.000000000',
    boundBy: 'balance',
    state: 'empty',
    account: null,
    limits: [],
  });
  expect(body.accounts).toEqual([]);
});

test("an administrator asks for one user's wallet; a user gets his own, whoever he asks for", async () => {
  const admin = await rappen.caller({ model: 'prepaid_user', balance: '7', role: 'mandate_admin' });
  const user = await addMember(db, admin.mandateId);
  await openWallet(db, admin.mandateId, user.userId, 0n);
  const asked = await (await apiOf(rappen, admin, READING)).get(`/api/billing/balance?user=${user.userId}`);
  expect(asked.body.accounts).toMatchObject([{ kind: 'user', userId: user.userId }]);
  const path = `/api/billing/balance?user=${admin.userId}`;
  const own = await (await apiOf(rappen, user, READING)).get(path);
  expect(own.body.accounts).toMatchObject([{ kind: 'user', userId: user.userId }]);
});
