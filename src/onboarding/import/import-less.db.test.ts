import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sumsOf } from '#test/support/imported-mandate.ts';
import { broughtOver } from '#test/support/platform-company.ts';
import { createTestDatabase } from '#test/support/test-database.ts';
import { readImportMapping } from './import-mapping.ts';
import { importMandates } from './import-run.ts';
import { openImportSource } from './import-source.ts';

const database = await createTestDatabase();
const app = database.openApp();
const directory = await mkdtemp(join(tmpdir(), 'rappen-import-'));
afterAll(() => rm(directory, { recursive: true }));

/** The lines of each file of JSON Lines, by its name. */
type Lines = Readonly<Record<'mandates' | 'users' | 'memberships' | 'roles' | 'usage', readonly string[]>>;

const call = (id: string, mandate: string, costChf = 1) =>
  JSON.stringify({ id, mandate, at: '2026-03-01T12:00:00Z', provider: 'openai', model: 'gpt-4.1', costChf });
const member = (user: string) => JSON.stringify({ mandate: 'team', user, role: 'user' });
const role = (providers: readonly string[]) => JSON.stringify({ mandate: 'team', role: 'user', providers });
const CUT = '{"mandate": "te';

const whole = {
  mandates: ['team', 'other'].map((id) => JSON.stringify({ id, name: `${id} AG`, openingBalance: 5 })),
  users: ['u1', 'u2'].map((id) => JSON.stringify({ id, email: `${id}@muster.example` })),
  memberships: [member('u1'), member('u2')],
  roles: [role(['openai', 'tavily'])],
  usage: [call('c1', 'team'), call('c2', 'team'), call('c3', 'other')],
} satisfies Lines;

const outcomes = async (files: Lines) => {
  for (const [name, lines] of Object.entries(files)) {
    await writeFile(join(directory, `${name}.jsonl`), lines.join('\n'));
  }
  const mapping = await readImportMapping(undefined);
  const { sources } = await openImportSource(directory, mapping);
  const request = { source: 'files', sources, mapping, dryRun: false };
  const { mandates, strayLines } = await importMandates(app, request);
  return [
    strayLines.count,
    ...mandates.map(({ mandate, outcome, problems: [first] }) =>
      first ? `${first.file}:${first.line}: ${first.problem}` : `${mandate} ${outcome}`,
    ),
  ];
};

const refusal = (kind: string) =>
  `mandates.jsonl:1: ${kind}: is less than before, and a line of nobody may be the rest`;

test('nothing is taken away while a line of which nobody can tell whose it is may be what is missing', async () => {
  expect(await outcomes(whole)).toEqual([0, 'other created', 'team created']);
  const before = await broughtOver(app);
  const cases: readonly (readonly [string, Partial<Lines>])[] = [
    ['usage', { usage: [call('c1', 'team'), CUT, call('c3', 'other')] }],
    ['usage', { usage: [call('c1', 'team'), call('c2', 'team', 0.5), CUT, call('c3', 'other')] }],
    ['membership', { memberships: [member('u1'), CUT] }],
    ['role', { roles: [role(['openai']), CUT] }],
  ];
  for (const [kind, change] of cases) {
    expect(await outcomes({ ...whole, ...change })).toEqual([1, 'other unchanged', refusal(kind)]);
  }
  expect(await broughtOver(app)).toEqual(before);
});

test('what is more comes over beside such a line, and what is less without one', async () => {
  const more = [...whole.usage, CUT, call('c4', 'team')];
  expect(await outcomes({ ...whole, usage: more })).toEqual([1, 'other unchanged', 'team changed']);
  expect(await sumsOf(app, 'team')).toMatchObject({ calls: 3 });
  expect(await outcomes({ ...whole, usage: [call('c1', 'team')], memberships: [member('u1')] })).toEqual([
    0,
    'other changed',
    'team changed',
  ]);
  expect(await sumsOf(app, 'team')).toMatchObject({ calls: 1 });
});
