import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { usageStatistics } from '#billing/statistics/statistic.service.ts';
import { findMandate } from '#identity/mandates/mandate.store.ts';
import { findMembers } from '#identity/members/member.store.ts';
import { findRules } from '#identity/roles/role.store.ts';
import { must } from '#kernel/assert.ts';
import { decimal } from '#kernel/decimal.ts';
import { uuidOf } from '#kernel/id.ts';
import { bootstrap } from '#onboarding/bootstrap.ts';
import { mandateOf, sumsOf } from '#test/support/imported-mandate.ts';
import { comparable, importRecords } from '#test/support/platform-records.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { differencesOf } from '#test/support/test-ledger.ts';
import { readImportMapping } from './import-mapping.ts';
import { importMandates } from './import-run.ts';
import { openImportSource } from './import-source.ts';

const database = await createTestDatabase();
const app = database.openApp();
const EXAMPLE = new URL('../../../docs/import-example/', import.meta.url).pathname;

/** Whatever an import may write to, as text. */
async function everything(): Promise<string> {
  const tables = [
    'mandate',
    'app_user',
    'membership',
    'role_permission',
    'billing_account',
    'billing_transaction',
  ];
  const own = [
    'billing_history_daily',
    'import_mandate',
    'import_user',
    'import_member',
    'import_change',
    'import_run',
  ];
  const texts = [];
  for (const table of [...tables, ...own, 'audit_entry', 'mail_outbox']) {
    const known = await app.pool.query(`select to_regclass($1) is not null as is_there`, [table]);
    if (!known.rows[0].is_there) continue;
    const { rows } = await app.pool.query(
      `select md5(string_agg(t::text, '|' order by t::text)) as sum from ${table} t`,
    );
    texts.push(`${table} ${rows[0].sum}`);
  }
  return texts.join('\n');
}

async function importExample(dryRun: boolean) {
  const mapping = await readImportMapping(`${EXAMPLE}mapping.json`);
  const { sources } = await openImportSource(EXAMPLE, mapping);
  return importMandates(app, { source: 'example', sources, mapping, dryRun });
}

await bootstrap(app.db, { chfPerUsd: decimal('0.80') });

test('the example comes over as its rehearsal says, and again changes nothing', async () => {
  const empty = await everything();
  const rehearsal = await importExample(true);
  expect(await everything()).toBe(empty);
  const run = await importExample(false);
  expect(comparable(run)).toEqual(comparable(rehearsal));
  expect(run.totals).toMatchObject({
    created: 4,
    refused: 0,
    openingAfterChf: '1159.300000000',
    historyCalls: 3,
  });
  // The one call on 31 January in Zurich at 0.80, the other at 0.79: 0.00512 x 0.80 + 0.00036 x 0.79.
  expect(await sumsOf(app, '17')).toEqual({ opening: '1234.500000000', worth: '0.004380400', calls: 2 });
  expect(await differencesOf(database)).toEqual([]);

  const mandateId = await mandateOf(app, '17');
  const members = await findMembers(app.db, mandateId, { limit: 10 });
  expect(members.map(({ email, role, state }) => [email, role, state]).toSorted()).toEqual([
    ['anna.muster@example.ch', 'mandate_admin', 'not_invited'],
    ['bruno@example.ch', 'user', 'not_invited'],
  ]);
  const allowed = async (role: 'mandate_admin' | 'user' | 'viewer') =>
    (await findRules(app.db, mandateId, role))
      .map(({ resource }) => resource)
      .filter((name) => name.includes('aicore'));
  expect(await allowed('user')).toEqual(['resource.aicore.openai']);
  expect(await allowed('mandate_admin')).toHaveLength(4);
  expect(await findMandate(app.db, await mandateOf(app, '19'))).toMatchObject({ status: 'suspended' });

  const range = { period: 'month', from: '2026-01-01', to: '2026-03-01' } as const;
  const { total, past, buckets } = await usageStatistics(app.db, mandateId, { ...range, provider: 'openai' });
  expect([total.calls, past.calls, past.charged, past.inputTokens]).toEqual([0n, 2n, 4_380_400n, 1_300n]);
  expect(buckets.map((bucket) => bucket.past.calls)).toEqual([1n, 1n]);
  const ofAnna = { ...range, visibleTo: must(members[0], 'a member').userId };
  expect((await usageStatistics(app.db, mandateId, ofAnna)).past.calls).toBe(1n);
  expect((await usageStatistics(app.db, mandateId, { ...range, feature: 'api' })).past.calls).toBe(0n);

  const before = await everything();
  const again = await importExample(false);
  expect(again.totals).toMatchObject({
    created: 0,
    changed: 0,
    unchanged: 4,
    openingDifferenceChf: '0.000000000',
  });
  expect((await everything()).replace(/import_run .*/, '')).toBe(before.replace(/import_run .*/, ''));
});

test('a database of a platform is read as its mapping says', async () => {
  const platform = await createTestDatabase('empty');
  await platform.openOwner().pool.query(await readFile(`${EXAMPLE}platform.sql`, 'utf8'));
  const mapping = await readImportMapping(`${EXAMPLE}mapping-platform.json`);
  const { sources, close } = await openImportSource(platform.ownerUrl, mapping);
  const report = await importMandates(app, { source: 'platform', sources, mapping, dryRun: true });
  await close();
  await platform.drop();
  expect(report.totals).toMatchObject({ refused: 0, lines: 11, historyCalls: 2 });
  expect(report.mandates.find(({ mandate }) => mandate === '17')).toMatchObject({
    outcome: 'changed',
    opening: { afterChf: '1234.500000000', differenceChf: '0.000000000' },
    history: { afterChf: '0.004380400' },
  });
});

const CALL = { at: '2026-03-01T12:00:00Z', provider: 'openai', model: 'gpt-4.1', costUsd: '1' };

test('somebody who is a user already is joined, not doubled', async () => {
  await importRecords(app, { user: [{ id: 'x1', email: 'joined@x.ch' }], ...ofOne('x', 'x1') });
  await importRecords(app, { user: [{ id: 'y1', email: 'Joined@x.ch' }], ...ofOne('y', 'y1') });
  const { rows } = await app.pool.query("select id from app_user where email = 'joined@x.ch'");
  expect(rows).toHaveLength(1);
  const [member] = await findMembers(app.db, await mandateOf(app, 'y'), { limit: 10 });
  expect(member?.email).toBe('joined@x.ch');
});

test('a member whose role was changed in Rappen keeps it, and stays when the platform lets him go', async () => {
  const user = [{ id: 'z1', email: 'kept@z.ch' }];
  const role = ['user', 'viewer'].map((name) => ({ mandate: 'z', role: name, providers: [] }));
  const records = { ...ofOne('z', 'z1'), user, role };
  await importRecords(app, records);
  const mandateId = await mandateOf(app, 'z');
  const roles = async () =>
    (await findMembers(app.db, mandateId, { limit: 10 })).map((member) => member.role);
  await importRecords(app, { ...records, membership: [{ mandate: 'z', user: 'z1', role: 'viewer' }] });
  expect(await roles()).toEqual(['viewer']);
  await app.pool.query("update membership set role = 'mandate_admin' where mandate_id = $1", [
    uuidOf(mandateId),
  ]);
  await importRecords(app, records);
  expect(await roles()).toEqual(['mandate_admin']);
  await importRecords(app, { ...records, membership: [] });
  expect(await roles()).toEqual(['mandate_admin']);
});

function ofOne(mandate: string, user: string) {
  return {
    mandate: [{ id: mandate, name: mandate }],
    role: [{ mandate, role: 'user', providers: [] }],
    membership: [{ mandate, user, role: 'user' }],
  };
}

test('each thing that is wrong keeps its own mandate out, with file and line', async () => {
  const good = { id: 'good', name: 'Good AG', openingBalance: '9' };
  const usage = (mandate: string, more: object) => ({ ...CALL, id: 'c', mandate, ...more });
  const named = (id: string) => ({ id, name: id });
  const report = await importRecords(
    app,
    {
      mandate: [
        good,
        ...[
          'twice',
          'twice',
          'no-user',
          'no-role',
          'twin',
          'rate',
          'wide',
          'viewer',
          'same-call',
          'operator',
        ].map(named),
        { ...named('huge'), openingBalance: "1'000'000'000.01" },
        { ...named('debt'), openingBalance: '-1' },
        { ...named('comma'), openingBalance: '1,234.50' },
        named('usage'),
        named('stranger'),
      ],
      user: [
        { id: 'g1', email: 'g1@good.ch' },
        { id: 't1', email: 'same@twin.ch' },
        { id: 't2', email: 'same@twin.ch' },
        { id: 'broken', email: 'no address' },
      ],
      role: [
        { mandate: 'good', role: 'user', providers: ['openai'] },
        { mandate: 'twin', role: 'user', providers: [] },
        { mandate: 'no-user', role: 'user', providers: [] },
        { mandate: 'wide', role: 'editor', rappenRole: 'user', providers: ['openai'] },
        { mandate: 'wide', role: 'author', rappenRole: 'user', providers: ['tavily'] },
        { mandate: 'viewer', role: 'viewer', providers: ['openai'] },
        { mandate: 'operator', role: 'system_administrator', providers: [] },
        { mandate: 'nowhere', role: 'user', providers: [] },
      ],
      membership: [
        { mandate: 'good', user: 'g1', role: 'user' },
        { mandate: 'no-user', user: 'broken', role: 'user' },
        { mandate: 'no-role', user: 'g1', role: 'boss' },
        { mandate: 'twin', user: 't1', role: 'user' },
      ],
      usage: [
        usage('usage', { costUsd: '-1' }),
        usage('same-call', {}),
        usage('same-call', {}),
        usage('rate', { at: '2001-01-01T00:00:00Z' }),
        usage('stranger', { user: 'nobody' }),
        usage('', {}),
      ],
    },
    { mapping: { chfPerUsd: { '2026-01-01': '0.80' } } },
  );
  const refused = report.mandates.filter(({ outcome }) => outcome === 'refused');
  const first = refused.map(({ mandate, problems: [one] }) => [mandate, one?.file, one?.line, one?.problem]);
  expect(first).toEqual([
    ['comma', 'mandate.jsonl', 14, expect.stringContaining('has a comma')],
    ['debt', 'mandate.jsonl', 13, expect.stringContaining('is below')],
    ['huge', 'mandate.jsonl', 12, expect.stringContaining('billion')],
    ['no-role', 'membership.jsonl', 3, expect.stringContaining('no role of this name')],
    ['no-user', 'membership.jsonl', 2, expect.stringContaining('no user with this id')],
    ['nowhere', 'role.jsonl', 8, expect.stringContaining('no mandate with this id')],
    ['operator', 'role.jsonl', 7, expect.stringContaining('only the root mandate')],
    ['rate', 'usage.jsonl', 4, expect.stringContaining('no exchange rate of 2001-01-01')],
    ['same-call', 'usage.jsonl', 2, expect.stringContaining('twice in its mandate')],
    ['stranger', 'usage.jsonl', 5, expect.stringContaining('no user with this id')],
    ['twice', 'mandate.jsonl', 2, expect.stringContaining('there twice')],
    ['twin', 'user.jsonl', 2, expect.stringContaining('two users have it')],
    ['usage', 'usage.jsonl', 1, expect.stringContaining('is negative')],
    ['viewer', 'role.jsonl', 6, expect.stringContaining('may not call AI')],
    ['wide', 'role.jsonl', 4, expect.stringContaining('may not use the same providers')],
  ]);
  expect(report.strayLines).toMatchObject({
    count: 2,
    first: [
      { file: 'user.jsonl', line: 4 },
      { file: 'usage.jsonl', line: 6 },
    ],
  });
  expect(report.totals.created).toBe(1);
  expect(await sumsOf(app, 'good')).toMatchObject({ opening: '9.000000000' });
});

test('a run that is stopped leaves whole mandates, and the next one goes on', async () => {
  const stopping = new AbortController();
  stopping.abort();
  const records = { mandate: [{ id: 'late', name: 'Late AG', openingBalance: '3' }] };
  await expect(importRecords(app, records, { stop: stopping.signal })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect((await importRecords(app, records)).totals.created).toBe(1);
});
