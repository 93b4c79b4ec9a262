import { appendFileSync } from 'node:fs';
import { afterAll, test } from 'vitest';
import { insertExchangeRate, insertPrice, readPriceBook } from '#aicore/prices/price.store.ts';
import { calculatePriceChf } from '#aicore/prices/charge.ts';
import { openWallet } from '#billing/accounts/account.store.ts';
import { sweep } from '#billing/ledger/sweep.ts';
import { post, topUp } from '#billing/transactions/posting.service.ts';
import { formatDecimal } from '#kernel/decimal.ts';
import { newId, uuidOf } from '#kernel/id.ts';
import { silentLog } from '#kernel/log.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { createSpender, holdRequest, openTestLedger } from '#test/support/ledger.ts';
import { recount } from './recount.ts';
import { readPriceList } from '#aicore/prices/price-list.ts';
const database = await createTestDatabase();
const app = database.openApp(4); const owner = database.openOwner(4);
const ledger = openTestLedger(database);
afterAll(() => ledger.close());
test('alter', async () => {
  for (const p of readPriceList().prices.slice(0, 20)) await insertPrice(app.db, p);
  await insertExchangeRate(app.db, { validFrom: new Date('2020-01-01'), chfPerUsd: '0.8123', source: 'x' });
  const book = await readPriceBook(app.db);
  const rate = book.rateAt(new Date())!;
  const pr = (await owner.pool.query('select provider, model from price where per_million ? \'input_tokens\' limit 1')).rows[0];
  const price = book.priceAt(pr.provider, pr.model, new Date())!;
  const mk = (inp: number, source = 'provider') => { const p = calculatePriceChf({ usage: { parts: [{ model: pr.model, quantities: { input_tokens: inp, output_tokens: 30 } }] }, asked: { model: pr.model, price }, priceOf: () => price, terms: { rate, markupPpm: 500000 } });
    return { amount: p.amountNanoChf, usageSource: source as never, modelAnswered: pr.model, priceId: price.id, costUsd: formatDecimal(p.costUsd), usage: p.parts, inputTokens: inp, cachedTokens: 0, outputTokens: 30 }; };
  const s = await createSpender(app, { model: 'prepaid_user', balance: 10n ** 12n, userLimit: 10n ** 13n });
  const w2 = await openWallet(app.db, s.mandateId, undefined, 0n);
  const req = (wanted: bigint, more = {}) => { const r = holdRequest(s, wanted, more); return { ...r, call: { ...r.call, provider: pr.provider, modelAsked: pr.model, priceId: price.id, exchangeRateId: rate.id } }; };
  for (let i = 0; i < 3; i++) { const r = req(10n ** 9n); await ledger.authorize(r); await ledger.capture({ ...r, charge: mk(1000 + i) }); }
  const t = await topUp(app.db, { mandateId: s.mandateId, userId: s.userId, amount: 10n ** 9n, idempotencyKey: 't', note: 'n', createdBy: newId('usr') });
  await post(app.db, { ...s, type: 'refund', amount: -1000n, corrects: t.transactionId, idempotencyKey: 'r' });
  await post(app.db, { ...s, type: 'transfer', amount: -1000n, toWalletId: w2, idempotencyKey: 'tr' });
  await post(app.db, { ...s, type: 'adjustment', amount: -1000n, idempotencyKey: 'ad' });
  await post(app.db, { ...s, type: 'payment', amount: 1000n, idempotencyKey: 'pa' });
  await post(app.db, { ...s, type: 'opening', amount: 1000n, idempotencyKey: 'op' });
  const e = req(10n ** 9n, { idempotencyKey: 'ik' }); await ledger.authorize(e); await ledger.renew([{ ...e, progress: mk(500, 'journal') }]);
  const e2 = req(10n ** 9n); await ledger.authorize(e2); await ledger.renew([{ ...e2, progress: mk(500, 'journal') }]);
  await owner.pool.query("update billing_hold set expires_at = now() - interval '31 seconds' where state='open'");
  await sweep({ pool: app.pool, ledger, log: silentLog });
  await ledger.capture({ ...e, charge: mk(700) });
  const v = req(5n); await ledger.authorize(v); await ledger.void(s.mandateId, v.holdId, 'why');
  const over = req(10n ** 9n); await ledger.authorize(over); 
  const all = req(10n ** 13n, { minimum: 1n }); await ledger.authorize(all);
  await ledger.capture({ ...over, charge: mk(10_000_000_00) });
  console.log((await owner.pool.query('select type, count(*) from billing_transaction group by 1')).rows, (await owner.pool.query('select state, count(*) from billing_hold group by 1')).rows);
  const base = await recount(app); console.log(base.differences.slice(0, 5)); if (!base.ok) throw new Error('base');
  const picks: [string, string, string][] = [
    ['billing_transaction', "select ctid, type as k, * from (select distinct on (type, corrects is null) ctid, * from billing_transaction order by type, corrects is null) x", 'k'],
    ['billing_hold', 'select ctid, state as k, * from (select distinct on (state) ctid, * from billing_hold order by state) x', 'k'],
    ['billing_account', "select ctid, kind as k, * from (select distinct on (kind, held>0) ctid, * from billing_account order by kind, held>0) x", 'k'],
    ['billing_statistic_daily', "select ctid, 'stat' as k, * from billing_statistic_daily limit 1", 'k'],
  ];
  const c = await owner.pool.connect(); await c.query('set session_replication_role = replica');
  const missed = new Map<string, string[]>();
  for (const [table, pick] of picks) {
    const cols = (await c.query("select column_name as n, udt_name as t from information_schema.columns where table_name = $1 and table_schema='public'", [table])).rows;
    const ids = (await c.query(pick.replace('ctid, * from', 'ctid, * from'))).rows;
    for (const row of ids) for (const { n, t } of cols) {
      const keycols = table === 'billing_statistic_daily' ? ['mandate_id', 'account_id', 'day', 'user_id', 'feature', 'provider', 'model'] : ['mandate_id', 'id'];
      if (n === 'id' || n === 'mandate_id') continue;
      const exprs: Record<string, string> = { int8: `coalesce(${n},0)+1`, int4: `coalesce(${n},0)+1`, uuid: `gen_random_uuid()`, _uuid: `${n} || gen_random_uuid()`, timestamptz: `coalesce(${n}, now()) - interval '1 second'`, text: `coalesce(${n},'') || 'x'`, jsonb: `'[{"a":1}]'`, numeric: `coalesce(${n},0)+1`, date: `${n}+1` };
      const special: Record<string, string> = { 'billing_transaction.type': "case type when 'top_up' then 'payment' when 'payment' then 'top_up' when 'refund' then 'adjustment' when 'usage_correction' then 'adjustment' when 'usage' then 'usage_correction' else 'adjustment' end", 'billing_transaction.usage_source': "'estimated'", 'billing_transaction.counter_account_id': "(select id from billing_account b where b.mandate_id=t.mandate_id and b.kind='receivable')", 'billing_hold.state': "case state when 'captured' then 'expired' when 'expired' then 'captured' when 'open' then 'voided' else 'open' end", 'billing_hold.usage_source': "'estimated'", 'billing_account.kind': "'receivable'" };
      const expr = special[`${table}.${n}`] ?? exprs[t] ?? 'null';
      const where = keycols.map((k, i) => `${k} = $${i + 1}`).join(' and ');
      const keys = keycols.map((k) => row[k]);
      const before = (await c.query(`select ${n} as v from ${table} where ${where}`, keys)).rows[0];
      try {
        const r = await c.query(`update ${table} t set ${n} = ${expr} where ${where}`, keys);
        if (r.rowCount !== 1) throw new Error('rowcount');
      } catch (err) { continue; }
      let ok = false;
      try { ok = (await recount(app)).ok; } catch (err) { missed.set(`${table}.${n} CRASH ${String(err).slice(0, 80)}`, [row.k]); }
      if (ok) { const k = `${table}.${n}`; missed.set(k, [...(missed.get(k) ?? []), row.k]); }
      if (table === 'billing_statistic_daily' && keycols.includes(n)) { const k2 = keys.slice(); const q = (await c.query(`select * from ${table}`)).rows; await c.query(`update ${table} set ${n} = $1 where ${n} = ${t === 'date' ? `$1::date+1` : t === 'text' ? `$1 || 'x'` : n} and ${keycols.filter((k) => k !== n).map((k, i) => `${k} = $${i + 2}`).join(' and ')}`, [before.v, ...k2.filter((_, i) => keycols[i] !== n)]).catch((e) => console.log('revert', n, String(e), q.length)); }
      else await c.query(`update ${table} set ${n} = $${keys.length + 1} where ${where}`, [...keys, t === 'jsonb' && before.v !== null ? JSON.stringify(before.v) : before.v]);
    }
  }
  const text = [...missed].map(([k, v]) => `${k}: ${v.join(' ')}`).join('\n');
  appendFileSync('/tmp/alter.txt', `--- ${new Date().toISOString()}\n${text}\n`);
  c.release(true); const end = await recount(app); console.log('end', end.differences.slice(0, 5));
}, 300000);
afterAll(async () => { await owner.pool.query("select 1"); });
