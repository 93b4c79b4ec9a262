import { DOCUMENT_RULES } from './house/document-rules.ts';
import { FILE_RULES } from './house/file-rules.ts';
import { LINE_RULES } from './house/line-rules.ts';
import { readProject } from './source-files.ts';

const RULES = [...FILE_RULES, ...LINE_RULES, ...DOCUMENT_RULES];

/** Everything below `root` that breaks a habit of the house, as `rule: file: problem`. */
export function checkHouse(root: string): { files: number; faults: string[] } {
  const files = readProject(root);
  const faults = RULES.flatMap((rule) => rule.faults(files).map((fault) => `${rule.name}: ${fault}`));
  return { files: files.length, faults };
}

if (import.meta.main) {
  const { files, faults } = checkHouse(process.cwd());
  for (const fault of faults) console.error(fault);
  console.log(`house: ${files} files, ${RULES.length} rules, ${faults.length} faults`);
  process.exitCode = faults.length === 0 && files > 0 ? 0 : 1;
}
