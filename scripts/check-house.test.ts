import { expect, test } from 'vitest';
import { fileTree } from '#test/support/file-tree.ts';
import { checkHouse } from './check-house.ts';

const faultsOf = (files: Record<string, string>) => checkHouse(fileTree(files)).faults;
const lines = (count: number) => 'const line = 1;\n'.repeat(count);
// Put together here, so that this file does not break the rules that it tests.
const silence = (what: string) => `// @ts-${what}\n`;
const machinePath = ['', 'home', 'somebody', 'rappen'].join('/');

const BROKEN: readonly [rule: string, files: Record<string, string>][] = [
  ['no file is longer than 300 lines', { 'test/e2e/long.test.ts': lines(301) }],
  ['half of the files have less than 80 lines', { 'src/db/a.ts': lines(80), 'src/db/b.ts': lines(80) }],
  ['a file is named after what it holds', { 'src/db/utils.ts': '' }],
  ['a file is named after what it holds', { 'src/db/index.ts': '' }],
  ['file names are kebab-case', { 'src/db/dataBase.ts': '' }],
  ['no two files have one name', { 'src/db/a.ts': '', 'simulator/a.ts': '' }],
  ['no path of a machine', { 'README.md': `cd ${machinePath}` }],
  ['no host of a package registry', { '.npmrc.json': ['https://npm', 'registry.corp'].join('-') }],
  ['the lock file names no download address', { 'package-lock.json': '{"resolved": "x"}' }],
  ['the compiler is never silenced, the linter only with a reason', { 'src/a.ts': silence('ignore') }],
  ['the compiler is never silenced, the linter only with a reason', { 'src/a.ts': silence('expect-error') }],
  [
    'the compiler is never silenced, the linter only with a reason',
    { 'test/a.ts': `// ${['biome', 'ignore'].join('-')} lint/x/y\n` },
  ],
  ['only config.ts reads the environment', { 'src/db/a.ts': 'export const a = process.env.A;' }],
  ['only config.ts reads the environment', { 'src/db/a.ts': 'const { A } = process.env;' }],
  ['nothing calls out but the gateway', { 'src/workflows/a.ts': 'await fetch(url);' }],
  ['only the metered call spends', { 'src/workflows/a.ts': 'await ledger.authorize(x);' }],
  ['only the metered call sends', { 'src/gateway/a.ts': 'await deps.upstream.send(x);' }],
  ['only the metered call spends', { 'src/gateway/routes.ts': 'await deps.ledger.capture(x);' }],
  [
    'every invariant names a test, and every test that is named exists',
    { 'ARCHITECTURE.md': '**Architecture invariant:** money is exact.' },
  ],
  [
    'every invariant names a test, and every test that is named exists',
    { 'ARCHITECTURE.md': 'Held by `gone.test.ts`.' },
  ],
  ['a link to a file leads to one', { 'docs/a.md': 'See [there](../gone.md).' }],
];

test.each(BROKEN)('%s: %o', (rule, files) => {
  expect(faultsOf(files)).toEqual([expect.stringMatching(`^${rule}: `)]);
});

test('what keeps the rules has no fault', () => {
  const files = {
    'src/config.ts': 'export const port = process.env.PORT;',
    'src/main.ts': 'loadConfig(process.env, names)',
    'src/aicore/providers/index.ts': lines(300),
    'src/gateway/authorise-call.ts': 'await ledger.authorize(x);',
    'src/gateway/send-call.ts': 'await upstream.send(x);',
    'src/gateway/upstream.ts': 'await fetch(url);',
    'src/db/a.ts': `${silence('expect-error: the types lack this overload')}`,
    'src/db/a.test.ts': 'process.env.A = "1"; await fetch(url);',
    'simulator/stand-in.ts': '',
    'ARCHITECTURE.md':
      '**Architecture invariant:** settings are read once. Held by `db/a.test.ts`. [db](src/db/)',
    'package-lock.json': '{"integrity": "x"}',
  };
  expect(faultsOf(files)).toEqual([]);
});
