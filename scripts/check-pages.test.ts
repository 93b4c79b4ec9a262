import { expect, test } from 'vitest';
import { checkSizes, filesOf, type Manifest } from './check-pages.ts';

const MANIFEST: Manifest = {
  'index.html': { file: 'index.js', isEntry: true, imports: ['_shared.js'] },
  '_shared.js': { file: 'shared.js', imports: ['index.html'] },
  'pages/billing/overview-page.tsx': { file: 'overview.js', imports: ['_shared.js', 'index.html'] },
  'features/charts/lazy-day-chart.tsx': { file: 'chart.js', imports: ['_shared.js'] },
  ...Object.fromEntries(
    ['de', 'en', 'fr', 'it'].map((name) => [`texts/first/${name}.po`, { file: `${name}.js` }]),
  ),
};
const sizes: Record<string, number> = {
  'index.js': 100_000,
  'shared.js': 50_000,
  'overview.js': 40_000,
  'chart.js': 120_000,
  'de.js': 30_000,
  'fr.js': 29_000,
};
const sizeOf = (changed: Record<string, number>) => (file: string) => ({ ...sizes, ...changed })[file] ?? 0;

test('what is needed by several counts once', () => {
  expect([...filesOf(MANIFEST, ['index.html', 'pages/billing/overview-page.tsx'])]).toEqual([
    'index.js',
    'shared.js',
    'overview.js',
  ]);
});

test('the first load counts one language, the largest; charts only what is not there yet', () => {
  expect(checkSizes(MANIFEST, sizeOf({}))).toEqual([]);
  expect(checkSizes(MANIFEST, sizeOf({ 'fr.js': 30_001 }))).toEqual(['the first load has 220001 bytes']);
  expect(checkSizes(MANIFEST, sizeOf({ 'chart.js': 130_001 }))).toEqual(['the charts have 130001 bytes']);
});

test('a build in which nothing can be measured is a fault', () => {
  const { 'features/charts/lazy-day-chart.tsx': _none, ...rest } = MANIFEST;
  expect(checkSizes(rest, sizeOf({}))[0]).toContain('nothing was measured');
});
