import { formatChf, formatChfShort } from '#kernel/money.ts';
import type { MandatePlan, PlanSteps } from './import-plan.ts';
import type { Brought, HistorySum, ImportProblem } from './import-subject.ts';

/** What a run does, or would do. Amounts are CHF with nine decimals. A type, since commands print it as JSON. */
export type ImportReport = {
  readonly run: string | null;
  readonly dryRun: boolean;
  /** It was stopped: what is not reported as done comes over when it is run again. */
  readonly interrupted: boolean;
  /** Mandates that would have been created or changed, and were not come to: they are in no total. */
  readonly notReached: number;
  readonly totals: ImportTotals;
  readonly mandates: readonly MandateReport[];
  /** Lines of which nobody can tell whose they are: nobody stays out for them, and they did not come over. */
  readonly strayLines: { readonly count: number; readonly first: readonly ReportedProblem[] };
};

export type ImportTotals = {
  readonly lines: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly openingBeforeChf: string;
  readonly openingAfterChf: string;
  readonly openingDifferenceChf: string;
  readonly historyCallsBefore: number;
  readonly historyCalls: number;
  readonly historyBeforeChf: string;
  readonly historyAfterChf: string;
  readonly historyDifferenceChf: string;
};

export type MandateReport = {
  /** The platform's id. */
  readonly mandate: string;
  readonly outcome: MandatePlan['outcome'];
  readonly changes: readonly string[];
  /** What stays though the platform changed it, since somebody changed it in Rappen; and what somebody should look at. */
  readonly notes: readonly string[];
  readonly problems: readonly ReportedProblem[];
  readonly problemCount: number;
  readonly opening: {
    readonly beforeChf: string;
    readonly afterChf: string;
    readonly differenceChf: string;
  };
  readonly history: {
    readonly callsBefore: number;
    readonly callsAfter: number;
    readonly beforeChf: string;
    readonly afterChf: string;
    readonly differenceChf: string;
  };
};

export type ReportedProblem = { readonly file: string; readonly line: number; readonly problem: string };

export function reportMandate(plan: MandatePlan): MandateReport {
  const { externalId, outcome, steps, history, openingBefore, problems, problemCount } = plan;
  return {
    mandate: externalId,
    outcome,
    changes: steps ? changesOf(steps, history.changedGroups) : [],
    notes: steps ? notesOf(plan, steps) : [],
    problems: problems.map(reportProblem),
    problemCount,
    opening: openingOf(openingBefore, steps?.after.opening ?? openingBefore),
    history: historyOf(history.before, steps ? history.source : history.before),
  };
}

function openingOf(before: string, after: string): MandateReport['opening'] {
  const [from, to] = [BigInt(before), BigInt(after)];
  return { beforeChf: formatChf(from), afterChf: formatChf(to), differenceChf: formatChf(to - from) };
}

function historyOf(before: HistorySum, after: HistorySum): MandateReport['history'] {
  return {
    callsBefore: Number(before.calls),
    callsAfter: Number(after.calls),
    beforeChf: formatChf(before.worth),
    afterChf: formatChf(after.worth),
    differenceChf: formatChf(after.worth - before.worth),
  };
}

/** What Rappen refused only when it was to be done: all stays as it was. */
export function reportRefusal(report: MandateReport, problem: ReportedProblem): MandateReport {
  const { callsBefore, beforeChf } = report.history;
  const none = { afterChf: beforeChf, differenceChf: formatChf(0n) };
  return {
    ...report,
    ...{ outcome: 'refused', changes: [], notes: [], problems: [problem], problemCount: 1 },
    opening: { ...report.opening, afterChf: report.opening.beforeChf, differenceChf: formatChf(0n) },
    history: { ...report.history, callsAfter: callsBefore, ...none },
  };
}

export function reportProblem({ file, line, problem }: ImportProblem): ReportedProblem {
  return { file, line, problem };
}

function changesOf(steps: PlanSteps, historyGroups: number): string[] {
  const { before, after, changed, isRoot } = steps;
  const counted = [
    [steps.newUsers.length, 'users new to Rappen'],
    [steps.joining.length, 'members'],
    [steps.roleChanges.length, 'members with another role'],
    [steps.renamed.length, 'users with another name'],
    [steps.leaving.length, 'members left'],
    [historyGroups, 'daily sums of history'],
  ] as const;
  return [
    // The root mandate keeps its name.
    ...(changed.includes('name') && !isRoot ? [change('name', before?.name, after.name)] : []),
    ...(changed.includes('status') ? [change('status', before?.status, after.status)] : []),
    ...(changed.includes('terms') ? changesOfTerms(before, after) : []),
    ...(changed.includes('opening') ? [change('opening', shown(before?.opening), shown(after.opening))] : []),
    ...(changed.includes('address') && after.address ? ['address'] : []),
    ...steps.rules.map(
      ({ role, provider, allowed }) => `${role} ${allowed ? 'may' : 'may not'} use ${provider}`,
    ),
    ...counted.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`),
  ];
}

function changesOfTerms(before: Brought | undefined, after: Brought): string[] {
  const model = before?.billingModel === after.billingModel;
  const limit = (before?.creditLimit ?? '0') === after.creditLimit;
  return [
    ...(model ? [] : [change('billingModel', before?.billingModel, after.billingModel)]),
    ...(limit ? [] : [change('creditLimit', shown(before?.creditLimit), shown(after.creditLimit))]),
  ];
}

function change(what: string, from: string | undefined, to: string | undefined): string {
  return `${what}: ${from === undefined ? '' : `${from} becomes `}${to}`;
}

function shown(amount: string | undefined): string | undefined {
  return amount === undefined ? undefined : formatChfShort(BigInt(amount));
}

function notesOf({ outcome, namesakes }: MandatePlan, { leftAlone, isRoot }: PlanSteps): string[] {
  const isAnother = outcome === 'created' && namesakes > 0 && !isRoot;
  return [
    ...leftAlone.map((what) => `left alone: ${what}`),
    ...(isAnother ? [`${namesakes} other mandates here are called the same`] : []),
  ];
}
