import { must } from '#kernel/assert.ts';
import { formatChf, parseChf } from '#kernel/money.ts';
import type { ImportReport, ImportTotals, MandateReport } from './import-report.ts';

export function totalsOf(lines: number, mandates: readonly MandateReport[]): ImportTotals {
  const count = (outcome: MandateReport['outcome']) =>
    mandates.filter((one) => one.outcome === outcome).length;
  const sum = (amountOf: (report: MandateReport) => string) =>
    formatChf(mandates.reduce((total, one) => total + must(parseChf(amountOf(one)), 'an amount'), 0n));
  return {
    lines,
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    openingBeforeChf: sum(({ opening }) => opening.beforeChf),
    openingAfterChf: sum(({ opening }) => opening.afterChf),
    openingDifferenceChf: sum(({ opening }) => opening.differenceChf),
    historyCallsBefore: mandates.reduce((total, { history }) => total + history.callsBefore, 0),
    historyCalls: mandates.reduce((total, { history }) => total + history.callsAfter, 0),
    historyBeforeChf: sum(({ history }) => history.beforeChf),
    historyAfterChf: sum(({ history }) => history.afterChf),
    historyDifferenceChf: sum(({ history }) => history.differenceChf),
  };
}

/** For people: the totals, and each mandate with what happens to it. */
export function renderImportReport({ totals, mandates, strayLines, ...run }: ImportReport): string {
  const head = run.dryRun ? 'Rehearsal: nothing was written.' : `Run ${run.run}`;
  return [
    `${head}${run.interrupted ? ` Interrupted: ${run.notReached} mandates are still to come. Run it again to go on.` : ''}`,
    ...Object.entries(totals).map(([name, value]) => `  ${name}: ${value}`),
    ...mandates.flatMap(renderMandate),
    ...(strayLines.count > 0 ? [`Lines of nobody: ${strayLines.count}`] : []),
    ...strayLines.first.map(renderProblem),
    '',
  ].join('\n');
}

function renderMandate(report: MandateReport): string[] {
  const { mandate, outcome, changes, notes, problems, problemCount } = report;
  const more = problemCount - problems.length;
  return [
    `${mandate}: ${outcome}; ${sumsOf(report)}`,
    ...changes.map((change) => `  ${change}`),
    ...notes.map((note) => `  ${note}`),
    ...problems.map(renderProblem),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

/** Before and after where they differ, with nine decimals as all amounts of the report. */
function sumsOf({ opening, history }: MandateReport): string {
  const calls =
    history.callsBefore === history.callsAfter
      ? `${history.callsAfter}`
      : `${history.callsBefore} becomes ${history.callsAfter}`;
  return `opening ${sumOf(opening)}; history ${calls} calls, ${sumOf(history)}`;
}

function sumOf({ beforeChf, afterChf, differenceChf }: MandateReport['opening']): string {
  if (beforeChf === afterChf) return afterChf;
  const sign = differenceChf.startsWith('-') ? '' : '+';
  return `${beforeChf} becomes ${afterChf} (${sign}${differenceChf})`;
}

function renderProblem({ file, line, problem }: MandateReport['problems'][number]): string {
  return line === 0 ? `  ${problem}` : `  ${file}:${line}: ${problem}`;
}
