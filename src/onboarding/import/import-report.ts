import { formatChf, formatChfShort } from '#kernel/money.ts';
import { changedFields, type MandatePlan, type PlanSteps } from './import-plan.ts';
import type { Brought, ImportProblem } from './import-subject.ts';

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
  readonly historyCalls: number;
  readonly historyBeforeChf: string;
  readonly historyAfterChf: string;
};

export type MandateReport = {
  /** The platform's id. */
  readonly mandate: string;
  readonly outcome: MandatePlan['outcome'];
  readonly changes: readonly string[];
  readonly problems: readonly ReportedProblem[];
  readonly problemCount: number;
  /** Null: refused, so nothing is booked. */
  readonly opening: {
    readonly beforeChf: string;
    readonly afterChf: string;
    readonly differenceChf: string;
  } | null;
  readonly history: {
    readonly callsBefore: number;
    readonly callsAfter: number;
    readonly beforeChf: string;
    readonly afterChf: string;
  };
};

type ReportedProblem = { readonly file: string; readonly line: number; readonly problem: string };

export function reportMandate({ externalId, outcome, steps, history, ...rest }: MandatePlan): MandateReport {
  const after = steps ? history.source : history.before;
  return {
    mandate: externalId,
    outcome,
    changes: steps && outcome !== 'unchanged' ? changesOf(steps, history.changedGroups) : [],
    problems: rest.problems.map(reportProblem),
    problemCount: rest.problemCount,
    opening: steps
      ? {
          beforeChf: formatChf(BigInt(steps.before?.opening ?? 0)),
          afterChf: formatChf(BigInt(steps.after.opening)),
          differenceChf: formatChf(steps.openingDifference),
        }
      : null,
    history: {
      callsBefore: Number(history.before.calls),
      callsAfter: Number(after.calls),
      beforeChf: formatChf(history.before.worth),
      afterChf: formatChf(after.worth),
    },
  };
}

/** What Rappen refused only when it was to be done. */
export function reportRefusal(report: MandateReport, problem: string): MandateReport {
  const problems = [{ file: '', line: 0, problem }];
  const { callsBefore, beforeChf } = report.history;
  const history = { callsBefore, callsAfter: callsBefore, beforeChf, afterChf: beforeChf };
  return { ...report, outcome: 'refused', changes: [], problems, problemCount: 1, opening: null, history };
}

export function reportProblem({ file, line, problem }: ImportProblem): ReportedProblem {
  return { file, line, problem };
}

function changesOf(steps: PlanSteps, historyGroups: number): string[] {
  const { before, after } = steps;
  const fields = changedFields(before, after).filter((field) => field !== 'address');
  const counted = [
    [steps.newUsers.length, 'users new to Rappen'],
    [steps.joining.length, 'members'],
    [steps.roleChanges.length, 'members with another role'],
    [steps.renamed.length, 'users with another name'],
    [steps.leaving.length, 'members left'],
    [historyGroups, 'days of history'],
  ] as const;
  return [
    ...fields.map(
      (field) => `${field}: ${before ? `${shown(before, field)} becomes ` : ''}${shown(after, field)}`,
    ),
    ...(changedFields(before, after).includes('address') ? ['address'] : []),
    ...steps.rules.map(
      ({ role, provider, allowed }) => `${role} ${allowed ? 'may' : 'may not'} use ${provider}`,
    ),
    ...counted.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`),
  ];
}

function shown(
  brought: Brought,
  field: 'name' | 'status' | 'billingModel' | 'creditLimit' | 'opening',
): string {
  const isAmount = field === 'creditLimit' || field === 'opening';
  return isAmount ? formatChfShort(BigInt(brought[field])) : brought[field];
}
