import type { AiTask } from './ai-task.ts';
import type { TaskEvent } from './task-event.ts';

/** The one place from which chat and automations call AI: through the metered call, and nothing else. */
export interface WorkflowProcessor {
  /**
   * Works on a task until it is done, stopped or failed. Never throws: the last event is its `end`. After a stop it goes on
   * for as long as the provider takes to say what it bills (a minute at most), so that the charge is known.
   */
  process(task: AiTask): AsyncIterable<TaskEvent>;
}
