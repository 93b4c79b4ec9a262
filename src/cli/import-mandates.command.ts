import { invalidRequest } from '#kernel/error.ts';
import { readImportMapping } from '#onboarding/import/import-mapping.ts';
import type { ImportReport } from '#onboarding/import/import-report.ts';
import { importMandates } from '#onboarding/import/import-run.ts';
import { nameOfSource, openImportSource } from '#onboarding/import/import-source.ts';
import { renderImportReport } from '#onboarding/import/import-totals.ts';
import { undoImport } from '#onboarding/import/import-undo.ts';
import type { TellProgress } from '#onboarding/import/tell-progress.ts';
import { listenForBreakOff } from './break-off.ts';
import { type CommandResult, defineCommand } from './command.ts';
import type { CommandServices } from './command-services.ts';
import { importProgress } from './import-progress.ts';
import { flag, optional, textNamed, uuid } from './option.ts';
import { requireReportFile, writeReportFile } from './report-file.ts';

export const importMandatesCommand = defineCommand({
  name: 'import-mandates',
  about:
    'brings the mandates of another platform over, from files or its PostgreSQL database (docs/import.md); again: what changed',
  argument: 'source',
  options: {
    source: optional(textNamed('FILE|DIRECTORY|postgres://...')),
    mapping: optional(textNamed('FILE')),
    'dry-run': flag,
    report: optional(textNamed('FILE')),
    undo: optional(uuid),
  },
  async run(services, { source, mapping, 'dry-run': dryRun, report: file, undo }) {
    if ((source === undefined) === (undo === undefined)) {
      throw invalidRequest('source', 'name a source to bring over, or --undo a run');
    }
    if (source === undefined) {
      if ((mapping ?? file) !== undefined) throw invalidRequest('undo', 'goes with --dry-run alone');
      return undoRun(services, undo ?? '', dryRun);
    }
    if (file !== undefined) await requireReportFile(file, { source, mapping });
    const report = await bringOver(services, source, mapping, dryRun);
    if (file !== undefined) await writeReportFile(file, contentOf(file, report));
    return { answer: report, summary: summaryOf(report), differs: isIncomplete(report) };
  },
});

function contentOf(file: string, report: ImportReport): string {
  return file.endsWith('.json') ? `${JSON.stringify(report)}\n` : renderImportReport(report);
}

async function bringOver(
  services: CommandServices,
  place: string,
  mappingFile: string | undefined,
  dryRun: boolean,
): Promise<ImportReport> {
  const mapping = await readImportMapping(mappingFile);
  const source = nameOfSource(place);
  return stoppable(async (told) => {
    const { sources, close } = await openImportSource(place, mapping, told.stop);
    try {
      return await importMandates(services, { source, sources, mapping, dryRun, ...told });
    } finally {
      await close();
    }
  });
}

/** Shows how far the work is. A signal ends it after the mandates that it is at, a second one at once. */
async function stoppable<Result>(
  work: (told: { readonly stop: AbortSignal; readonly progress: TellProgress }) => Promise<Result>,
): Promise<Result> {
  const breakOff = listenForBreakOff();
  const bar = importProgress(process.stderr);
  const note = () => bar.note('rappen: stopping in order; once more ends it at once');
  breakOff.signal.addEventListener('abort', note);
  try {
    return await work({ stop: breakOff.signal, progress: bar.show });
  } finally {
    bar.end();
    breakOff.end();
  }
}

const SHOWN = 20;

/** More mandates than these are in the answer of `--json` and in the file of `--report`. */
function summaryOf({ run, dryRun, totals, mandates, strayLines, ...rest }: ImportReport) {
  const refused = mandates.filter(({ outcome }) => outcome === 'refused');
  const shown = refused.slice(0, SHOWN).map(({ mandate, problems: [first] }) => ({
    mandate,
    where: first && first.line > 0 ? `${first.file}:${first.line}` : '-',
    problem: first?.problem,
  }));
  return {
    ...{ run, dryRun, ...interruption(rest), ...totals },
    linesOfNobody: strayLines.count,
    refusedMandates: shown,
  };
}

function interruption({ interrupted, notReached }: { interrupted: boolean; notReached: number }) {
  return interrupted
    ? { interrupted: `${notReached} mandates are still to come: run it again to go on` }
    : {};
}

function isIncomplete({ interrupted, totals, strayLines }: ImportReport): boolean {
  return interrupted || totals.refused > 0 || strayLines.count > 0;
}

async function undoRun(services: CommandServices, run: string, dryRun: boolean): Promise<CommandResult> {
  const answer = await stoppable((told) => undoImport(services, { run, dryRun, ...told }));
  const { undone, suspended, refused, interrupted, notReached, ...rest } = answer;
  return {
    answer,
    summary: {
      ...{ ...rest, ...interruption({ interrupted, notReached }) },
      ...{ undone: undone.length, suspended: suspended.length, refusedMandates: refused.length },
      refused: refused.slice(0, SHOWN),
    },
    differs: refused.length > 0 || interrupted,
  };
}
