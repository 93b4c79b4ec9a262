import { readImportMapping } from '#onboarding/import/import-mapping.ts';
import { nameOfSource, openImportSource } from '#onboarding/import/import-source.ts';
import { compareUsage } from '#onboarding/parallel-run/compare-usage.ts';
import type { ParallelReport, ReportedSums } from '#onboarding/parallel-run/parallel-report.ts';
import { parallelReportCsv } from '#onboarding/parallel-run/parallel-report-csv.ts';
import { renderParallelReport, verdictOf } from '#onboarding/parallel-run/render-parallel-report.ts';
import { listenForBreakOff } from './break-off.ts';
import { defineCommand } from './command.ts';
import type { CommandServices } from './command-services.ts';
import { importProgress } from './import-progress.ts';
import { day, optional, required, textNamed } from './option.ts';
import { requireReportFile, writeReportFile } from './report-file.ts';

export const compareUsageCommand = defineCommand({
  name: 'compare-usage',
  about:
    "prices another platform's calls of a day as Rappen would, charges and writes nothing, and compares them with what the platform says (docs/import.md)",
  argument: 'source',
  options: {
    source: required(textNamed('FILE|DIRECTORY|postgres://...')),
    day: required(day),
    mapping: optional(textNamed('FILE')),
    report: optional(textNamed('FILE')),
  },
  async run(services, { source, day, mapping, report: file }) {
    if (file !== undefined) await requireReportFile(file, { source, mapping });
    const report = await compare(services, source, day, mapping);
    if (file !== undefined) await writeReportFile(file, contentOf(file, report));
    return { answer: report, summary: summaryOf(report), differs: !report.agrees };
  },
});

async function compare(
  { db, defaultMarkupPpm }: CommandServices,
  place: string,
  day: string,
  mappingFile: string | undefined,
): Promise<ParallelReport> {
  const mapping = await readImportMapping(mappingFile);
  const breakOff = listenForBreakOff();
  const bar = importProgress(process.stderr);
  try {
    const { sources, close } = await openImportSource(place, mapping, breakOff.signal);
    const told = { stop: breakOff.signal, progress: bar.show };
    const request = { source: nameOfSource(place), sources, mapping, day, defaultMarkupPpm };
    return await compareUsage(db, { ...request, ...told }).finally(close);
  } finally {
    bar.end();
    breakOff.end();
  }
}

function contentOf(file: string, report: ParallelReport): string {
  if (file.endsWith('.json')) return `${JSON.stringify(report)}\n`;
  return file.endsWith('.csv') ? parallelReportCsv(report) : renderParallelReport(report);
}

const SHOWN = 20;

/** More than this is in the answer of `--json` and in the file of `--report`. */
function summaryOf(report: ParallelReport) {
  const { totals, models, mandates, strayLines } = report;
  const { platform, rappen, parts } = totals;
  const causes = totals.causes.toSorted((a, b) => b.calls - a.calls);
  return {
    ...{ day: report.day, result: verdictOf(report) },
    ...{ mandates: totals.mandates, agreeingMandates: totals.agreeingMandates },
    ...{ calls: totals.calls, differingCalls: totals.differingCalls, refusedLines: totals.refusedLines },
    ...{ platformChf: platform.costChf, rappenChf: rappen.costChf, differenceChf: totals.differenceChf },
    ...{ ...parts, toBeChargedChf: rappen.chargeChf },
    explanations: [
      ...causes,
      ...totals.unpriced.map(({ reason, calls }) => ({ cause: reason, calls })),
    ].slice(0, SHOWN),
    differingModels: models.filter(differs).slice(0, SHOWN).map(modelRow),
    differingMandates: mandates
      .filter(differs)
      .slice(0, SHOWN)
      .map(({ mandate, name, ...sums }) => ({
        ...{ mandate, name, ...rowOf(sums) },
        refusedLines: sums.refusedLines.count,
        firstRefused: sums.refusedLines.first.slice(0, 1).map(placeOf)[0],
      })),
    ...(strayLines.count > 0 ? { linesOfNobody: strayLines.first.map(placeOf) } : {}),
  };
}

function differs({ agrees }: ReportedSums): boolean {
  return !agrees;
}

function modelRow({ provider, model, ...sums }: ParallelReport['models'][number]) {
  return { provider, model, ...rowOf(sums) };
}

function rowOf({ calls, differingCalls, platform, rappen, differenceChf, parts }: ReportedSums) {
  const { tokensChf, priceChf } = parts;
  return {
    ...{ calls, differing: differingCalls, platformChf: platform.costChf, rappenChf: rappen.costChf },
    ...{ differenceChf, tokensChf, priceChf },
  };
}

function placeOf({ file, line, problem }: ParallelReport['strayLines']['first'][number]): string {
  return `${file}:${line}: ${problem}`;
}
