import { describe, expect, test } from 'vitest';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import { type ApiAnswer, apiOf, operatorApi, scopesFor } from '#test/support/api-client.ts';
import { cashierAt } from '#test/support/cash-desk.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const other = await startTestRappen({ database: rappen.database, simulator: rappen.simulator });
const cashier = await cashierAt(rappen);
const { operator } = cashier;
const elsewhere = await operatorApi(other);
const { pool } = rappen.context.database;

const PRICES = '/api/admin/prices';
const RATES = '/api/admin/exchange-rates';
const DAY_MS = 86_400_000;
const dayFromNow = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

let keys = 0;
const post = (path: string, body: object, key = `k${++keys}`, api = operator): Promise<ApiAnswer> =>
  api.post(path, body, { 'idempotency-key': key });

const gpt5 = (more: object = {}) => ({
  provider: 'openai',
  model: 'gpt-5',
  validFrom: dayFromNow(1),
  perMillion: {
    ...{ input_tokens: '2.5', cached_input_tokens: '0.25', output_tokens: '20' },
    ...{ web_searches: '10000', file_searches: '2500' },
  },
  tiers: { batch: { factor: '0.5' } },
  source: 'https://openai.com/api/pricing, read today',
  ...more,
});

async function count(table: 'price' | 'exchange_rate'): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int4 as n from ${table}`);
  return rows[0]?.n ?? 0;
}

async function audited(action: string): Promise<readonly Record<string, unknown>[]> {
  return (await cashier.audit(ROOT_MANDATE_ID)).filter((entry) => entry.action === action);
}

describe('prices', () => {
  test('are listed with all versions, filtered, page by page', async () => {
    const { body } = await operator.get(`${PRICES}?limit=200`);
    expect(body.prices.length).toBe(await count('price'));
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await operator.get(`${PRICES}?limit=7${cursor}`);
      seen.push(...page.body.prices.map(({ priceId }: { priceId: string }) => priceId));
      cursor = page.body.nextCursor ? `&cursor=${page.body.nextCursor}` : '';
    } while (cursor);
    expect(seen).toEqual(body.prices.map(({ priceId }: { priceId: string }) => priceId));
    const current = await operator.get(`${PRICES}?provider=openai&model=gpt-5&current=true`);
    expect(current.body.prices).toMatchObject([
      {
        provider: 'openai',
        model: 'gpt-5',
        isCurrent: true,
        perMillion: { input_tokens: expect.any(String) },
      },
    ]);
    const injected = await operator.get(`${PRICES}?model=${encodeURIComponent("' or 1=1 --")}`);
    expect(injected.body.prices).toEqual([]);
  });

  test('a new version is shown, then confirmed, then in use on every process; never the other way', async () => {
    const before = await count('price');
    const preview = await post(PRICES, gpt5());
    expect(preview).toMatchObject({
      status: 200,
      body: { written: false, price: gpt5({ validFrom: `${dayFromNow(1)}T00:00:00.000Z` }), warnings: [] },
    });
    expect(preview.body.effect).toMatchObject({ calls: 0, chargedChf: '0.000000000', mandates: [] });
    expect(await count('price')).toBe(before);

    const { confirm } = preview.body;
    const written = await post(PRICES, gpt5({ confirm }), 'write');
    expect(written).toMatchObject({ status: 200, body: { written: true } });
    const validFrom = new Date(`${dayFromNow(1)}T00:00:00Z`);
    for (const { context } of [rappen, other]) {
      await expect
        .poll(async () => (await context.prices.book()).priceAt('openai', 'gpt-5', validFrom)?.id, {
          timeout: 1_000,
        })
        .toBe(written.body.priceId);
      const now = (await context.prices.book()).priceAt('openai', 'gpt-5', new Date());
      expect(now?.id).not.toBe(written.body.priceId);
    }
    // The same again, and on another process, even after the token has lost its meaning.
    for (const api of [operator, elsewhere]) {
      expect((await post(PRICES, gpt5({ confirm }), 'write', api)).body).toEqual(written.body);
    }
    expect(await count('price')).toBe(before + 1);
    const [entry] = await audited('price.added');
    expect(entry).toMatchObject({
      subject: written.body.priceId,
      before: { perMillion: expect.anything() },
      after: { perMillion: gpt5().perMillion },
      reason: gpt5().source,
    });
    const conflict = await post(PRICES, gpt5({ confirm, perMillion: { input_tokens: '1' } }), 'write');
    expect(conflict).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
    expect(await post(PRICES, gpt5())).toMatchObject({ status: 409, body: { path: 'body.validFrom' } });
  });

  test('a token fits its own change only, while nothing else has changed, and not for ever', async () => {
    const change = gpt5({ validFrom: dayFromNow(30) });
    const { confirm } = (await post(PRICES, change)).body;
    const refused = { status: 409, body: { code: 'conflict', path: 'body.confirm' } };
    for (const more of [
      { validFrom: dayFromNow(31) },
      { perMillion: { input_tokens: '2.6' } },
      { source: 'x' },
    ]) {
      expect(await post(PRICES, { ...change, ...more, confirm })).toMatchObject(refused);
    }
    const [until, hash] = confirm.split('.');
    for (const made of [
      `${Number(until) + 60}.${hash}`,
      `${Number(until) - 86_400}.${hash}`,
      `9999999999.${hash}`,
    ]) {
      expect(await post(PRICES, { ...change, confirm: made })).toMatchObject(refused);
    }
    expect(await post(PRICES, { ...change, confirm: 'yes' })).toMatchObject({
      status: 422,
      body: { path: 'body.confirm' },
    });
    const between = gpt5({ validFrom: dayFromNow(20) });
    await post(PRICES, { ...between, confirm: (await post(PRICES, between)).body.confirm });
    expect(await post(PRICES, { ...change, confirm })).toMatchObject(refused);
  });

  test('two changes confirmed at once: one is written, the other has to be looked at again', async () => {
    const change = (days: number) => ({ ...gpt5({ model: 'gpt-5-mini' }), validFrom: dayFromNow(days) });
    const [one, two] = [(await post(PRICES, change(3))).body, (await post(PRICES, change(4))).body];
    const answers = await Promise.all([
      post(PRICES, { ...change(3), confirm: one.confirm }),
      post(PRICES, { ...change(4), confirm: two.confirm }, undefined, elsewhere),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('begin tomorrow or later at 00:00 UTC, also on the days of the clock changes; only a first one may begin earlier', async () => {
    for (const days of [0, -1, -400]) {
      expect(await post(PRICES, gpt5({ validFrom: dayFromNow(days) }))).toMatchObject({
        status: 422,
        body: { path: 'body.validFrom' },
      });
    }
    for (const day of ['2027-03-28', '2027-10-31', '2028-02-29', '2999-12-31']) {
      const { body } = await post(PRICES, gpt5({ validFrom: day }));
      expect(body.price.validFrom).toBe(`${day}T00:00:00.000Z`);
      const written = await post(PRICES, gpt5({ validFrom: day, confirm: body.confirm }));
      const { rows } = await pool.query<{ utc: string }>(
        "select to_char(valid_from at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as utc from price where price_id = $1",
        [uuidOf(written.body.priceId)],
      );
      expect(rows[0]?.utc).toBe(`${day} 00:00:00.000000`);
    }
    const first = gpt5({ model: 'gpt-brand-new', validFrom: '2026-01-01' });
    const { body } = await post(PRICES, first);
    expect(body.warnings).toEqual([{ kind: 'model_not_in_catalogue' }]);
    expect(await post(PRICES, { ...first, confirm: body.confirm })).toMatchObject({
      body: { written: true },
    });
    expect(await post(PRICES, gpt5({ model: 'gpt-brand-new', validFrom: '2025-01-01' }))).toMatchObject({
      status: 422,
    });
  });

  test('a slip of the finger shows: ten times, a tenth, nothing, a meter or a tier forgotten', async () => {
    const now = must((await rappen.context.prices.book()).priceAt('openai', 'gpt-5', new Date()), 'a price');
    expect(Object.keys(now.tiers).length).toBeGreaterThan(0);
    const { body } = await post(
      PRICES,
      gpt5({ validFrom: '2027-01-15', perMillion: { input_tokens: '25', cached_input_tokens: '0' } }),
    );
    expect(body.warnings).toEqual(
      expect.arrayContaining([
        { kind: 'tenfold', meter: 'input_tokens' },
        { kind: 'zero_price', meter: 'cached_input_tokens' },
        { kind: 'meter_dropped', meter: 'output_tokens' },
      ]),
    );
  });

  test('wrong fields are refused by their path', async () => {
    const wrong: [object, string][] = [
      [{ provider: 'nobody' }, 'body.provider'],
      [{ model: '' }, 'body.model'],
      [{ perMillion: {} }, 'body.perMillion'],
      [{ perMillion: { input_tokens: 2.5 } }, 'body.perMillion.input_tokens'],
      [{ perMillion: { input_tokens: '-1' } }, 'body.perMillion.input_tokens'],
      [{ perMillion: { input_tokens: '1e3' } }, 'body.perMillion.input_tokens'],
      [{ perMillion: { input_tokens: 'NaN' } }, 'body.perMillion.input_tokens'],
      [{ perMillion: { input_tokens: '0.0000000001' } }, 'body.perMillion.input_tokens'],
      [{ perMillion: { input_tokens: '1234567890' } }, 'body.perMillion.input_tokens'],
      [{ perMillion: { wishes: '1' } }, 'body.perMillion.wishes'],
      [{ validFrom: '2027-02-29' }, 'body.validFrom'],
      [{ validFrom: '2027-03-01T00:00:00Z' }, 'body.validFrom'],
      [{ validFrom: '1999-01-01' }, 'body.validFrom'],
      [{ longPrompt: { abovePromptTokens: 0, perMillion: { input_tokens: '1' } } }, 'body.longPrompt.abovePromptTokens'],
      [{ source: '' }, 'body.source'],
      [{ currency: 'CHF' }, 'body.currency'],
    ]; // biome-ignore format: a table
    for (const [more, path] of wrong) {
      const answer = await post(PRICES, gpt5(more));
      expect(answer, JSON.stringify(more)).toMatchObject({ status: 422, body: { path } });
    }
    const tiers = { tiers: { flex: { factor: '2', perMillion: { input_tokens: '1' } } } };
    expect(await post(PRICES, gpt5(tiers))).toMatchObject({ status: 422 });
  });
});

describe('exchange rates', () => {
  const rate = (more: object = {}) => ({
    chfPerUsd: '0.7953',
    validFrom: dayFromNow(1),
    source: 'SNB, daily',
    ...more,
  });

  test('a new one is shown, confirmed, written once and used everywhere from its day on', async () => {
    const preview = await post(RATES, rate());
    expect(preview.body).toMatchObject({ written: false, warnings: [], effect: { calls: 0 } });
    const body = rate({ confirm: preview.body.confirm });
    const written = await post(RATES, body, 'rate');
    expect(written.body).toMatchObject({ written: true, rate: { chfPerUsd: '0.7953' } });
    expect((await post(RATES, body, 'rate', elsewhere)).body).toEqual(written.body);
    for (const { context } of [rappen, other]) {
      await expect
        .poll(async () => (await context.prices.book()).rateAt(new Date(Date.now() + 2 * DAY_MS))?.id, {
          timeout: 1_000,
        })
        .toBe(written.body.exchangeRateId);
    }
    const list = await operator.get(RATES);
    expect(list.body.rates).toMatchObject([
      { chfPerUsd: '0.7953', isCurrent: false },
      { chfPerUsd: '0.8', isCurrent: true },
    ]);
    const paged = await operator.get(`${RATES}?limit=1`);
    expect((await operator.get(`${RATES}?limit=1&cursor=${paged.body.nextCursor}`)).body.rates).toMatchObject(
      [{ chfPerUsd: '0.8' }],
    );
    expect(await audited('exchange_rate.added')).toMatchObject([
      { before: { chfPerUsd: '0.8' }, after: { chfPerUsd: '0.7953' }, reason: 'SNB, daily' },
    ]);
  });

  test('bounds, days and slips', async () => {
    for (const chfPerUsd of [
      '0',
      '0.0',
      '-0.8',
      '1000',
      '1e0',
      'NaN',
      '',
      '.8',
      0.8,
      `0.${'1'.repeat(21)}`,
    ]) {
      expect(await post(RATES, rate({ chfPerUsd }))).toMatchObject({
        status: 422,
        body: { path: 'body.chfPerUsd' },
      });
    }
    expect(await post(RATES, rate({ validFrom: dayFromNow(-1) }))).toMatchObject({ status: 422 });
    const far = await post(RATES, rate({ chfPerUsd: '1.25', validFrom: dayFromNow(9) }));
    expect(far.body.warnings).toEqual([{ kind: 'far_from_last' }]);
    const { confirm } = (await post(PRICES, gpt5({ validFrom: dayFromNow(60) }))).body;
    expect(await post(RATES, rate({ validFrom: dayFromNow(60), confirm }))).toMatchObject({ status: 409 });
  });
});

test('only the operator, and only with the scope billing:write; without a key of its own nothing is written', async () => {
  const admin = await rappen.caller({ role: 'mandate_admin' });
  const clients = [
    await apiOf(rappen, admin, scopesFor('mandate_admin')),
    await operatorApi(rappen, ['call', 'billing:read', 'admin']),
  ];
  for (const api of clients) {
    for (const path of [PRICES, RATES]) {
      expect((await api.get(path)).status).toBe(403);
      expect((await post(path, gpt5(), 'k', api)).status).toBe(403);
    }
  }
  expect(await operator.post(PRICES, gpt5())).toMatchObject({
    status: 422,
    body: { path: 'headers.idempotency-key' },
  });
});
