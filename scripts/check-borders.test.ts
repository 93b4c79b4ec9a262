import { expect, test } from 'vitest';
import { fileTree } from '#test/support/file-tree.ts';
import { checkBorders } from './check-borders.ts';

const EMPTY = 'export const nothing = 0;\n';
const importing = (path: string) => `import { nothing } from '${path}';\nconsole.log(nothing);\n`;
const importingType = (path: string) =>
  `import type { nothing } from '${path}';\nexport type T = typeof nothing;\n`;

/** Every file of the tree exists; `from` imports `to` by a relative path. */
async function faultsOf(from: string, to: string, code = importing): Promise<readonly string[]> {
  const up = '../'.repeat(from.split('/').length - 1);
  const files = { [to]: EMPTY, [from]: code(`${up}${to}`), 'package.json': '{"type":"module"}' };
  const { faults } = await checkBorders(fileTree(files));
  return faults;
}

const FORBIDDEN: readonly [from: string, to: string, rule: string][] = [
  ['src/kernel/a.ts', 'src/db/b.ts', 'kernel-imports-only-from-above'],
  ['src/kernel/a.ts', 'src/config.ts', 'kernel-imports-only-from-above'],
  ['src/db/a.ts', 'src/http/b.ts', 'db-imports-only-from-above'],
  ['src/http/a.ts', 'src/queue/b.ts', 'http-imports-only-from-above'],
  ['src/queue/a.ts', 'src/http/b.ts', 'queue-imports-only-from-above'],
  ['src/identity/a.ts', 'src/billing/b.ts', 'identity-imports-only-from-above'],
  ['src/aicore/a.ts', 'src/billing/b.ts', 'aicore-imports-only-from-above'],
  ['src/billing/a.ts', 'src/aicore/b.ts', 'billing-imports-only-from-above'],
  ['src/billing/a.ts', 'src/gateway/b.ts', 'billing-imports-only-from-above'],
  ['src/gateway/a.ts', 'src/workflows/b.ts', 'gateway-imports-only-from-above'],
  ['src/workflows/a.ts', 'src/onboarding/b.ts', 'workflows-imports-only-from-above'],
  ['src/onboarding/a.ts', 'src/context.ts', 'onboarding-imports-only-from-above'],
  ['src/onboarding/a.ts', 'src/cli/b.ts', 'onboarding-imports-only-from-above'],
  ['src/novelty/a.ts', 'src/kernel/b.ts', 'every-folder-has-its-line'],
  ['simulator/a.ts', 'src/aicore/b.ts', 'simulator-is-an-independent-witness'],
  ['simulator/a.ts', 'test/support/b.ts', 'simulator-is-an-independent-witness'],
  ['src/gateway/a.ts', 'simulator/b.ts', 'simulator-only-for-demo-mode'],
  ['src/app.ts', 'simulator/b.ts', 'simulator-only-for-demo-mode'],
  ['src/main.ts', 'test/support/b.ts', 'nothing-imports-tests'],
  ['src/main.ts', 'bench/b.ts', 'nothing-imports-tests'],
  ['src/gateway/a.ts', 'src/gateway/upstream.ts', 'only-context-makes-the-sender'],
  ['src/workflows/a.ts', 'src/gateway/upstream.ts', 'only-context-makes-the-sender'],
  ['src/workflows/a.ts', 'src/gateway/send-call.ts', 'only-the-metered-call-spends'],
  ['src/gateway/free-call.ts', 'src/gateway/authorise-call.ts', 'only-the-metered-call-spends'],
  ['src/workflows/a.ts', 'src/gateway/settle-call.ts', 'only-the-metered-call-spends'],
  ['src/gateway/a.ts', 'node_modules/undici/index.js', 'only-upstream-speaks-http'],
  ['src/billing/a.ts', 'node_modules/pdfkit/index.js', 'loaded-late'],
  ['src/web/pages/a.tsx', 'src/billing/b.service.ts', 'pages-know-only-the-contract'],
  ['src/web/lib/a.ts', 'src/kernel/log.ts', 'pages-know-only-the-contract'],
  ['src/main.ts', 'src/web/lib/b.ts', 'nothing-imports-pages'],
  ['src/web/lib/a.ts', 'src/web/ui/b.tsx', 'web-lib-imports-only-from-above'],
  ['src/web/ui/a.tsx', 'src/web/features/x/b.tsx', 'web-ui-imports-only-from-above'],
  ['src/web/features/x/a.tsx', 'src/web/pages/b.tsx', 'web-features-imports-only-from-above'],
  ['src/web/pages/a.tsx', 'src/web/routes/b.ts', 'web-pages-imports-only-from-above'],
];

test.each(FORBIDDEN)('%s may not import %s', async (from, to, rule) => {
  expect(await faultsOf(from, to)).toEqual([expect.stringMatching(`^${from} -> ${to}: ${rule} `)]);
});

test.each([
  ['src/gateway/a.ts', 'src/billing/b.ts'],
  ['src/context.ts', 'src/gateway/upstream.ts'],
  ['src/gateway/send-call.ts', 'src/gateway/settle-call.ts'],
  ['src/gateway/metered-call.ts', 'src/gateway/settle-call.ts'],
  ['src/gateway/upstream.ts', 'node_modules/undici/index.js'],
  ['src/main.ts', 'simulator/b.ts'],
  ['simulator/a.ts', 'src/kernel/b.ts'],
  ['src/kernel/a.test.ts', 'src/db/b.ts'],
  ['src/web/pages/a.tsx', 'src/billing/b.contract.ts'],
  ['src/web/routes/a.ts', 'src/web/pages/b.tsx'],
  ['src/web/ui/a.tsx', 'src/kernel/money-text.ts'],
  ['test/pages/a.ts', 'src/gateway/upstream.ts'],
])('%s may import %s', async (from, to) => {
  expect(await faultsOf(from, to)).toEqual([]);
});

test('an import of types alone crosses no border either', async () => {
  const faults = await faultsOf('src/aicore/a.ts', 'src/billing/b.ts', importingType);
  expect(faults).toEqual([expect.stringContaining('aicore-imports-only-from-above')]);
});

test('a path that starts with # is followed like any other', async () => {
  const root = fileTree({
    'package.json': '{"type":"module","imports":{"#*":"./src/*"}}',
    'src/kernel/a.ts': importing('#db/b.ts'),
    'src/db/b.ts': EMPTY,
  });
  expect((await checkBorders(root)).faults).toEqual([
    expect.stringContaining('kernel-imports-only-from-above'),
  ]);
});

test('circles and imports that lead nowhere are faults', async () => {
  const circle = fileTree({
    'src/db/a.ts': `${importing('./b.ts')}export const nothing = 1;\n`,
    'src/db/b.ts': `${importing('./a.ts')}export const nothing = 1;\n`,
  });
  expect((await checkBorders(circle)).faults).toContainEqual(expect.stringContaining('no-circle'));
  const lost = fileTree({ 'src/db/a.ts': importing('./gone.ts') });
  expect((await checkBorders(lost)).faults).toContainEqual(expect.stringContaining('resolvable'));
});

test('a cruise that sees no import fails', async () => {
  const { faults } = await checkBorders(fileTree({ 'src/kernel/a.ts': EMPTY }));
  expect(faults).toEqual(['dependency-cruiser saw no import at all: its parser does not work']);
});

test('every file of this project is seen, and its imports too', async () => {
  const { modules, imports } = await checkBorders(process.cwd());
  expect(modules).toBeGreaterThan(50);
  expect(imports).toBeGreaterThan(modules);
});
