import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensurePages } from './launch/ensure-pages.mjs';

/** What a browser loads before the first page stands: the entry, the frame, the overview, one language. In bytes of gzip. */
const FIRST_LOAD_BYTES = 220_000;
/** What is loaded besides when charts are drawn. */
const CHARTS_BYTES = 130_000;
const FIRST_PAGE = 'pages/billing/overview-page.tsx';
const LANGUAGE_FILES = /^texts\/first\/\w\w\.po$/;
const CHARTS = /^features\/charts\/.*lazy/;

interface ManifestEntry {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly isEntry?: boolean;
}
export type Manifest = Readonly<Record<string, ManifestEntry>>;

/** Everything that the chunks need before they run, each once. */
export function filesOf(manifest: Manifest, names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const entry = manifest[name];
    if (!entry || seen.has(entry.file)) return;
    seen.add(entry.file);
    for (const needed of entry.imports ?? []) visit(needed);
  };
  for (const name of names) visit(name);
  return seen;
}

/** What is too large, or cannot be measured, one line each. */
export function checkSizes(manifest: Manifest, sizeOf: (file: string) => number): string[] {
  const names = Object.keys(manifest);
  const entries = names.filter((name) => manifest[name]?.isEntry);
  const languages = names.filter((name) => LANGUAGE_FILES.test(name));
  const charts = names.filter((name) => CHARTS.test(name));
  if (entries.length !== 1 || !manifest[FIRST_PAGE] || languages.length !== 4 || charts.length === 0)
    return [`the build has no ${FIRST_PAGE}, no charts or not four languages: nothing was measured`];
  const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + sizeOf(file), 0);
  const largest = Math.max(...languages.map((name) => sizeOf(manifest[name]?.file ?? '')));
  const first = filesOf(manifest, [...entries, FIRST_PAGE]);
  const firstBytes = sum(first) + largest;
  const chartBytes = sum([...filesOf(manifest, charts)].filter((file) => !first.has(file)));
  console.log(
    `first load ${firstBytes} of ${FIRST_LOAD_BYTES} bytes, charts ${chartBytes} of ${CHARTS_BYTES}`,
  );
  return [
    ...(firstBytes > FIRST_LOAD_BYTES ? [`the first load has ${firstBytes} bytes`] : []),
    ...(chartBytes > CHARTS_BYTES ? [`the charts have ${chartBytes} bytes`] : []),
  ];
}

if (import.meta.main) {
  const root = process.cwd();
  await ensurePages({ root, node: process.execPath });
  const folder = join(root, 'dist/pages');
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const faults = checkSizes(
    manifest,
    (file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length,
  );
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
