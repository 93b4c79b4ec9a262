import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { seedPrices } from '#aicore/prices/price.service.ts';
import { readPriceList } from '#aicore/prices/price-list.ts';
import { importRecords } from '#test/support/platform-records.ts';
import { expectRefusal, rappenOn } from '#test/support/rappen-process.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { differencesOf } from '#test/support/test-ledger.ts';

const directory = await mkdtemp(join(tmpdir(), 'rappen-compare-'));
afterAll(() => rm(directory, { recursive: true }));
const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));
const EXAMPLE = new URL('../../docs/import-example/', import.meta.url).pathname;

const database = await createTestDatabase();
const app = database.openApp();
const owner = database.openOwner();
const { run, ask } = rappenOn(database);
await seedPrices(app.db, readPriceList().prices);
await importRecords(app, {
  mandate: [{ id: 'm1', name: 'Muster AG', openingBalance: '10' }],
  usage: [
    { id: 1, mandate: 'm1', at: '2026-11-19T12:00:00Z', provider: 'openai', model: 'gpt-4.1', costUsd: '1' },
  ],
});

/** All rows of all tables, of the job queue too, as one text a table. */
async function everything(): Promise<readonly string[]> {
  const { rows: tables } = await owner.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const sums = [];
  for (const { name } of tables) {
    const { rows } = await owner.pool.query<{ sum: string | null }>(
      `select md5(string_agg(t::text, '|' order by t::text)) as sum from ${name} t`,
    );
    sums.push(`${name} ${rows[0]?.sum}`);
  }
  return sums;
}

test('the example day, in every form of report; nothing is written and nothing charged', async () => {
  const before = await everything();
  expect(before.length).toBeGreaterThan(30);
  const given = [EXAMPLE, '--day', '2026-02-01', '--mapping', `${EXAMPLE}mapping.json`];
  const files = ['txt', 'json', 'csv'].map((ending) => join(directory, `report.${ending}`));
  const runs = await Promise.all(files.map((file) => run('compare-usage', ...given, '--report', file)));
  for (const one of runs) expect(one).toMatchObject({ exitCode: 1, stderr: '' });
  const [text = '', json = '', csv = ''] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  expect(runs[0]?.stdout).toContain('It does not agree');
  expect(text).toContain('It does not agree');
  expect(JSON.parse(json)).toMatchObject({ day: '2026-02-01', agrees: false, totals: { mandates: 2 } });
  expect(csv).toMatch(/^\ufeffRecord,Mandate,.*\r\nmodel,.*\r\ntotal,/s);
  expect(await everything()).toEqual(before);
  expect(await differencesOf(database)).toEqual([]);
});

test('a database of a platform that agrees ends with 0, and with 1 for a call that differs', async () => {
  const platform = await createTestDatabase('empty');
  const { pool } = platform.openOwner();
  await pool.query(`
    create table call (id int, tenant text, called_at timestamptz, tokens_in int, tokens_cached int, tokens_out int, usd numeric(12,6), usage jsonb);
    insert into call values
      (1, 'm1', '2026-11-20 00:00+01', 1200, 200, 340, 0.004820, null),
      (2, 'm1', '2026-11-20 23:59:59+01', 1200, 0, 340, 0.004820,
       '{"prompt_tokens": 1200, "completion_tokens": 340, "prompt_tokens_details": {"cached_tokens": 200}}'),
      (3, 'm1', '2026-11-21 00:00+01', 9, 0, 9, 77, null);`);
  const usage = `select id, tenant as mandate, called_at as at, 'openai' as provider, 'gpt-4.1' as model, tokens_in as "inputTokens",
    tokens_cached as "cachedTokens", tokens_out as "outputTokens", usd as "costUsd", usage as "providerUsage" from call`;
  const mapping = join(directory, 'mapping.json');
  await writeFile(mapping, JSON.stringify({ chfPerUsd: { '2026-01-01': '0.80' }, queries: { usage } }));
  const command = ['compare-usage', platform.ownerUrl, '--day', '2026-11-20', '--mapping', mapping];
  const agreed = await ask(...command);
  expect(agreed, agreed.stderr).toMatchObject({
    exitCode: 0,
    json: {
      agrees: true,
      source: expect.not.stringContaining('@'),
      totals: {
        calls: 2,
        differenceChf: '0.000000000',
        platform: { costChf: '0.007712000', costUsd: '0.00964', inputTokens: 2_400, cachedTokens: 200 },
        // The default markup of 50 %.
        rappen: { chargeChf: '0.011568000', cachedTokens: 400 },
      },
    },
  });
  await pool.query('update call set usd = 0.004821 where id = 2');
  expect(await run(...command)).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('1 calls differ'),
  });
  await platform.drop();
});

test('Ctrl-C ends it in order, in the middle of a source without an end', async () => {
  const usage = `select generate_series(1, 1000000000) as id, 'm1' as mandate, '2026-11-20T12:00:00Z' as at,
    'openai' as provider, 'gpt-4.1' as model`;
  const mapping = join(directory, 'endless.json');
  await writeFile(mapping, JSON.stringify({ queries: { usage } }));
  const args = ['compare-usage', database.ownerUrl, '--day', '2026-11-20', '--mapping', mapping];
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env.PATH, DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.appUrl },
  });
  let told = '';
  child.stderr.on('data', (piece) => {
    told += piece;
  });
  const ended = once(child, 'exit');
  await expect.poll(() => readersOf('fetch'), { timeout: 60_000 }).toBe(1);
  child.kill('SIGINT');
  expect(await ended).toEqual([1, null]);
  // On a slow machine it has told how far it is, before.
  expect(told).toMatch(/rappen: The comparison was stopped\.\n$/);
  await expect.poll(() => readersOf(''), { timeout: 60_000 }).toBe(0);
});

/** Connections that read a platform, by how their last statement begins. */
async function readersOf(begin: string): Promise<number> {
  const { rows } = await owner.pool.query<{ count: number }>(
    `select count(*)::int4 as count from pg_stat_activity
     where application_name = 'rappen import' and datname = current_database() and starts_with(query, $1)`,
    [begin],
  );
  return rows[0]?.count ?? 0;
}

test('wrong use ends with 2, and a source that is not there with 1', async () => {
  const uses = [
    ['compare-usage', EXAMPLE],
    ['compare-usage', '--day', '2026-02-01'],
    ['compare-usage', EXAMPLE, '--day', '2026-02-30'],
    ['compare-usage', EXAMPLE, '--day', '9999-01-01'],
  ];
  const runs = await Promise.all(uses.map((args) => ask(...args)));
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2]);
  const nowhere = ['compare-usage', join(directory, 'nowhere'), '--day', '2026-02-01'];
  expectRefusal(await ask(...nowhere), { code: 'invalid_request' });
  const unwritable = ['--report', join(directory, 'no', 'report.txt')];
  expectRefusal(await ask('compare-usage', EXAMPLE, '--day', '2026-02-01', ...unwritable), {
    code: 'invalid_request',
  });
});
