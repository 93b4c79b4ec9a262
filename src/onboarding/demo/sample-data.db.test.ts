import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { recount } from '#gateway/recount.ts';
import { findMandate } from '#identity/mandates/mandate.store.ts';
import { decimal } from '#kernel/decimal.ts';
import { zurichInstant } from '#kernel/zurich-time.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.ts';
import { bootstrap } from '../bootstrap.ts';
import { ensureDemoIssuer } from '../demo-issuer.ts';
import { beginSampleTransfers } from './begin-sample-transfers.ts';
import { bookPosting } from './book-posting.ts';
import { demoLogins } from './demo-logins.ts';
import { openOwnerSession } from './owner-session.ts';
import { readCast } from './sample-cast.ts';
import { withSampleClock } from './sample-clock.ts';
import { ensureSampleData, type SampleDataOptions } from './sample-data.ts';
import { LINDENHOF } from './sample-lindenhof.ts';
import { SAMPLE_MANDATES } from './sample-mandates.ts';
import { VALROSSA } from './sample-valrossa.ts';
import { sampleInvoice, sendSampleInvoices } from './send-sample-invoices.ts';

/** A Thursday; the days before it have a change of the month in them, and of the price of Anthropic's Sonnet. */
const SPAN = { days: 12, until: new Date('2026-10-08T14:20:00Z') };

const whole = await createTestDatabase();
const cut = await createTestDatabase();
beforeAll(async () => {
  await prepare(whole);
  await fill(whole);
}, 120_000);

test('everything adds up, and every charge follows from its usage and the prices of its time', async () => {
  const proof = await recount(whole.openApp());
  expect(proof.differences).toEqual([]);
  expect(proof).toMatchObject({ ok: true, openHolds: 0 });
  expect(proof.recomputed).toBeGreaterThan(700);
});

test('bookings lie in their time: each later than the one before, within the span, by prices that held then', async () => {
  const { rows } = await whole.openOwner().pool.query<{ what: string; count: bigint }>(
    `
    with booked as (
      select t.*, lag(at) over (partition by mandate_id, account_id order by seq) as before from billing_transaction t
      where mandate_id = any($1::uuid[]))
    select 'rows' as what, count(*) from booked
    union all select 'not later', count(*) from booked where at <= before
    union all select 'out of time', count(*) from booked where at not between '2026-09-25T00:00:00Z' and $2
    union all select 'ids of another time', count(*) from booked
      where type = 'usage' and abs(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::int8 / 1000 - extract(epoch from at)) > 600
    union all select 'price of another time', count(*) from booked b join price p using (price_id)
      where p.valid_from > b.at or exists (select from price q
        where (q.provider, q.model) = (p.provider, p.model) and q.valid_from > p.valid_from and q.valid_from <= b.at - interval '10 minutes')
    union all select 'rate of another time', count(*) from booked b join exchange_rate x using (exchange_rate_id) where x.valid_from > b.at
    union all select 'hold that ends before', count(*) from billing_hold where settled_at <= created_at`,
    [SAMPLE_MANDATES.map(({ id }) => id.slice(4)), SPAN.until],
  );
  const { rows: all, ...faults } = Object.fromEntries(rows.map(({ what, count }) => [what, Number(count)]));
  expect(all).toBeGreaterThan(700);
  expect(Object.values(faults)).toEqual(Object.values(faults).map(() => 0));
});

test('the history has what a real one has', async () => {
  const { rows } = await whole.openOwner().pool.query<{ what: string }>(`
    select distinct type as what from billing_transaction union select distinct feature from billing_transaction
    union select distinct provider from billing_transaction union select distinct usage_source from billing_transaction
    union select state from billing_hold union select action from audit_entry`);
  const found = rows.map(({ what }) => what);
  for (const what of [
    ...['top_up', 'usage', 'transfer', 'api', 'chat', 'automation'],
    ...['anthropic', 'openai', 'perplexity', 'tavily', 'provider', 'estimated', 'voided'],
    ...[
      'mandate.created',
      'user.invited',
      'api_key.issued',
      'limit.set',
      'role.rule_changed',
      'credit.topped_up',
    ],
  ])
    expect(found).toContain(what);
});

test('a second start adds nothing, and says so', async () => {
  const before = await historyOf(whole);
  const said = await fill(whole, { span: { ...SPAN, until: new Date('2026-10-20T14:20:00Z') } });
  expect(said.join()).toContain('up to 2026-10-08');
  expect(await historyOf(whole)).toEqual(before);
  expect(await fill(whole, { isWanted: false })).toEqual([]);
});

test('the functions and tables are as they were: the clock was there for the transaction only', async () => {
  expect(await clockUsers(whole)).toEqual(await clockUsers(cut));
  const { rows } = await whole
    .openOwner()
    .pool.query("select from pg_namespace where nspname = 'sample_clock'");
  expect(rows).toEqual([]);
});

test('a filling that is cut in the middle of a day adds up, goes on at the next start, and comes to the same', async () => {
  await prepare(cut);
  const killing = killAfter(cut, 300);
  await expect(fill(cut)).rejects.toThrow();
  await killing;
  const partial = await recount(cut.openApp());
  expect(partial).toMatchObject({ differences: [], openHolds: 0 });
  expect(partial.transactions).toBeLessThan((await historyOf(whole)).length);
  // Settings of the process may be others meanwhile: what was begun goes on as it was.
  const said = await fill(cut, { isWanted: false, defaultMarkupPpm: 900_000 });
  expect(said[0]).toContain('incomplete');
  expect((await recount(cut.openApp())).differences).toEqual([]);
  expect(await historyOf(cut)).toEqual(await historyOf(whole));
}, 120_000);

test('told to stop, it ends with a whole day', async () => {
  const database = await createTestDatabase();
  await prepare(database);
  const told = new AbortController();
  const filling = fill(database, { signal: told.signal, say: () => told.abort(new Error('told to stop')) });
  await expect(filling).rejects.toThrow('told to stop');
  expect((await recount(database.openApp())).differences).toEqual([]);
  await database.drop();
});

test('what is incomplete stays so once somebody has booked there', async () => {
  const database = await createTestDatabase();
  await prepare(database);
  const told = new AbortController();
  await fill(database, { signal: told.signal, say: () => told.abort() }).catch(() => undefined);
  const { db } = database.openApp();
  await sql`select ledger_post(mandate_id, id, 'top_up', 5, gen_random_uuid(), 'mine', gen_random_uuid(), null, null, null, null, null)
    from billing_account where kind = 'wallet' and mandate_id = ${LINDENHOF.id.slice(4)}`.execute(db);
  const before = await historyOf(database);
  expect((await fill(database)).join()).toContain('stay incomplete');
  expect(await historyOf(database)).toEqual(before);
  await database.drop();
});

test('what people do today comes once: requests, a file of the bank with cases to decide, a credit note', async () => {
  const { db } = whole.openApp();
  await beginSampleTransfers(db);
  await beginSampleTransfers(db);
  const { rows } = await whole.openOwner().pool.query<{ what: string }>(`
    select concat_ws(' ', m.name, r.state, r.amount / 1000000000) as what from top_up_request r join mandate m using (mandate_id)
    union all select concat_ws(' ', state, reason, amount / 1000000000) from bank_payment
    union all select concat_ws(' ', 'invoice', i.month, i.reminder_level, i.credited) from invoice i`);
  expect(rows.map(({ what }) => what).toSorted()).toEqual([
    'Atelier Brisebois Sàrl open 200',
    'Lindenhof Lernmedien AG open 250',
    'Lindenhof Lernmedien AG paid 500',
    'credited 500',
    'ignored debit 12',
    'invoice 2026-09 0 4200000000',
    'waiting already_paid 500',
    'waiting foreign_currency 90',
    'waiting no_reference 120',
    'waiting other_amount 180',
    'waiting unknown_reference 75',
  ]);
  expect(await recount(whole.openApp())).toMatchObject({ differences: [] });
});

test('on its day an invoice is reminded of; its payment pays it whole', async () => {
  const session = await openOwnerSession(cut.ownerUrl);
  const day = '2026-11-12';
  await withSampleClock(session, async (tx, setClock) => {
    await setClock(zurichInstant(day, 0));
    await sendSampleInvoices(tx, day);
    const posting = { mandateId: VALROSSA.id, type: 'payment', amount: 1n, note: 'Fattura 2026-09' } as const;
    const by = { at: zurichInstant(day, 3_600), invoicedMonth: '2026-09', idempotencyKey: 'fattura-2026-09' };
    await bookPosting(tx, { ...posting, ...by }, await readCast(tx, VALROSSA));
  });
  await session.close();
  const invoice = await sampleInvoice(cut.openApp().db, VALROSSA.id, '2026-09');
  expect(invoice).toMatchObject({ issuedOn: '2026-10-01', dueOn: '2026-11-02', remindedOn: day, due: 0n });
  expect(invoice?.paid).toBe(invoice?.total);
  expect((await recount(cut.openApp())).differences).toEqual([]);
});

describe('the people', () => {
  test('are twelve; one has two mandates', async () => {
    const logins = await demoLogins(whole.openApp().db);
    expect(logins).toHaveLength(13);
    expect(new Set(logins.map(({ email }) => email)).size).toBe(12);
    expect(logins.map(({ mandateName }) => mandateName)).toEqual(
      expect.arrayContaining(SAMPLE_MANDATES.map(({ name }) => name)),
    );
    const twice = logins.filter(({ name }) => name === 'Nicolas Favre');
    expect(twice.map(({ role }) => role).toSorted()).toEqual(['mandate_admin', 'user']);
  });

  test('cannot sign in once demo mode has ended, nor call; and can again when it is back', async () => {
    const { db } = whole.openApp();
    const before = await demoLogins(db);
    await sql`insert into app_session (id, user_id, token, expires_at)
      select gen_random_uuid(), id, repeat('x', 40), now() + interval '1 day' from app_user where email = ${before[0]?.email}`.execute(
      db,
    );
    await bootstrap(db, {});
    expect(await demoLogins(db)).toEqual([]);
    for (const { id } of SAMPLE_MANDATES) expect((await findMandate(db, id))?.status).toBe('suspended');
    const { rows } = await whole.openOwner().pool.query(`
      select u.email from app_user u left join app_account a on a.user_id = u.id left join app_session s on s.user_id = u.id
      where u.email like '%.example' and (a.password is not null or s.id is not null)`);
    expect(rows).toEqual([]);
    await fill(whole, { isWanted: false });
    expect(await demoLogins(db)).toEqual(before);
    for (const { id } of SAMPLE_MANDATES) expect((await findMandate(db, id))?.status).toBe('active');
  });

  test('are nobody where there are no sample data', async () => {
    const database = await createTestDatabase();
    await prepare(database);
    await fill(database, { isWanted: false });
    expect(await demoLogins(database.openApp().db)).toEqual([]);
    await database.drop();
  });
});

async function prepare(database: TestDatabase): Promise<void> {
  const { db } = database.openApp();
  await bootstrap(db, { chfPerUsd: decimal('0.80') });
  await ensureDemoIssuer(db);
}

/** Answers what was said. */
async function fill(database: TestDatabase, more: Partial<SampleDataOptions> = {}): Promise<string[]> {
  const said: string[] = [];
  await ensureSampleData(database.openApp().db, {
    ...{ ownerUrl: database.ownerUrl, isWanted: true, defaultMarkupPpm: 500_000, span: SPAN },
    say: (line) => said.push(line),
    ...more,
  });
  return said;
}

/** Ends the filler's connection as soon as so many bookings are there. */
async function killAfter(database: TestDatabase, bookings: number): Promise<void> {
  const { pool } = database.openOwner();
  for (;;) {
    const { rows } = await pool.query<{ killed: bigint }>(
      `select count(pg_terminate_backend(pid)) as killed from pg_stat_activity
       where datname = current_database() and application_name = 'rappen sample data'
         and (select count(*) from billing_transaction) > $1`,
      [bookings],
    );
    if (rows[0]?.killed) return;
  }
}

/** All bookings of the sample mandates, without their random ids. */
async function historyOf(database: TestDatabase): Promise<string[]> {
  const { rows } = await database.openOwner().pool.query<{ row: string }>(
    `select concat_ws(' ', t.mandate_id, u.email, t.seq, t.type, t.at, t.amount, t.balance_after, t.model_answered, t.usage_source, t.note) as row
     from billing_transaction t
     join billing_account a on a.mandate_id = t.mandate_id and a.id = t.account_id
     left join app_user u on u.id = t.user_id
     where t.mandate_id = any($1::uuid[]) order by t.mandate_id, a.user_id nulls first, t.at, t.seq`,
    [SAMPLE_MANDATES.map(({ id }) => id.slice(4))],
  );
  return rows.map(({ row }) => row).toSorted();
}

/** Everything that asks for the time: settings of functions, and defaults of columns. */
async function clockUsers(database: TestDatabase): Promise<unknown[]> {
  const { rows } = await database.openOwner().pool.query(`
    select oid::regprocedure::text as name, proconfig::text as value from pg_proc where pronamespace = 'public'::regnamespace
    union all
    select adrelid::regclass || '.' || adnum, pg_get_expr(adbin, adrelid) from pg_attrdef
    order by 1`);
  return rows;
}
