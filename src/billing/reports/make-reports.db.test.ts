import { beforeEach, expect, test, vi } from 'vitest';
import { transaction } from '#db/transaction.ts';
import { type MandateId, newId, uuidOf } from '#kernel/id.ts';
import { type Log, silentLog } from '#kernel/log.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import { insertStop } from '#mail/mail-stop.store.ts';
import { addMember } from '#test/support/mandate-factory.ts';
import { planUntil, RECIPIENTS, reportCompany } from '#test/support/report-company.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { MOST_ATTEMPTS } from './billing-report.ts';
import { createChartPainter } from './chart/chart-painter.ts';
import type { ReportMaking } from './compose-report.ts';
import { makeDueReports, REPORTS_AT_ONCE, type ReportDeps } from './make-reports.ts';
import { sendReport } from './report-by-hand.service.ts';
import { reportWorker } from './report-job.ts';
import { monthAfter } from './report-month.ts';

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const { db } = database.openApp(8);
const owner = database.openOwner();

const FIRST = new Date('2026-11-01T05:15:00Z');
const painter = createChartPainter();
const pdf = { name: 'statement.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-') } as const;
const statementFile: ReportMaking['statementFile'] = () => Promise.resolve(pdf);
const alarms: unknown[] = [];
const log = { ...silentLog, error: (facts: { alarm: string }) => alarms.push(facts.alarm) } as unknown as Log;

function depsAt(now: Date | string, more: Partial<ReportMaking> = {}): ReportDeps {
  const making = { painter, publicUrl: 'https://rappen.example', statementFile, ...more };
  return { db, log, making, now: () => new Date(now) };
}
const makeAt = (now: Date | string, more: Partial<ReportMaking> = {}) =>
  makeDueReports(depsAt(now, more), new AbortController().signal);

/** `to`, month and the name of a user's own report, of all that were written. */
async function written(mandateId: MandateId): Promise<string[]> {
  const { rows } = await owner.pool.query<{ recipient: string; month: string; subject: string }>(
    `select m.recipient, r.month, o.subject from billing_report r
     join billing_report_mail m on m.mandate_id = r.mandate_id and m.report_id = r.id
     join mail_outbox o on o.id = m.mail_id where r.mandate_id = $1 order by r.month, m.recipient`,
    [uuidOf(mandateId)],
  );
  const { rows: all } = await owner.pool.query(
    'select from mail_outbox where about_mandate_id = $1 and created_at > $2',
    [uuidOf(mandateId), begun],
  );
  expect(all).toHaveLength(rows.length);
  return rows.map(({ recipient, month }) => `${month} ${recipient}`);
}

async function states(mandateId: MandateId): Promise<string[]> {
  const { rows } = await owner.pool.query<{ month: string; state: string; reason: string | null }>(
    'select month, state, reason from billing_report where mandate_id = $1 and user_id is null order by month',
    [uuidOf(mandateId)],
  );
  return rows.map(({ month, state, reason }) => [month, state, reason].filter(Boolean).join(' '));
}

const OCTOBER = { at: '2026-10-14T10:00:00Z', chf: '12.50' };
const bothOf = (month: string) => RECIPIENTS.toSorted().map((recipient) => `${month} ${recipient}`);
let begun = new Date();

beforeEach(async () => {
  await planUntil(database, '2026-09');
  // What other tests have made is of a later time.
  await owner.pool.query("update mandate set created_at = '2030-01-01'");
  begun = (await owner.pool.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]?.now ?? begun;
  alarms.length = 0;
});

test('not before 06:15 of the first; then once, whoever asks and however often', async () => {
  const companies = [await reportCompany(database, {}, [OCTOBER])];
  while (companies.length < 25) companies.push(await reportCompany(database, {}));
  expect(await makeAt(new Date(FIRST.getTime() - 1))).toBe(0);
  // Three processes at 06:15.
  const made = await Promise.all([makeAt(FIRST), makeAt(FIRST), makeAt(FIRST)]);
  expect(made.reduce((sum, count) => sum + count, 0)).toBe(companies.length);
  for (const { mandateId } of companies) expect(await written(mandateId)).toEqual(bothOf('2026-10'));
  expect(await makeAt('2026-11-30T12:00:00Z')).toBe(0);
  expect(alarms).toEqual([]);
});

test("the job goes by the database's clock: where that says the first of the next month, this one is reported", async () => {
  const { mandateId } = await reportCompany(database, {});
  const month = zurichTime(new Date()).slice(0, 7);
  await planUntil(database, monthAfter(month, -1));
  await owner.pool.query(`
    create schema ahead; grant usage on schema ahead to public;
    create function ahead.clock_timestamp() returns timestamptz language sql
      as $$ select (date_trunc('month', now() at time zone 'Europe/Zurich') + interval '1 month 7 hours') at time zone 'Europe/Zurich' $$;`);
  const search = (setting: string) =>
    owner.pool.query(
      `do $$ begin execute format('alter database %I ${setting}', current_database()); end $$`,
    );
  await search('set search_path = ahead, pg_catalog, public');
  const job = { id: newId('req'), data: {}, signal: new AbortController().signal, isLastAttempt: false };
  await reportWorker({
    databaseUrl: database.appUrl,
    log: silentLog,
    reportMaking: () => depsAt(FIRST).making,
  }).run(job);
  await search('reset search_path');
  expect(await written(mandateId)).toEqual(bothOf(month));
});

test('who sends one to himself before it is due takes nothing from the others; to all of them, that was it', async () => {
  const [alone, early] = [
    await reportCompany(database, {}, [OCTOBER]),
    await reportCompany(database, {}, [OCTOBER]),
  ];
  const marks = { operatorName: '', unsubscribeUrl: '' };
  const deps = { db, making: () => depsAt(FIRST).making, marks: () => marks };
  const send = ({ mandateId, anna }: typeof alone, to: 'me' | 'recipients') =>
    sendReport(deps, anna, { mandateId, userId: undefined, month: '2026-10', to }, 'at one in the morning');
  const { recipients } = await send(alone, 'me');
  await send(early, 'recipients');
  expect(await states(alone.mandateId)).toEqual(['2026-10 skipped by_hand']);
  expect(await makeAt(FIRST)).toBe(1);
  expect(await written(alone.mandateId)).toEqual(
    [...RECIPIENTS, ...recipients].toSorted().map((to) => `2026-10 ${to}`),
  );
  expect(await states(alone.mandateId)).toEqual(['2026-10 sent']);
  expect(await written(early.mandateId)).toEqual(bothOf('2026-10'));
});

test('an outage from the 31st to the 3rd, and one over New Year, are caught up, month by month', async () => {
  const { mandateId } = await reportCompany(database, {}, [OCTOBER]);
  expect(await makeAt('2026-11-03T09:00:00Z')).toBe(1);
  expect(await written(mandateId)).toEqual(bothOf('2026-10'));
  expect(await makeAt('2027-01-03T09:00:00Z')).toBe(2);
  expect(await written(mandateId)).toEqual(['2026-10', '2026-11', '2026-12'].flatMap(bothOf));
});

test('a process that dies in the midst leaves nothing half done', async () => {
  const companies = [await reportCompany(database, {}, [OCTOBER]), await reportCompany(database, {})];
  let asked = 0;
  const dying: ReportMaking['statementFile'] = async () => {
    asked += 1;
    if (asked < 2) return pdf;
    const { rows } = await owner.pool.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
    );
    for (const { pid } of rows) await owner.pool.query('select pg_terminate_backend($1)', [pid]);
    return pdf;
  };
  await expect(makeAt(FIRST, { statementFile: dying })).rejects.toThrow();
  for (const { mandateId } of companies) {
    expect(await written(mandateId)).toEqual([]);
    expect(await states(mandateId)).toEqual(['2026-10 due']);
  }
  expect(await makeAt(FIRST)).toBe(2);
  for (const { mandateId } of companies) expect(await written(mandateId)).toEqual(bothOf('2026-10'));
});

test('a process that is told to stop ends with what it has in hand; the next one goes on', async () => {
  // More than two batches.
  const due = 20 * REPORTS_AT_ONCE + 2;
  await makeQuietMandates(due - (await countDueAt(FIRST)));
  const stopping = new AbortController();
  const stop: ReportMaking['statementFile'] = () => {
    stopping.abort();
    return Promise.resolve(pdf);
  };
  const first = await makeDueReports(depsAt(FIRST, { statementFile: stop }), stopping.signal);
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(due);
  expect(first + (await makeAt(FIRST))).toBe(due);
});

async function makeQuietMandates(count: number): Promise<void> {
  await owner.pool.query(
    `with made as (
       insert into mandate (mandate_id, name, created_at)
       select gen_random_uuid(), 'Still AG', '2026-01-01' from generate_series(1, $1::int4) returning mandate_id)
     insert into billing_settings (mandate_id, billing_model, recipients)
     select mandate_id, 'prepaid_mandate', array['still@x.example'] from made`,
    [count],
  );
}

async function countDueAt(now: Date): Promise<number> {
  const { rows } = await owner.pool.query(
    "select from mandate m join billing_settings using (mandate_id) where status = 'active' and created_at < $1",
    [now],
  );
  return rows.length;
}

test('who gets none: a mandate of this month, one that is closed and still, one that wants none or has no address', async () => {
  const later = await reportCompany(database, { createdAt: '2026-10-31T23:00:00Z' });
  const lastMoment = await reportCompany(database, { createdAt: '2026-10-31T22:59:59Z' });
  const still = await reportCompany(database, {}, [{ at: '2026-09-30T21:59:59Z', chf: '1' }]);
  const moving = await reportCompany(database, {}, [OCTOBER]);
  const unwilling = await reportCompany(database, { reportEnabled: false }, [OCTOBER]);
  const unreachable = await reportCompany(database, { recipients: [] }, [OCTOBER]);
  for (const [status, { mandateId }] of [
    ['closed', still],
    ['suspended', moving],
  ] as const) {
    await owner.pool.query('update mandate set status = $2 where mandate_id = $1', [
      uuidOf(mandateId),
      status,
    ]);
  }
  await makeAt(FIRST);
  const found = [later, lastMoment, still, moving, unwilling, unreachable].map(({ mandateId }) =>
    states(mandateId),
  );
  expect(await Promise.all(found)).toEqual([
    [],
    ['2026-10 sent'],
    [],
    ['2026-10 sent'],
    ['2026-10 skipped not_enabled'],
    ['2026-10 skipped no_recipients'],
  ]);
});

test('where the settings name nobody, the administrators get it, and read why', async () => {
  const { mandateId } = await reportCompany(database, { recipients: [], language: 'en' }, [OCTOBER]);
  const administrator = await addMember(db, mandateId, 'mandate_admin');
  await makeAt(FIRST);
  const { rows } = await owner.pool.query<{ id: string; body: string }>(
    'select u.id, o.body from mail_outbox o join app_user u on u.email = o.recipient where o.about_mandate_id = $1',
    [uuidOf(mandateId)],
  );
  expect(rows.map(({ id }) => id)).toEqual([uuidOf(administrator.userId)]);
  expect(rows[0]?.body.replaceAll(/\s+/g, ' ')).toMatch(
    /You get this report as an administrator of Muster \d+ AG, because no recipients are set there\./,
  );
});

test('who has unsubscribed is not written to; if all have, the report is skipped', async () => {
  const some = await reportCompany(database, {}, [OCTOBER]);
  const all = await reportCompany(database, {}, [OCTOBER]);
  const stops = [
    [some, RECIPIENTS[0]],
    [all, RECIPIENTS[0]],
    [all, RECIPIENTS[1]],
  ] as const;
  for (const [{ mandateId }, address] of stops) {
    await transaction(db, (tx) =>
      insertStop(tx, { mandateId, address }, { reason: 'unsubscribed', mailId: newId('mal') }),
    );
  }
  await makeAt(FIRST);
  expect(await written(some.mandateId)).toEqual([`2026-10 ${RECIPIENTS[1]}`]);
  expect(await written(all.mandateId)).toEqual([]);
  expect(await states(all.mandateId)).toEqual(['2026-10 skipped no_recipients']);
});

test('a mandate that fails stops no other, raises an alarm, is tried again and given up in the end', async () => {
  const [good, bad] = [
    await reportCompany(database, {}, [OCTOBER]),
    await reportCompany(database, {}, [OCTOBER]),
  ];
  const failing: ReportMaking['statementFile'] = ({ mandateId }) =>
    mandateId === bad.mandateId ? Promise.reject(new Error('no such address')) : Promise.resolve(pdf);
  await makeAt(FIRST, { statementFile: failing });
  expect(await written(good.mandateId)).toEqual(bothOf('2026-10'));
  expect([await written(bad.mandateId), await states(bad.mandateId)]).toEqual([[], ['2026-10 due']]);
  expect(alarms).toEqual(['report_failed']);
  // Not at once again.
  expect(await makeAt('2026-11-01T05:24:59Z', { statementFile: failing })).toBe(0);
  expect(await makeAt('2026-11-01T05:25:00Z', { statementFile: failing })).toBe(1);
  for (let day = 2; day < 2 + MOST_ATTEMPTS; day++) {
    await makeAt(new Date(FIRST.getTime() + day * 86_400_000), { statementFile: failing });
  }
  expect(alarms).toHaveLength(MOST_ATTEMPTS);
  expect(await states(bad.mandateId)).toEqual(['2026-10 failed']);
});

test('users get their own where that is wanted, and see nothing of others', async () => {
  const calls = [
    { ...OCTOBER, model: 'claude-of-anna' },
    { ...OCTOBER, at: '2026-10-15T10:00:00Z', chf: '70', by: 'beat', model: 'gpt-of-beat' },
  ] as const;
  const { mandateId, beat } = await reportCompany(database, { userReports: true, language: 'en' }, calls);
  const { mandateId: other } = await reportCompany(database, {}, calls);
  await makeAt(FIRST);
  expect(await written(other)).toHaveLength(2);
  expect(await written(mandateId)).toHaveLength(4);
  const { rows } = await owner.pool.query<{ text: string; html: string; files: string }>(
    `select o.body as text, o.html, string_agg(convert_from(f.content, 'UTF8'), '') filter (where a.content_type = 'text/csv') as files
     from mail_outbox o join app_user u on u.email = o.recipient
     join mail_attachment a on a.mail_id = o.id join mail_file f on f.sha256 = a.file_sha256 and a.content_type = 'text/csv'
     where u.id = $1 group by 1, 2`,
    [uuidOf(beat.userId)],
  );
  const [own] = rows;
  expect(rows).toHaveLength(1);
  expect(own?.text).toContain('CHF\u00a070.00');
  expect(own?.files).toContain('gpt-of-beat');
  expect(`${own?.text}${own?.html}${own?.files}`).not.toMatch(/claude-of-anna|12\.50|82\.50/);
});
