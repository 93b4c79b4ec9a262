import type { OfferedModels } from '#gateway/model-list/offered-models.ts';
import type { Actor } from '#identity/actor.ts';
import { AppError } from '#kernel/error.ts';
import { formatChf, type NanoChf, parseChf } from '#kernel/money.ts';
import type { ModelChoice } from '../processor/ai-task.ts';
import type { TaskEnd, TaskFailure } from '../processor/task-event.ts';
import type { WorkflowProcessor } from '../processor/workflow-processor.ts';
import type { Automation, Question } from './automation.ts';
import { cheaperThan } from './cheaper-model.ts';
import { fillPrompt } from './fill-prompt.contract.ts';
import { readInput } from './run-input.ts';
import type { RunEnd, RunningRun } from './running-run.ts';

export interface RunWith {
  readonly processor: WorkflowProcessor;
  readonly owner: Actor;
  readonly automation: Automation;
  readonly running: RunningRun;
  /** What the owner may use now; undefined: that could not be found out. */
  readonly models: OfferedModels | undefined;
  /** What the run has cost so far. */
  spentOf(): Promise<NanoChf>;
  readonly isStopping: () => boolean;
}

/** Another model may do better: the provider or the model failed, not the money. */
const FALLS_BACK = new Set<TaskFailure['code']>([
  'provider_error',
  'provider_timeout',
  'rate_limited',
  'provider_not_configured',
  'provider_not_allowed',
  'model_not_found',
  'model_not_allowed',
  'model_not_priced',
]);

/** Asks one model after the other until one has answered. What each provider bills is charged, and nothing else. */
export async function runModels(run: RunWith): Promise<RunEnd> {
  const { automation, running } = run;
  let failure: TaskFailure | null = null;
  for (const model of automation.models) {
    const end = await askModel(run, model);
    if (end.kind === 'complete') return ended('succeeded');
    if (end.kind === 'output_limit') return ended('output_limit');
    if (end.kind === 'stopped') return ended(run.isStopping() ? 'interrupted' : 'stopped');
    failure = end.failure;
    if (isLimit(failure)) return atLimit(run, model, failure);
    // What it has written is worth more than another beginning.
    if (!FALLS_BACK.has(failure.code) || running.hasOutput) break;
  }
  return run.isStopping() ? ended('interrupted') : { state: 'failed', failure, question: null };
}

async function askModel(run: RunWith, model: ModelChoice): Promise<TaskEnd> {
  const { running } = run;
  running.begin(model);
  const end = await process(run, model);
  running.finish(OUTCOMES[end.kind], end.kind === 'failed' ? end.failure : null);
  return end;
}

const OUTCOMES = {
  complete: 'succeeded',
  output_limit: 'output_limit',
  stopped: 'stopped',
  failed: 'failed',
} as const;

async function process(run: RunWith, model: ModelChoice): Promise<TaskEnd> {
  const { processor, owner, automation, running } = run;
  const { systemPrompt, webSearch, maxOutputTokens } = automation;
  const { automationId, runId } = running.run.place;
  const left = await allowanceLeft(run);
  if (left === 0n) return { kind: 'failed', failure: runLimitReached() };
  try {
    const task = processor.process({
      ...{ actor: owner, model, systemPrompt, webSearch },
      origin: { feature: 'automation', automationId, runId },
      messages: [{ role: 'user', content: promptOf(run) }],
      maxOutputTokens: maxOutputTokens ?? undefined,
      spendAtMost: left,
      signal: running.stop.signal,
    });
    for await (const event of task) {
      if (event.type === 'end') return event.end;
      running.take(event);
    }
    return { kind: 'stopped' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: 'failed', failure: failureOf(error) };
  }
}

/** Throws `invalid_request` for a value that is missing or does not fit the prompt any more. */
function promptOf({ automation, running }: RunWith): string {
  const { input, trigger } = running.run;
  const values = readInput(automation.variables, input, 'input');
  return fillPrompt(automation.prompt, values, trigger === 'webhook');
}

/** What the run may still cost; undefined: it has no limit of its own. */
async function allowanceLeft({ automation, running, spentOf }: RunWith): Promise<NanoChf | undefined> {
  if (automation.runLimit === null) return undefined;
  const left = automation.runLimit + running.run.allowance - (await spentOf());
  return left > 0n ? left : 0n;
}

function isLimit({ code, details }: TaskFailure): boolean {
  return code === 'insufficient_balance' && details.limit_source === 'automation_limit';
}

/** The rule that its owner has chosen. */
async function atLimit(run: RunWith, model: ModelChoice, failure: TaskFailure): Promise<RunEnd> {
  const { automation, models } = run;
  if (automation.atLimit === 'ask')
    return { state: 'asking', failure, question: await questionOf(run, failure) };
  const cheaper =
    automation.atLimit === 'cheaper_model' && models
      ? cheaperThan(models, model, automation.models)
      : undefined;
  if (!cheaper) return { state: 'stopped', failure, question: null };
  const end = await askModel(run, cheaper);
  if (end.kind === 'complete') return ended('succeeded');
  if (end.kind === 'output_limit') return ended('output_limit');
  if (end.kind === 'stopped') return ended(run.isStopping() ? 'interrupted' : 'stopped');
  return { state: isLimit(end.failure) ? 'stopped' : 'failed', failure: end.failure, question: null };
}

async function questionOf(run: RunWith, { details }: TaskFailure): Promise<Question> {
  const { runLimit } = run.automation;
  const spent = await run.spentOf();
  const left = await allowanceLeft(run);
  const available = parseChf(String(details.available_chf ?? '')) ?? 0n;
  const isOfRun = runLimit !== null && left !== undefined && left <= available;
  return {
    reason: isOfRun ? 'run_limit' : 'month_limit',
    spentChf: formatChf(spent),
    limitChf: formatChf(isOfRun ? runLimit + run.running.run.allowance : available),
  };
}

function runLimitReached(): TaskFailure {
  return failureOf(
    new AppError(
      'insufficient_balance',
      { limit_source: 'automation_limit', available_chf: formatChf(0n) },
      'This run has cost as much as it may.',
    ),
  );
}

function failureOf({ code, message, details }: AppError): TaskFailure {
  return { code, message, details };
}

function ended(state: RunEnd['state']): RunEnd {
  return { state, failure: null, question: null };
}
