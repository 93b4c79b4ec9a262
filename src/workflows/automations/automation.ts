import { AppError } from '#kernel/error.ts';
import type { AutomationId, MandateId, RunId, UserId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { ModelChoice, WebSearch } from '../processor/ai-task.ts';
import type { TaskFailure } from '../processor/task-event.ts';
import type { Trigger, Variable } from './automation.contract.ts';

export type AtLimit = 'stop' | 'cheaper_model' | 'ask';
/** Why Rappen has paused an automation: it would fail each time. */
export type PauseReason = 'owner_left' | 'owner_not_allowed' | 'schedule_unreadable';
export type TriggerKind = 'manual' | 'schedule' | 'webhook';

/** What people write down of an automation. */
export interface AutomationDefinition {
  readonly name: string;
  readonly prompt: string;
  readonly systemPrompt: string;
  readonly variables: readonly Variable[];
  readonly trigger: Trigger;
  /** In the order of fall-back; at least one. */
  readonly models: readonly ModelChoice[];
  readonly webSearch: WebSearch;
  readonly maxOutputTokens: number | null;
  readonly atLimit: AtLimit;
  /** What one run may cost at most. */
  readonly runLimit: NanoChf | null;
}

export interface Automation extends AutomationDefinition {
  readonly mandateId: MandateId;
  readonly id: AutomationId;
  /** In whose name it calls. */
  readonly ownerId: UserId;
  readonly status: 'active' | 'paused';
  readonly pausedBecause: PauseReason | null;
  /** Of the webhook's secret; 0: none was made yet. */
  readonly secretVersion: number;
  readonly version: number;
  readonly nextRunAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type RunState =
  | 'queued'
  | 'running'
  | 'asking'
  | 'succeeded'
  | 'output_limit'
  | 'stopped'
  | 'failed'
  | 'interrupted';

/** One model that was asked. Instants as ISO 8601. */
export interface Attempt {
  readonly model: ModelChoice;
  readonly outcome: 'running' | 'succeeded' | 'output_limit' | 'failed' | 'stopped';
  readonly failure: TaskFailure | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

export interface Source {
  readonly url: string;
  readonly title: string | null;
}

/** What a run wants to know before it goes on. Amounts as nine decimals. */
export interface Question {
  readonly reason: 'run_limit' | 'month_limit';
  readonly spentChf: string;
  readonly limitChf: string;
}

/** Where a run is. */
export interface RunPlace {
  readonly mandateId: MandateId;
  readonly automationId: AutomationId;
  readonly runId: RunId;
}

export interface AutomationRun {
  readonly place: RunPlace;
  readonly trigger: TriggerKind;
  readonly dueAt: Date | null;
  readonly startedBy: UserId | null;
  readonly input: Readonly<Record<string, string>>;
  readonly state: RunState;
  readonly attempts: readonly Attempt[];
  readonly output: string;
  readonly sources: readonly Source[];
  readonly failure: TaskFailure | null;
  readonly question: Question | null;
  /** What somebody has allowed beyond the limit of a run. */
  readonly allowance: NanoChf;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

export function noSuchAutomation(): AppError {
  return new AppError('not_found', {}, 'There is no such automation.');
}
