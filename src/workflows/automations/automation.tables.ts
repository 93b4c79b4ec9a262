import type { Generated } from 'kysely';
import type { Db } from '#db/database.ts';
import type { ModelChoice, WebSearch } from '../processor/ai-task.ts';
import type { TaskFailure } from '../processor/task-event.ts';
import type { Trigger, Variable } from './automation.contract.ts';
import type { AtLimit, Attempt, PauseReason, Question, RunState, Source, TriggerKind } from './automation.ts';

export type AutomationRow = {
  mandate_id: string;
  id: string;
  user_id: string;
  name: string;
  prompt: string;
  system_prompt: string;
  variables: readonly Variable[];
  trigger: Trigger;
  trigger_kind: TriggerKind;
  models: readonly ModelChoice[];
  web_search: WebSearch;
  max_output_tokens: number | null;
  at_limit: AtLimit;
  run_limit: bigint | null;
  status: Generated<'active' | 'paused'>;
  paused_because: PauseReason | null;
  secret_version: Generated<number>;
  version: Generated<number>;
  next_run_at: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
};

export type RunRow = {
  mandate_id: string;
  automation_id: string;
  id: string;
  trigger: TriggerKind;
  due_at: Date | null;
  request_key: string | null;
  started_by: string | null;
  input: Readonly<Record<string, string>>;
  state: Generated<RunState>;
  attempts: Generated<readonly Attempt[]>;
  output: Generated<string>;
  sources: Generated<readonly Source[]>;
  failure: TaskFailure | null;
  question: Question | null;
  allowance: Generated<bigint>;
  is_stop_asked: Generated<boolean>;
  alive_at: Date | null;
  created_at: Generated<Date>;
  started_at: Date | null;
  ended_at: Date | null;
};

/** The database, with the automations' tables. */
export const automations = (db: Db) => db.withTables<{ automation: AutomationRow; automation_run: RunRow }>();
