import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensurePages } from './launch/ensure-pages.mjs';

/** A project with as little as the launcher looks at; its builder counts how often it ran. */
const BUILDER = `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('built.log', 'x');
if (process.argv[2] === undefined) throw new Error('no fingerprint');
mkdirSync('dist/pages', { recursive: true });
writeFileSync('dist/pages/.built-of', process.argv[2]);
`;
let root = '';
const write = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};
const build = () => ensurePages({ root, node: process.execPath });
const timesBuilt = () => readFileSync(join(root, 'built.log'), 'utf8').length;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rappen-launch-'));
  for (const path of [
    'src/web/main.tsx',
    'src/kernel/money.ts',
    'vite.config.ts',
    'lingui.config.ts',
    'package-lock.json',
  ])
    write(path, `// ${path}`);
  write('scripts/pages/build-pages.ts', BUILDER);
  write('package.json', '{"type":"module"}');
});
afterEach(() => rmSync(root, { recursive: true }));

test('they are built once, also by two who start at once', async () => {
  await Promise.all([build(), build()]);
  await build();
  expect(timesBuilt()).toBe(1);
});

test.each([
  'src/web/main.tsx',
  'src/web/new.tsx',
  'src/kernel/money.ts',
  'vite.config.ts',
  'package-lock.json',
])('a change of %s has them built anew', async (path) => {
  await build();
  write(path, 'changed');
  await build();
  expect(timesBuilt()).toBe(2);
});

test('a build that fails says why, and is tried again', async () => {
  write('scripts/pages/build-pages.ts', 'console.error("no such part"); process.exit(1);');
  await expect(build()).rejects.toThrow('no such part');
  write('scripts/pages/build-pages.ts', BUILDER);
  await build();
  expect(timesBuilt()).toBe(1);
});
