import readXlsxFile from 'read-excel-file/node';
import { expect, test } from 'vitest';
import { issueDueStatements } from '#billing/statements/due-statements.ts';
import { issueStatement } from '#billing/statements/issue-statements.ts';
import { printedAmount } from '#billing/statements/printed-amount.ts';
import { must } from '#kernel/assert.ts';
import { newId } from '#kernel/id.ts';
import { type Log, silentLog } from '#kernel/log.ts';
import { zurichTime } from '#kernel/zurich-time.ts';
import { apiOf, operatorApi, operatorKey } from '#test/support/api-client.ts';
import { readPdf } from '#test/support/pdf-reader.ts';
import type { MadeUpRow } from '#test/support/random-history.ts';
import { startTestRappen } from '#test/support/rappen.ts';
import { fillInIssuer, mandateWithHistory } from '#test/support/statement-history.ts';

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const owner = rappen.database.openOwner();
const operator = await operatorApi(rappen);
const key = await operatorKey(rappen);
await fillInIssuer(rappen.context.database);

const ALL = '/api/billing/statements';
const THIS_MONTH = zurichTime(new Date()).slice(0, 7);

/** `at` is an instant; amounts of calls are what they cost, in nano-CHF. */
function row(at: string, type: MadeUpRow['type'], amount: bigint, more: Partial<MadeUpRow> = {}): MadeUpRow {
  return {
    ...{
      wallet: 0,
      atMicros: BigInt(Date.parse(at)) * 1000n,
      type,
      amount,
      user: 0,
      model: 0,
      key: undefined,
    },
    ...{
      feature: 'api',
      inputTokens: 1000n,
      cachedTokens: 200n,
      outputTokens: 30n,
      note: 'Rechnung 7',
      ...more,
    },
  };
}

/** October 2026, with its 25 hours on the 25th. */
const HISTORY = [
  row('2026-09-15T10:00:00Z', 'top_up', 50_000_000_000n),
  row('2026-09-20T10:00:00Z', 'usage', 1_234_567_891n),
  row('2026-10-01T10:00:00Z', 'top_up', 1_000_000_000_000n),
  row('2026-10-25T00:30:00Z', 'usage', 12_345_678_912n, { model: 1 }),
  row('2026-10-25T01:30:00Z', 'usage', 333_333_333n, { model: 2 }),
  row('2026-10-26T10:00:00Z', 'usage_correction', 111_111_111n, { model: 2 }),
  row('2026-10-31T22:59:59Z', 'usage', 4_200_000n),
];

async function issued() {
  const { mandateId } = await mandateWithHistory(owner, HISTORY, { name: 'Muster AG' });
  const id = await issueStatement(db, mandateId, '2026-10');
  const query = `?mandate=${mandateId}`;
  return { mandateId, id, query, one: `${ALL}/${id}` };
}

async function fileOf(path: string): Promise<{ readonly name: string; readonly body: Buffer }> {
  const answer = await fetch(rappen.url + path, { headers: { authorization: `Bearer ${key}` } });
  const name = /filename="(.+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? '';
  expect(answer.status).toBe(200);
  return { name, body: Buffer.from(await answer.arrayBuffer()) };
}

test('page, PDF, CSV and XLSX say the same to the Rappen, and the transactions add up to it', async () => {
  const { query, one } = await issued();
  const { number, figures } = (await operator.get(one + query)).body;
  expect(figures).toMatchObject({
    opening: { amountChf: '48.760000000', exactChf: '48.765432109' },
    closing: { amountChf: '1036.190000000', exactChf: '1036.193330975' },
    carriedForward: { fromChf: '0.005432109', toChf: '0.003330975' },
  });
  const range = '&from=2026-09-30T22:00:00Z&to=2026-10-31T23:00:00Z';
  const totals = (await operator.get(`/api/billing/transactions/totals${query}${range}`)).body;
  expect(totals).toMatchObject({
    openingBalanceChf: figures.opening.exactChf,
    closingBalanceChf: figures.closing.exactChf,
  });
  const pdf = await fileOf(`${one}/pdf${query}`);
  expect(pdf.name).toBe(`rappen-statement-2026-10-${number}.pdf`);
  const text = (await readPdf(pdf.body)).pages.join('\n');
  const csv = await fileOf(`${one}/export${query}&format=csv`);
  const xlsx = await fileOf(`${one}/export${query}&format=xlsx`);
  expect([csv.name, xlsx.name]).toEqual(
    ['csv', 'xlsx'].map((end) => `rappen-statement-2026-10-${number}.${end}`),
  );
  const cells = csv.body
    .toString()
    .trim()
    .split('\r\n')
    .map((line) => line.split(',').slice(-2));
  const sheet = await rowsOf(xlsx.body);
  const amounts = [figures.opening, ...figures.movements, figures.closing, ...figures.usage.lines];
  for (const { amountChf, exactChf } of amounts) {
    expect(text).toContain(printedAmount(amountChf));
    expect(cells).toContainEqual([amountChf, exactChf]);
    expect(sheet).toContainEqual([Number(amountChf), exactChf]);
  }
});

async function rowsOf(workbook: Buffer): Promise<unknown[][]> {
  const [sheet] = await readXlsxFile(workbook);
  return must(sheet, 'a sheet').data.map((cells) => cells.slice(-2));
}

test('whoever reads one is written down, with what he took; the list is no reading', async () => {
  const { mandateId, id, query, one } = await issued();
  const { body } = await operator.get(ALL + query);
  expect(body.statements).toMatchObject([{ id, month: '2026-10', opening: { amountChf: '48.760000000' } }]);
  await operator.get(one + query);
  await fileOf(`${one}/pdf${query}`);
  await fileOf(`${one}/export${query}&format=csv`);
  const { entries } = (await operator.get(`/api/admin/audit${query}`)).body;
  expect(
    entries.map(({ action, subject, after }: never) => ({
      action,
      subject,
      taken: (after as { taken: string }).taken,
    })),
  ).toEqual(['csv', 'pdf', 'figures'].map((taken) => ({ action: 'statement.read', subject: id, taken })));
  expect(entries[0].mandateId).toBe(mandateId);
});

test('a viewer reads, a user does not; the id of another kind or mandate is nothing', async () => {
  const viewer = await apiOf(rappen, await rappen.caller({ role: 'viewer' }), ['billing:read']);
  const { one } = await issued();
  expect((await viewer.get(ALL)).body).toEqual({ statements: [] });
  expect((await viewer.get(one)).status).toBe(404);
  expect((await operator.get(`${ALL}/${newId('doc')}`)).status).toBe(404);
  const user = await apiOf(rappen, await rappen.caller({ role: 'user' }), ['billing:read']);
  for (const path of [ALL, `${ALL}/preview`, `${one}/pdf`]) expect((await user.get(path)).status).toBe(403);
});

test('a preview has no number, is of the month that runs, and changes with every booking', async () => {
  const member = await rappen.caller({ role: 'mandate_admin', balance: '12.5' });
  const api = await apiOf(rappen, member, ['billing:read']);
  const { figures } = (await api.get(`${ALL}/preview`)).body;
  expect(figures).toMatchObject({ month: THIS_MONTH, closing: { amountChf: '12.500000000' } });
  const pdf = await fileOf(`${ALL}/preview/pdf?mandate=${member.mandateId}`);
  expect(pdf.name).toBe(`rappen-statement-${THIS_MONTH}-preview.pdf`);
  expect((await readPdf(pdf.body)).pages[0]).toContain('Vorschau');
  expect((await api.get(`${ALL}/preview?month=2026-13`)).status).toBe(422);
});

test('without a letter head there is a clear refusal; the job that finds one issues all that is due, once', async () => {
  const member = await rappen.caller({ role: 'mandate_admin' });
  const api = await apiOf(rappen, member, ['billing:read']);
  await owner.pool.query('delete from document_issuer');
  expect((await api.get(`${ALL}/preview`)).body).toMatchObject({ code: 'issuer_missing', status: 409 });
  const { mandateId } = await mandateWithHistory(owner, HISTORY);
  const run = () => issueDueStatements({ db, log: silentLog, signal: new AbortController().signal });
  await run();
  await fillInIssuer(rappen.context.database);
  await Promise.all([run(), run()]);
  const { statements } = (await operator.get(`${ALL}?mandate=${mandateId}&limit=1`)).body;
  expect(statements).toMatchObject([{ month: '2026-10', closing: { amountChf: '1036.190000000' } }]);
  const { rows } = await owner.pool.query<{ months: string[]; unfinished: number }>(
    `select array_agg(period order by period) as months, (select count(*)::int4 from billing_document where pdf is null) as unfinished
     from billing_document where mandate_id = $1`,
    [mandateId.slice(4)],
  );
  expect(rows).toEqual([{ months: ['2026-09', '2026-10'], unfinished: 0 }]);
  const { rows: gaps } = await owner.pool.query(
    "select from (select row_number() over (order by number) as place, number from billing_document where kind = 'statement') n where right(number, 6)::int8 <> place",
  );
  expect(gaps).toEqual([]);
});

test('a statement whose PDF cannot be made raises an alarm, and keeps no other from its own', async () => {
  const broken = await mandateWithHistory(owner, []);
  const { mandateId } = await mandateWithHistory(owner, HISTORY);
  await owner.pool.query(
    `insert into billing_document (mandate_id, id, kind, number, period, language, figures, issued_at)
     values ($1, gen_random_uuid(), 'statement', 'ST-broken', '2026-10', 'de', '{}', '2026-01-01')`,
    [broken.mandateId.slice(4)],
  );
  const alarms: unknown[] = [];
  const log = { ...silentLog, error: (facts: object) => alarms.push(facts) } as unknown as Log;
  await issueDueStatements({ db, log, signal: new AbortController().signal });
  expect(alarms).toMatchObject([{ alarm: 'statement_failed', number: 'ST-broken' }]);
  const { rows } = await owner.pool.query(
    `select number, (select count(*)::int4 from billing_document where mandate_id = $1) as others
     from billing_document where pdf is null`,
    [mandateId.slice(4)],
  );
  expect(rows).toEqual([{ number: 'ST-broken', others: 2 }]);
});
