import type { JsonObject, Provider } from '#aicore/provider.ts';
import { must } from '#kernel/assert.ts';
import type { AiTask } from './ai-task.ts';
import { placeOf } from './metered-fetch.ts';
import { answerOf } from './task-answer.ts';

/** A call that is not made. */
export interface TaskRequest {
  readonly provider: string;
  /** Below the provider's base URL. */
  readonly path: string;
  readonly body: JsonObject;
}

/** The first request of a task as it would be sent, for a quote. Nothing is sent. Throws what keeps it from being sent. */
export async function requestOf(
  providers: readonly Provider[],
  task: Omit<AiTask, 'origin' | 'signal'>,
): Promise<TaskRequest> {
  let request: TaskRequest | undefined;
  const caught = new AbortController();
  const parts = answerOf(
    task,
    async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const { provider, path } = must(placeOf(providers, url), 'a provider');
      request = { provider: provider.name, path, body: JSON.parse(String(init?.body)) };
      caught.abort();
      throw new Error('this request is not sent');
    },
    caught.signal,
    () => undefined,
  );
  for await (const part of parts) if (part.type === 'error' && !request) throw part.error;
  if (!request) throw new Error('the task has no request');
  return request;
}
