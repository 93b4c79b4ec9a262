import { findCallsOfRuns, type OriginCall, sumAutomations } from '#billing/origins/origin-cost.store.ts';
import type { Db } from '#db/database.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import type { MandateId, UserId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import { zurichInstant, zurichTime } from '#kernel/zurich-time.ts';
import type { AutomationOfApi, AutomationSummary, Run, RunDetail } from './automation.contract.ts';
import { findMonthLimits } from './automation.store.ts';
import type { Attempt, Automation, AutomationRun } from './automation.ts';
import { lastRuns, listRuns } from './run.store.ts';

/** How many of the last runs that ended well say what a run costs. */
const RUNS_LOOKED_AT = 200;

/** As lists show them. Of one mandate. */
export async function summarize(
  db: Db,
  mandateId: MandateId,
  automations: readonly Automation[],
): Promise<AutomationSummary[]> {
  const ids = automations.map(({ id }) => id);
  const [limits, sums, last] = await Promise.all([
    findMonthLimits(db, mandateId, ids),
    sumAutomations(db, mandateId, ids, startOfMonth()),
    lastRuns(db, mandateId, ids),
  ]);
  const runs = await describeRuns(db, mandateId, [...last.values()]);
  const names = await namesOfUsers(
    db,
    automations.map(({ ownerId }) => ownerId),
  );
  return automations.map((automation) => {
    const { id, name, ownerId, status, pausedBecause, trigger, models, nextRunAt } = automation;
    const limit = limits.get(id);
    return {
      ...{ id, name, status, pausedBecause, trigger },
      owner: { id: ownerId, name: nameOf(names, ownerId) },
      models: [...models],
      nextRunAt: nextRunAt?.toISOString() ?? null,
      lastRun: runs.find(({ automationId }) => automationId === id) ?? null,
      thisMonthChf: formatChf(sums.get(id) ?? 0n),
      monthLimitChf: limit === undefined ? null : formatChf(limit),
    };
  });
}

function startOfMonth(): Date {
  return zurichInstant(`${zurichTime(new Date()).slice(0, 7)}-01`, 0);
}

/** All of it. `webhookUrl`: where its webhook is called. */
export async function describeAutomation(
  db: Db,
  automation: Automation,
  webhookUrl: string,
): Promise<AutomationOfApi> {
  const [summary] = await summarize(db, automation.mandateId, [automation]);
  if (!summary) throw new Error('an automation without a summary');
  const { prompt, systemPrompt, variables, webSearch, maxOutputTokens, atLimit, version } = automation;
  return {
    ...summary,
    ...{ prompt, systemPrompt, webSearch, maxOutputTokens, atLimit, version },
    variables: variables.map((variable) => ({ ...variable, choices: [...variable.choices] })),
    runLimitChf: automation.runLimit === null ? null : formatChf(automation.runLimit),
    cost: await costOfRuns(db, automation),
    webhook:
      automation.trigger.kind === 'webhook'
        ? { url: webhookUrl, hasSecret: automation.secretVersion > 0 }
        : null,
    createdAt: automation.createdAt.toISOString(),
    updatedAt: automation.updatedAt.toISOString(),
  };
}

async function costOfRuns(db: Db, { mandateId, id }: Automation): Promise<AutomationOfApi['cost']> {
  const place = { mandateId, automationId: id };
  const runs = await listRuns(db, place, { states: ['succeeded', 'output_limit'], limit: RUNS_LOOKED_AT });
  const calls = await findCallsOfRuns(
    db,
    mandateId,
    runs.map((run) => run.place.runId),
  );
  const costs = runs.map((run) => chargeOf(calls.get(run.place.runId))).toSorted((a, b) => (a < b ? -1 : 1));
  return {
    runs: costs.length,
    medianChf: percentile(costs, 50),
    p95Chf: percentile(costs, 95),
  };
}

/** Of sorted amounts: the least that so many percent do not exceed. Null: there are none. */
function percentile(sorted: readonly NanoChf[], percent: number): string | null {
  const amount = sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
  return amount === undefined ? null : formatChf(amount);
}

/** Runs of one mandate, with what they cost. */
export async function describeRuns(
  db: Db,
  mandateId: MandateId,
  runs: readonly AutomationRun[],
): Promise<Run[]> {
  const calls = await findCallsOfRuns(
    db,
    mandateId,
    runs.map(({ place }) => place.runId),
  );
  const names = await namesOfUsers(
    db,
    runs.flatMap(({ startedBy }) => startedBy ?? []),
  );
  return runs.map((run) => describeRun(run, calls.get(run.place.runId) ?? [], names));
}

type Names = Awaited<ReturnType<typeof namesOfUsers>>;

function describeRun(run: AutomationRun, calls: readonly OriginCall[], names: Names): Run {
  const { place, state, trigger, startedBy, attempts, failure } = run;
  return {
    id: place.runId,
    automationId: place.automationId,
    ...{ state, trigger },
    dueAt: run.dueAt?.toISOString() ?? null,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
    startedBy: startedBy === null ? null : { id: startedBy, name: nameOf(names, startedBy) },
    attempts: attempts.map((attempt) => ({
      ...attempt,
      outcome: outcomeOf(attempt, run),
      failure: attempt.failure && withDetails(attempt.failure),
    })),
    failure: failure && withDetails(failure),
    chargedChf: formatChf(chargeOf(calls)),
    heldChf: formatChf(calls.reduce((sum, { held }) => sum + held, 0n)),
  };
}

/** Of a process that died, nobody has written down how it ended. */
function outcomeOf({ outcome }: Attempt, { endedAt }: AutomationRun): Attempt['outcome'] {
  return outcome === 'running' && endedAt !== null ? 'stopped' : outcome;
}

/** One run with what it was given and has made. */
export async function describeRunDetail(db: Db, run: AutomationRun): Promise<RunDetail> {
  const { mandateId, runId } = run.place;
  const [described] = await describeRuns(db, mandateId, [run]);
  if (!described) throw new Error('a run without a description');
  const calls = (await findCallsOfRuns(db, mandateId, [runId])).get(runId) ?? [];
  return {
    ...described,
    input: { ...run.input },
    output: run.output,
    sources: [...run.sources],
    question: run.question,
    calls: calls.map(({ transactionId, provider, model, state, charge }) => ({
      ...{ transactionId, provider, model, state },
      chargeChf: state === 'charged' ? formatChf(charge) : null,
    })),
  };
}

function withDetails<Failure extends { readonly details: object }>(failure: Failure) {
  return { ...failure, details: { ...failure.details } };
}

function chargeOf(calls: readonly OriginCall[] = []): NanoChf {
  return calls.reduce((sum, { charge }) => sum + charge, 0n);
}

function nameOf(names: Names, id: UserId): string {
  const user = names.get(id);
  return user?.name || (user?.email ?? '');
}
