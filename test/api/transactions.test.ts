import { parseCsv } from 'hucre/csv';
import { describe, expect, test } from 'vitest';
import { post, topUp } from '#billing/transactions/posting.service.ts';
import { must } from '#kernel/assert.ts';
import { newId, type UserId } from '#kernel/id.ts';
import { parseChf } from '#kernel/money.ts';
import { type ApiClient, apiOf, operatorApi, scopesFor } from '#test/support/api-client.ts';
import { addMember, type TestMember } from '#test/support/mandate-factory.ts';
import { chf, startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

/** A mandate with two users who call AI, read through the API. */

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const admin = await rappen.caller({ role: 'mandate_admin', balance: '10' });
const colleague = await addMember(db, admin.mandateId, 'user');
const adminApi = await apiOf(rappen, admin, scopesFor('mandate_admin'));
const userApi = await apiOf(rappen, colleague, scopesFor('user'));

for (const { path, body } of Object.values(WIRE_FORMATS)) {
  for (const { key } of [admin, colleague, colleague]) await (await rappen.post(path, key, body)).text();
}
await rappen.settled();
const { mandateId } = admin;
const top = await topUp(db, { mandateId, amount: chf('5'), idempotencyKey: 'second', note: '=Invoice 100%' });
const walletId = (await adminApi.get('/api/billing/transactions?limit=1')).body.transactions[0].accountId;
await post(db, {
  mandateId,
  walletId,
  type: 'refund',
  amount: -chf('1'),
  corrects: top.transactionId,
  idempotencyKey: 'back',
});

const calls = Object.keys(WIRE_FORMATS).length;

async function list(api: ApiClient, query = '') {
  const { status, body } = await api.get(`/api/billing/transactions?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.transactions as { id: string; type: string; userId?: UserId; [field: string]: unknown }[];
}

describe('the list', () => {
  test('shows an administrator everything, newest first, with the names of users', async () => {
    const rows = await list(adminApi);
    expect(rows).toHaveLength(3 * calls + 3);
    expect(rows.slice(0, 2).map(({ type }) => type)).toEqual(['refund', 'top_up']);
    expect(
      rows.filter(({ type }) => type === 'usage').every(({ userName }) => typeof userName === 'string'),
    ).toBe(true);
  });

  test('names the key of a call, in the list and with the booking', async () => {
    const rows = await list(userApi, 'type=usage');
    expect(new Set(rows.map(({ apiKeyName }) => apiKeyName))).toEqual(new Set(['test']));
    const { body } = await userApi.get(`/api/billing/transactions/${must(rows[0], 'a call').id}`);
    expect(body.transaction).toMatchObject({ apiKeyId: colleague.keyId, apiKeyName: 'test' });
  });

  test('shows a user his own calls only, whatever he asks for', async () => {
    const rows = await list(userApi);
    expect(rows).toHaveLength(2 * calls);
    expect(new Set(rows.map(({ userId }) => userId))).toEqual(new Set([colleague.userId]));
    expect((await userApi.get(`/api/billing/transactions?user=${admin.userId}`)).status).toBe(404);
    const foreign = (await list(adminApi)).find(({ userId }) => userId === admin.userId);
    expect(await list(userApi, `q=${foreign?.id}`)).toEqual([]);
    expect((await userApi.get(`/api/billing/transactions/${foreign?.id}`)).status).toBe(404);
  });

  test('goes on where the page before ended', async () => {
    const all = (await list(adminApi)).map(({ id }) => id);
    const found: string[] = [];
    let cursor = '';
    do {
      const { body } = await adminApi.get(`/api/billing/transactions?limit=2${cursor}`);
      found.push(...body.transactions.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor === undefined ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(found).toEqual(all);
  });

  test.each([
    ['cursor=AAAA', 422, 'query.cursor'],
    ['cursor=%00', 422, 'query.cursor'],
    ['limit=0', 422, 'query.limit'],
    ['limit=201', 422, 'query.limit'],
    ['type=theft', 422, 'query.type'],
    ['q=x', 422, 'query.q'],
    [`q=${'x'.repeat(101)}`, 422, 'query.q'],
    ['from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z', 422, 'query.to'],
    ['from=yesterday', 422, 'query.from'],
    [`account=${newId('acc')}`, 404, undefined],
    [`user=${newId('usr')}`, 404, undefined],
  ])('refuses %s', async (query, status, path) => {
    const answer = await adminApi.get(`/api/billing/transactions?${query}`);
    expect(answer).toMatchObject({
      status,
      body: path === undefined ? {} : { code: 'invalid_request', path },
    });
  });

  test('finds a text with a % in it, a model by a part of its name, and any id', async () => {
    expect((await list(adminApi, 'q=100%25')).map(({ id }) => id)).toEqual([top.transactionId]);
    expect(await list(adminApi, 'q=100%25%25')).toEqual([]);
    const [call] = await list(adminApi, 'type=usage&provider=openai&limit=1');
    const model = String(call?.model);
    const byPart = await list(adminApi, `q=${model.slice(1, -1).toUpperCase()}`);
    expect(byPart.map(({ id }) => id)).toContain(call?.id);
    for (const id of [call?.id, `hld_${call?.id.slice(4)}`, call?.requestId]) {
      expect((await list(adminApi, `q=${id}`)).map((row) => row.id)).toEqual([call?.id]);
    }
    const withRefund = (await list(adminApi, `q=${top.transactionId}`)).map(({ type }) => type);
    expect(withRefund).toEqual(['refund', 'top_up']);
  });
});

test('totals reconcile with the balance', async () => {
  const { body } = await adminApi.get('/api/billing/transactions/totals');
  const pool = await rappen.pool(mandateId);
  expect(parseChf(body.closingBalanceChf)).toBe(pool.posted);
  expect(body).toMatchObject({
    count: 3 * calls + 3,
    sumChf: body.closingBalanceChf,
    openingBalanceChf: '0.000000000',
  });
  const own = await userApi.get('/api/billing/transactions/totals');
  const rows = await list(userApi);
  expect(parseChf(own.body.sumChf)).toBe(
    rows.reduce((sum, { amountChf }) => sum + must(parseChf(String(amountChf)), 'an amount'), 0n),
  );
});

describe('one booking', () => {
  test('of a call says how its amount came about, and that it is equal', async () => {
    for (const { id, amountChf } of await list(adminApi, 'type=usage')) {
      const { status, body } = await adminApi.get(`/api/billing/transactions/${id}`);
      expect(status, JSON.stringify(body)).toBe(200);
      const { calculation, hold } = body;
      expect(calculation).toMatchObject({
        verdict: 'equal',
        markupPercent: '50',
        exchangeRate: { chfPerUsd: '0.8' },
      });
      expect(calculation.chargeChf).toBe(String(amountChf).replace('-', ''));
      expect(calculation.parts[0].lines.length).toBeGreaterThan(0);
      expect(calculation.parts[0].price.source).toMatch(/./);
      expect(hold).toMatchObject({ state: 'captured', chargedChf: calculation.chargeChf });
      expect(must(parseChf(hold.grantedChf), 'the hold')).toBeGreaterThanOrEqual(
        must(parseChf(calculation.chargeChf), 'the charge'),
      );
    }
  });

  test('of a top-up has no calculation, and names its refund', async () => {
    const { body } = await adminApi.get(`/api/billing/transactions/${top.transactionId}`);
    expect(body.calculation).toBeUndefined();
    expect(body.related).toMatchObject([
      { type: 'refund', corrects: top.transactionId, amountChf: '-1.000000000' },
    ]);
  });
});

describe('by key and by amount', () => {
  test('the calls of a key, in the list, the totals and the file; of keys of others a user is told nothing', async () => {
    const key = `key=${colleague.keyId}`;
    const rows = await list(adminApi, key);
    expect(rows).toHaveLength(2 * calls);
    expect(new Set(rows.map(({ apiKeyId }) => apiKeyId))).toEqual(new Set([colleague.keyId]));
    expect(await list(userApi, key)).toEqual(rows);
    const totals = await adminApi.get(`/api/billing/transactions/totals?${key}`);
    expect(totals.body.count).toBe(rows.length);
    const file = await adminApi.get(`/api/billing/transactions/export?${key}`);
    expect(file.body.match(/^booking/gm)).toHaveLength(rows.length);
    for (const path of ['', '/totals', '/export']) {
      for (const other of [admin.keyId, newId('key')]) {
        const { status, body } = await userApi.get(`/api/billing/transactions${path}?key=${other}`);
        expect([status, body.code]).toEqual([404, 'not_found']);
      }
    }
  });

  test('amounts count without their sign, and both ends are meant', async () => {
    const sizes = async (query: string) => (await list(adminApi, query)).map(({ amountChf }) => amountChf);
    expect(await sizes('minChf=1')).toEqual(['-1.000000000', '5.000000000', '10.000000000']);
    expect(await sizes('minChf=1.000000001&maxChf=5')).toEqual(['5.000000000']);
    expect(await sizes('minChf=5.000000001&maxChf=9.99')).toEqual([]);
    const small = await list(adminApi, 'maxChf=0.999999999');
    expect(small).toHaveLength(3 * calls);
    const totals = await adminApi.get('/api/billing/transactions/totals?minChf=1');
    expect(totals.body).toMatchObject({ count: 3, sumChf: '14.000000000' });
    const file = await adminApi.get('/api/billing/transactions/export?minChf=1');
    expect(file.body.match(/^booking/gm)).toHaveLength(3);
  });

  test.each([
    ['minChf=2&maxChf=1', 'query.maxChf'],
    ['minChf=-1', 'query.minChf'],
    ['minChf=1e3', 'query.minChf'],
    ['maxChf=', 'query.maxChf'],
  ])('%s is refused', async (query, path) => {
    for (const route of ['', '/totals', '/export']) {
      const answer = await adminApi.get(`/api/billing/transactions${route}?${query}`);
      expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_request', path } });
    }
  });
});

test('statistics are the sum of the calls, of the mandate and of a user', async () => {
  for (const api of [adminApi, userApi]) {
    const { body } = await api.get('/api/billing/statistics?groupBy=user');
    const rows = await list(api, 'type=usage');
    const charged = -rows.reduce(
      (sum, { amountChf }) => sum + must(parseChf(String(amountChf)), 'an amount'),
      0n,
    );
    expect(body.total.calls).toBe(rows.length);
    expect(parseChf(body.total.chargedChf)).toBe(charged);
    expect(body.buckets.at(-1)).toMatchObject({ isUnfinished: true, total: body.total });
    expect(body.groups.map(({ key }: { key: string }) => key).toSorted()).toEqual(
      [...new Set(rows.map(({ userId }) => userId))].toSorted(),
    );
  }
});

test('statistics take the filters of the list; of others a user sees nothing', async () => {
  const rows = await list(adminApi, 'type=usage');
  const { userId, provider, model, accountId, feature } = must(rows[0], 'a booking');
  for (const [query, field, value] of [
    [`user=${admin.userId}`, 'userId', admin.userId],
    [`provider=${provider}`, 'provider', provider],
    [`model=${model}&groupBy=user`, 'model', model],
    [`account=${accountId}&feature=${feature}`, 'accountId', accountId],
    ['feature=chat', 'feature', 'chat'],
    [`user=${userId}&groupBy=feature`, 'userId', userId],
  ] as const) {
    const { body } = await adminApi.get(`/api/billing/statistics?${query}`);
    expect(body.total.calls, query).toBe(rows.filter((row) => row[field] === value).length);
  }
  const own = await userApi.get(`/api/billing/statistics?provider=${provider}`);
  const ofUser = rows.filter((row) => row.userId === colleague.userId && row.provider === provider);
  expect(own.body.total.calls).toBe(ofUser.length);
  expect((await userApi.get(`/api/billing/statistics?user=${admin.userId}`)).status).toBe(404);
  expect((await adminApi.get(`/api/billing/statistics?user=${newId('usr')}`)).status).toBe(404);
});

test('an export has what the list has, with the cells made inert', async () => {
  for (const [api, query] of [
    [adminApi, ''],
    [userApi, ''],
    [adminApi, 'type=top_up'],
  ] as const) {
    const { status, headers, body } = await api.get(`/api/billing/transactions/export?format=csv&${query}`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const [titles = [], ...lines] = parseCsv(body);
    const column = (title: string) => titles.map(String).indexOf(title);
    const bookings = lines.filter(([record]) => record === 'booking');
    expect(bookings.map((line) => line[column('Transaction')])).toEqual(
      (await list(api, query)).map(({ id }) => id),
    );
    expect(String(lines.at(-1)?.[column('Number')])).toBe(String(bookings.length));
    if (api === adminApi) expect(body).toContain("'=Invoice 100%");
  }
});

test('the operator reads another mandate as itself; a viewer sees all of it', async () => {
  const operator = await operatorApi(rappen);
  expect(await list(operator, `mandate=${mandateId}`)).toHaveLength(3 * calls + 3);
  const viewer: TestMember = await addMember(db, mandateId, 'viewer');
  expect(await list(await apiOf(rappen, viewer, scopesFor('viewer')))).toHaveLength(3 * calls + 3);
});
