import { must } from '#kernel/assert.ts';
import { formatChf, parseChf } from '#kernel/money.ts';
import type { ImportReport, ImportTotals, MandateReport } from './import-report.ts';

export function totalsOf(lines: number, mandates: readonly MandateReport[]): ImportTotals {
  const count = (outcome: MandateReport['outcome']) =>
    mandates.filter((one) => one.outcome === outcome).length;
  const sum = (amountOf: (report: MandateReport) => string | undefined) =>
    formatChf(mandates.reduce((total, one) => total + must(parseChf(amountOf(one) ?? '0'), 'an amount'), 0n));
  return {
    lines,
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    openingBeforeChf: sum(({ opening }) => opening?.beforeChf),
    openingAfterChf: sum(({ opening }) => opening?.afterChf),
    openingDifferenceChf: sum(({ opening }) => opening?.differenceChf),
    historyCalls: mandates.reduce((total, { history }) => total + history.callsAfter, 0),
    historyBeforeChf: sum(({ history }) => history.beforeChf),
    historyAfterChf: sum(({ history }) => history.afterChf),
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

function renderMandate({ mandate, outcome, changes, problems, problemCount }: MandateReport): string[] {
  const more = problemCount - problems.length;
  return [
    `${mandate}: ${outcome}`,
    ...changes.map((change) => `  ${change}`),
    ...problems.map(renderProblem),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function renderProblem({ file, line, problem }: MandateReport['problems'][number]): string {
  return line === 0 ? `  ${problem}` : `  ${file}:${line}: ${problem}`;
}
