import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportReport } from '#onboarding/import/import-report.ts';
import { makeBenchDirectory } from '../bench-directory.ts';
import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { inScope } from '../scope.ts';
import { type CommandTimed, timeCommand } from './import-command.ts';
import { type ImportPlatform, openImportPlatform } from './made-up-platform.ts';

export interface ImportResult {
  readonly mandates: number;
  readonly users: number;
  readonly calls: number;
  readonly fileMegabytes: number;
  readonly runs: readonly ImportTimed[];
}

export interface ImportTimed extends CommandTimed {
  readonly source: 'files' | 'database';
  /** The second time nothing has changed. */
  readonly isAgain: boolean;
}

/** The same platform from its files and from its database, each into an empty Rappen and once more. Throws unless all came over, and the recount agrees. */
export function benchImport({ importMandates: mandates }: BenchOptions): Promise<ImportResult> {
  return inScope(async (defer) => {
    const platform = await openImportPlatform(mandates, defer);
    const runs = [
      ...(await importTwice('files', platform, mandates)),
      ...(await importTwice('database', platform, mandates)),
    ];
    const { fileMegabytes } = platform;
    return { mandates, users: 20 * mandates, calls: 500 * mandates, fileMegabytes, runs };
  });
}

function importTwice(
  source: ImportTimed['source'],
  { files, databaseUrl, mapping }: ImportPlatform,
  mandates: number,
): Promise<ImportTimed[]> {
  return inScope(async (defer) => {
    const directory = await makeBenchDirectory();
    defer(() => directory.remove());
    const report = join(directory.path, 'report.json');
    const args = ['import-mandates', source === 'files' ? files : databaseUrl, '--mapping', mapping];
    const runs: ImportTimed[] = [];
    for (const isAgain of [false, true]) {
      say(`import: ${mandates} mandates of the ${source}${isAgain ? ', again' : ''}`);
      const timed = await timeCommand(directory.path, [...args, '--report', report], defer);
      requireAll(JSON.parse(readFileSync(report, 'utf8')) as ImportReport, mandates, isAgain);
      runs.push({ source, isAgain, ...timed });
    }
    say('import: the recount');
    await timeCommand(directory.path, ['verify'], defer);
    return runs;
  });
}

/** The mandate n has n CHF and a quarter, and each 500 calls. */
function requireAll({ totals }: ImportReport, mandates: number, isAgain: boolean): void {
  const openings = (mandates * (mandates + 1)) / 2 + mandates / 4;
  const reached = [totals.created, totals.unchanged, Number(totals.openingAfterChf), totals.historyCalls];
  const wanted = [isAgain ? 0 : mandates, isAgain ? mandates : 0, openings, 500 * mandates];
  if (String(reached) !== String(wanted)) throw new Error(`came over: ${reached}, and not ${wanted}`);
}
