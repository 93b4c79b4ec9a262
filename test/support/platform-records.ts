import type pg from 'pg';
import type { Db } from '#db/database.ts';
import type { SourceLine } from '#onboarding/import/import-line.ts';
import { type ImportMapping, readImportMapping } from '#onboarding/import/import-mapping.ts';
import type { ImportKind } from '#onboarding/import/import-record.ts';
import type { ImportReport } from '#onboarding/import/import-report.ts';
import { importMandates } from '#onboarding/import/import-run.ts';
import type { ImportSource } from '#onboarding/import/import-staging.ts';
import { renderImportReport } from '#onboarding/import/import-totals.ts';
import type { TellProgress } from '#onboarding/import/tell-progress.ts';

/** What a platform hands over, by kind. */
export type PlatformRecords = Partial<Record<ImportKind, readonly Readonly<Record<string, unknown>>[]>>;

/** A source that stands in memory: one file for each kind, one record a line. */
export function recordSources(records: PlatformRecords): readonly ImportSource[] {
  return Object.entries(records).map(([kind, values]) => {
    const name = `${kind}.jsonl`;
    const lines = values.map(
      (value, index): SourceLine => ({ file: name, line: index + 1, kind: kind as ImportKind, value }),
    );
    return {
      name,
      kind: kind as ImportKind,
      lines: async function* () {
        yield lines;
      },
    };
  });
}

export async function importRecords(
  services: { readonly db: Db; readonly pool: pg.Pool },
  records: PlatformRecords,
  options: {
    readonly dryRun?: boolean;
    readonly mapping?: Partial<ImportMapping>;
    readonly stop?: AbortSignal;
    readonly progress?: TellProgress;
  } = {},
): Promise<ImportReport> {
  const { dryRun = false, mapping, ...rest } = options;
  const whole = { ...(await readImportMapping(undefined)), chfPerUsd: { '2000-01-01': '0.80' }, ...mapping };
  const sources = recordSources(records);
  return importMandates(services, { source: 'test', sources, mapping: whole, dryRun, ...rest });
}

/** What a rehearsal and the run itself have to agree on: all but the number of the run, as data and as people read it. */
export function comparable(report: ImportReport) {
  const { run: _run, dryRun: _dryRun, ...rest } = report;
  const [, ...lines] = renderImportReport(report).split('\n');
  return { ...rest, lines };
}
