import type { TextStreamPart, ToolSet } from 'ai';
import { AppError } from '#kernel/error.ts';
import { type AiTask, MAX_STEPS } from './ai-task.ts';
import { EventQueue } from './event-queue.ts';
import type { MeteredFetch } from './metered-fetch.ts';
import { answerOf } from './task-answer.ts';
import type { TaskEnd, TaskEvent } from './task-event.ts';
import { failureOf } from './task-failure.ts';
import { TaskMoney } from './task-money.ts';
import type { WorkflowProcessor } from './workflow-processor.ts';

/** The processor on the AI SDK: it translates for the providers and runs the loop of tools; its `fetch` is the metered call. */
export function createWorkflowProcessor(meteredFetch: MeteredFetch): WorkflowProcessor {
  return {
    process(task) {
      const events = new EventQueue<TaskEvent>();
      const tell = (event: TaskEvent) => events.push(event);
      const money = new TaskMoney(task.spendAtMost, tell);
      void work(meteredFetch, task, money, tell).then(async (end) => {
        await money.settled();
        tell({ type: 'end', end });
        events.close();
      });
      return events;
    },
  };
}

/** Never rejects. */
async function work(
  meteredFetch: MeteredFetch,
  task: AiTask,
  money: TaskMoney,
  tell: (event: TaskEvent) => void,
): Promise<TaskEnd> {
  const { actor, origin } = task;
  const send = meteredFetch({ actor, origin, spendAtMost: money.spendAtMost, watcher: money.watcher });
  const refused = new AbortController();
  const signal = AbortSignal.any([task.signal, refused.signal]);
  try {
    const parts = answerOf(task, send, signal, (refusal) => refused.abort(refusal));
    let end: TaskEnd = { kind: 'stopped' };
    for await (const part of parts) {
      if (part.type === 'error') throw part.error;
      if (part.type === 'finish') end = endOf(part.finishReason);
      const event = eventOf(part);
      if (event) tell(event);
    }
    if (refused.signal.aborted) throw refused.signal.reason;
    return end;
  } catch (error) {
    if (task.signal.aborted) return { kind: 'stopped' };
    return { kind: 'failed', failure: failureOf(refused.signal.reason ?? error, money.hasSpent) };
  }
}

function endOf(finishReason: string): TaskEnd {
  if (finishReason === 'stop') return { kind: 'complete' };
  if (finishReason === 'length') return { kind: 'output_limit' };
  if (finishReason === 'tool-calls')
    throw new AppError(
      'conflict',
      { steps: MAX_STEPS },
      `The model wanted to search more than ${MAX_STEPS} times.`,
    );
  if (finishReason === 'content-filter')
    throw new AppError('invalid_request', {}, 'The provider has refused to answer this.');
  throw new AppError('provider_error', {}, 'The provider ended the answer without a reason.');
}

function eventOf(part: TextStreamPart<ToolSet>): TaskEvent | undefined {
  switch (part.type) {
    case 'text-delta':
      return { type: 'text', delta: part.text };
    case 'reasoning-delta':
      return { type: 'reasoning', delta: part.text };
    case 'tool-call':
      return { type: 'tool_call', callId: part.toolCallId, name: part.toolName, input: part.input };
    case 'tool-result':
      return { type: 'tool_result', callId: part.toolCallId, output: part.output, isError: false };
    case 'tool-error':
      return {
        type: 'tool_result',
        callId: part.toolCallId,
        output: failureOf(part.error, false),
        isError: true,
      };
    case 'source':
      return part.sourceType === 'url' ? { type: 'source', url: part.url, title: part.title } : undefined;
    default:
      return undefined;
  }
}
