import { beforeAll, describe, expect, test } from 'vitest';
import { OVERVIEW_SORTS } from '#billing/overview/mandate-overview.contract.ts';
import { setMandateStatus } from '#identity/mandates/mandate.service.ts';
import { must } from '#kernel/assert.ts';
import { addDecimals, decimal, formatDecimal, multiplyDecimals, roundDecimal } from '#kernel/decimal.ts';
import { type MandateId, uuidOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { apiOf, operatorApi, scopesFor } from '#test/support/api-client.ts';
import { type BackdatedRow, insertBackdated } from '#test/support/backdated-calls.ts';
import { cashierAt } from '#test/support/cash-desk.ts';
import { chf, startTestRappen } from '#test/support/rappen.ts';
import { WIRE_FORMATS } from '#test/support/wire-formats.ts';

const rappen = await startTestRappen();
const owner = rappen.database.openOwner();
const { pool } = rappen.context.database;
const cashier = await cashierAt(rappen);
const { operator } = cashier;
const PATH = '/api/admin/billing/mandates';
const DAY_MS = 86_400_000;

interface Line {
  readonly mandateId: MandateId;
  readonly name: string;
  readonly [field: string]: unknown;
}

/** Every page of the list. */
async function all(query: string, limit = 200): Promise<Line[]> {
  const lines: Line[] = [];
  let cursor = '';
  do {
    const { status, body } = await operator.get(`${PATH}?limit=${limit}&${query}${cursor}`);
    expect(status, JSON.stringify(body)).toBe(200);
    lines.push(...body.mandates);
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
  } while (cursor);
  return lines;
}

async function lineOf(mandateId: MandateId): Promise<Line> {
  const { body } = await operator.get(`${PATH}?q=${mandateId}`);
  expect(body.mandates).toHaveLength(1);
  return body.mandates[0];
}

async function named(mandateId: MandateId, name: string): Promise<MandateId> {
  await pool.query('update mandate set name = $2 where mandate_id = $1', [uuidOf(mandateId), name]);
  return mandateId;
}

/** A mandate that spent so much on each of the last days, today not among them. */
async function spender(name: string, balance: string, chfPerDay: string, days: number): Promise<MandateId> {
  const { mandateId } = await rappen.caller({ balance: '0' });
  const spent = chf(chfPerDay) * BigInt(days);
  if (chf(balance) + spent > 0n) await cashier.topUp(mandateId, formatChf(chf(balance) + spent));
  const rows = Array.from({ length: days }, (_, back): BackdatedRow => {
    return { at: new Date(Date.now() - (days - back) * DAY_MS).toISOString(), amount: -chf(chfPerDay) };
  });
  await insertBackdated(owner, mandateId, rows);
  await owner.pool.query(
    "update billing_account set floor = 0 where mandate_id = $1 and kind = 'wallet' and user_id is null",
    [uuidOf(mandateId)],
  );
  return named(mandateId, name);
}

test('figures follow from the rows, after real calls, a refund and what was absorbed', async () => {
  const member = await rappen.caller({ balance: '5' });
  for (const format of [WIRE_FORMATS.messages, WIRE_FORMATS.chat, WIRE_FORMATS.messages]) {
    const answer = await rappen.post(format.path, member.key, format.body);
    expect(answer.status).toBe(200);
    await answer.text();
  }
  await rappen.settled();
  const usage = await rappen.usage(member.mandateId);
  const charged = usage.reduce((sum, { amount }) => sum - amount, 0n);
  const costUsd = usage
    .map(({ call }) => decimal(must(call, 'a call').costUsd))
    .reduce((a, b) => addDecimals(a, b));
  const cost = roundDecimal(multiplyDecimals(costUsd, decimal('0.80')), 9, 'half_up');
  const line = await lineOf(member.mandateId);
  const month = {
    calls: 3,
    spendChf: formatChf(charged),
    absorbedChf: '0.000000000',
    providerCostUsd: formatDecimal(costUsd),
    providerCostChf: formatChf(cost),
    marginChf: formatChf(charged - cost),
    marginPercent: '33.33',
  };
  expect(line).toMatchObject({
    status: 'active',
    state: 'ok',
    billingModel: 'prepaid_mandate',
    balanceChf: formatChf(chf('5') - charged),
    heldChf: '0.000000000',
    availableChf: formatChf(chf('5') - charged),
    creditLimitChf: '0.000000000',
    unknownCalls: 0,
    thisMonth: month,
    lastMonth: { calls: 0, spendChf: '0.000000000', marginChf: '0.000000000' },
  });
  const daily = line.daily as { day: string; spendChf: string }[];
  expect(daily).toHaveLength(30);
  expect(daily.at(-1)?.spendChf).toBe(formatChf(charged));
  expect(await rappen.differences()).toEqual([]);
});

describe('the list', () => {
  const ids: Record<string, MandateId> = {};
  beforeAll(async () => {
    ids.empty = await spender('Liste Leer', '0', '1', 10);
    ids.week = await spender('Liste Bald leer', '3', '1', 10);
    ids.sooner = await spender('liste Morgen leer', '1', '1', 10);
    ids.fine = await spender('Liste Gut', '100', '1', 10);
    ids.idle = await spender('Liste 100% Ruhig_', '1', '0', 0);
    ids.closed = await spender('Liste Zu', '0', '0', 0);
    ids.suspended = await spender('Liste Still', '0', '0', 0);
    const { db } = rappen.context.database;
    const closing = { status: 'closed', remainingChf: '0' };
    await operator.send('PATCH', `/api/admin/mandates/${ids.closed}`, closing);
    await setMandateStatus(db, ids.suspended, 'suspended');
  });

  test('puts those at risk first, and says how long the money lasts', async () => {
    const lines = await all('q=LISTE');
    expect(lines.map(({ name, state }) => [name, state])).toEqual([
      ['Liste Leer', 'empty'],
      ['liste Morgen leer', 'low'],
      ['Liste Bald leer', 'low'],
      ['Liste Gut', 'ok'],
      ['Liste 100% Ruhig_', 'ok'],
      ['Liste Still', 'suspended'],
      ['Liste Zu', 'closed'],
    ]);
    const fine = lines.find(({ mandateId }) => mandateId === ids.fine);
    expect(fine).toMatchObject({ daysLeft7: '100.0', daysLeft30: '300.0' });
    const idle = lines.find(({ mandateId }) => mandateId === ids.idle);
    expect(idle).not.toHaveProperty('daysLeft7');
  });

  test.each(OVERVIEW_SORTS)(
    'sorted by %s comes whole and in the same order in pages of any size',
    async (sort) => {
      const whole = (await all(`sort=${sort}`)).map(({ mandateId }) => mandateId);
      expect(new Set(whole).size).toBe(whole.length);
      for (const limit of [1, 2, 3])
        expect((await all(`sort=${sort}`, limit)).map(({ mandateId }) => mandateId)).toEqual(whole);
    },
  );

  test('is sorted as its name says', async () => {
    const names = (await all('q=liste&sort=name')).map(({ name }) => name.toLowerCase());
    expect(names).toEqual(names.toSorted());
    const spend = (await all('q=liste&sort=spend')).map(
      (line) => (line.thisMonth as { spendChf: string }).spendChf,
    );
    expect(spend.map(Number)).toEqual(spend.map(Number).toSorted((a, b) => b - a));
    const balance = (await all('q=liste&sort=balance')).map(({ balanceChf }) => Number(balanceChf));
    expect(balance).toEqual(balance.toSorted((a, b) => a - b));
  });

  test('is searched by text as it stands: percent and underscore are no wildcards', async () => {
    expect(await all('q=100%25')).toMatchObject([{ mandateId: ids.idle }]);
    expect(await all('q=ruhig_')).toMatchObject([{ mandateId: ids.idle }]);
    expect(await all('q=%25%25')).toEqual([]);
    expect(await all(`q=${encodeURIComponent("'; drop table mandate; --")}`)).toEqual([]);
  });

  test('has totals over all that is found, on every page', async () => {
    const lines = await all('q=liste');
    const { body } = await operator.get(`${PATH}?q=liste&limit=2`);
    const sum = (of: (line: Line) => unknown) =>
      formatChf(lines.reduce((total, line) => total + chf(String(of(line))), 0n));
    expect(body.totals).toMatchObject({
      mandates: 7,
      balanceChf: sum(({ balanceChf }) => balanceChf),
      availableChf: sum(({ availableChf }) => availableChf),
      thisMonth: { spendChf: sum((line) => (line.thisMonth as { spendChf: string }).spendChf) },
      lastMonth: { spendChf: sum((line) => (line.lastMonth as { spendChf: string }).spendChf) },
    });
    expect(body.uncountedBookings).toBe(0);
  });

  test('a wrong sort, cursor or field is refused by its path', async () => {
    const wrong = Buffer.from('["1","a","b"]').toString('base64url');
    for (const [query, path] of [
      ['sort=luck', 'query.sort'],
      [`cursor=${wrong}`, 'query.cursor'],
      ['limit=201', 'query.limit'],
      ['q=', 'query.q'],
      ['colour=red', 'query.colour'],
    ]) {
      expect(await operator.get(`${PATH}?${query}`)).toMatchObject({ status: 422, body: { path } });
    }
  });
});

test("only the operator's keys that may read see it", async () => {
  const writer = await operatorApi(rappen, ['call', 'billing:write', 'admin']);
  expect(await writer.get(PATH)).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
  const admin = await rappen.caller({ role: 'mandate_admin' });
  const api = await apiOf(rappen, admin, scopesFor('mandate_admin'));
  expect(await api.get(PATH)).toMatchObject({ status: 403 });
});
