import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LANGUAGES } from '../src/kernel/language.ts';

/** The texts of a catalogue: from the English one to the translated one (empty: missing). */
export type Catalogue = ReadonlyMap<string, string>;

/** Reads a .po file as Lingui writes it: `msgid "..."`, `msgstr "..."`, both perhaps over several lines. */
export function readCatalogue(po: string): Catalogue {
  const texts = new Map<string, string>();
  for (const entry of po.split(/\n\n+/)) {
    if (/^#~/m.test(entry)) continue;
    const id = partOf(entry, 'msgid');
    const context = partOf(entry, 'msgctxt');
    if (id) texts.set(context ? `${context}\u0004${id}` : id, partOf(entry, 'msgstr') ?? '');
  }
  return texts;
}

function partOf(entry: string, keyword: string): string | undefined {
  const lines = new RegExp(`^${keyword} ((?:"(?:[^"\\\\]|\\\\.)*"\\n?)+)`, 'm').exec(entry)?.[1];
  return lines
    ?.split('\n')
    .filter((line) => line.startsWith('"'))
    .map((line) => JSON.parse(line) as string)
    .join('');
}

/** `present`: what the code says today. A text that is missing, empty, left over, or lost a placeholder is a fault. */
export function checkCatalogue(language: string, present: Catalogue, kept: Catalogue): string[] {
  const missing = [...present.keys()].filter((id) => !kept.has(id));
  const left = [...kept.keys()].filter((id) => !present.has(id));
  const translated = [...kept].filter(([id]) => language !== 'en' && present.has(id));
  return [
    ...missing.map((id) => `${language}: not extracted (npm run texts): ${short(id)}`),
    ...left.map((id) => `${language}: no longer used (npm run texts): ${short(id)}`),
    ...translated
      .filter(([, text]) => text === '')
      .map(([id]) => `${language}: no translation: ${short(id)}`),
    ...translated
      .filter(([id, text]) => text !== '' && placeholders(id) !== placeholders(text))
      .map(([id]) => `${language}: other placeholders than in English: ${short(id)}`),
    ...(language === 'de' ? translated.filter(([, text]) => text.includes('ß')) : []).map(
      ([id]) => `de: ß, in Swiss German it is ss: ${short(id)}`,
    ),
  ];
}

/** `{name}`, `<0>`, `</0>`: each that occurs, sorted. Inside plurals one may stand in every form, so each counts once. */
function placeholders(text: string): string {
  const found = text.match(/\{\w+(?=[,}])|<\/?\d+\/?>/g) ?? [];
  return [...new Set(found)].sort().join(' ');
}

function short(id: string): string {
  return JSON.stringify(id.slice(0, 100));
}

/** What is written in the code now, by part, extracted into a folder of its own. */
function extractPresent(root: string): ReadonlyMap<string, Catalogue> {
  const folder = mkdtempSync(join(tmpdir(), 'rappen-texts-'));
  try {
    const config = readFileSync(join(root, 'lingui.config.ts'), 'utf8')
      .replaceAll("path: '<rootDir>/src/web/texts/", `path: '${folder}/`)
      .replace('sourceLocale:', `rootDir: '${root}',\n  sourceLocale:`);
    const path = join(root, 'node_modules/.cache/lingui-check.config.ts');
    writeFileSync(path, config);
    const script = join(root, 'node_modules/@lingui/cli/dist/lingui.js');
    const args = [script, 'extract', '--config', path, '--locale', 'en'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`lingui extract failed: ${stderr}`);
    const read = (part: string) => readCatalogue(readFileSync(join(folder, part, 'en.po'), 'utf8'));
    return new Map(PARTS.map((part) => [part, read(part)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** lingui.config.ts says which texts are in which. */
const PARTS = ['first', 'rest'];

if (import.meta.main) {
  const root = process.cwd();
  const present = extractPresent(root);
  const faults = PARTS.flatMap((part) => checkPart(root, part, present.get(part) ?? new Map()));
  for (const fault of faults) console.error(fault);
  const count = [...present.values()].reduce((sum, texts) => sum + texts.size, 0);
  console.log(`texts: ${count} in ${LANGUAGES.length} languages, ${faults.length} faults`);
  process.exitCode = faults.length === 0 && PARTS.every((part) => present.get(part)?.size) ? 0 : 1;
}

function checkPart(root: string, part: string, present: Catalogue): string[] {
  return LANGUAGES.flatMap((language) => {
    const kept = readCatalogue(readFileSync(join(root, `src/web/texts/${part}/${language}.po`), 'utf8'));
    return checkCatalogue(language, present, kept);
  });
}
