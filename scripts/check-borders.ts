import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { BORDER_RULES } from './borders.ts';
import { filesBelow } from './source-files.ts';

const FOLDERS = ['src', 'simulator', 'test', 'bench', 'scripts'];

export interface BorderReport {
  readonly modules: number;
  readonly imports: number;
  readonly faults: readonly string[];
}

/**
 * Checks every import below `root` against the border rules. The parser is named outright: with TypeScript 7 alone
 * dependency-cruiser 18 parses no TypeScript at all, and reports success. For the same reason every file that is on
 * the disk must be among the modules that it saw.
 */
export async function checkBorders(root: string): Promise<BorderReport> {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const { output } = await cruise(folders, {
    baseDir: root,
    parser: 'swc',
    tsPreCompilationDeps: true,
    validate: true,
    ruleSet: { forbidden: BORDER_RULES },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'import', 'default'] },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'fixtures?/' },
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser gave text instead of a result');
  const seen = new Set(output.modules.map((module) => module.source));
  const expected = folders.flatMap((folder) => filesBelow(root, folder, ['.ts', '.tsx', '.mjs']));
  const unseen = expected.filter((file) => !seen.has(file) && !/fixtures?\//.test(file));
  const imports = output.modules.reduce((sum, module) => sum + module.dependencies.length, 0);
  return {
    modules: expected.length - unseen.length,
    imports,
    faults: [
      ...violations(output),
      ...unseen.map((file) => `${file}: dependency-cruiser did not see this file`),
      ...(imports === 0 ? ['dependency-cruiser saw no import at all: its parser does not work'] : []),
    ],
  };
}

function violations({ summary }: ICruiseResult): string[] {
  const comments = new Map(BORDER_RULES.map((rule) => [rule.name, rule.comment]));
  return summary.violations.map(
    ({ from, to, rule }) => `${from} -> ${to}: ${rule.name} (${comments.get(rule.name)})`,
  );
}

if (import.meta.main) {
  const { modules, imports, faults } = await checkBorders(process.cwd());
  for (const fault of faults) console.error(fault);
  console.log(`borders: ${modules} modules, ${imports} imports, ${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
