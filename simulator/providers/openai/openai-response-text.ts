import type { JsonObject } from '../../call.ts';
import { objectText } from '../../request-texts.ts';
import type { GeneratedOutput } from '../../text/generated-output.ts';
import { openaiErrorObject } from './openai-errors.ts';

export interface ResponseAnswer {
  readonly id: string;
  readonly createdAt: number;
  readonly model: string;
  readonly tier: string;
  readonly body: JsonObject;
  readonly status: 'completed' | 'incomplete' | 'failed' | 'cancelled';
  readonly output: GeneratedOutput;
  /** Output items before the message: reasoning and searches. */
  readonly itemsBefore: readonly JsonObject[];
  readonly messageId: string;
  readonly toolCalls: readonly JsonObject[];
}

/** The response object. Its output is there only once it has ended. */
export function responseText(
  response: ResponseAnswer,
  status: ResponseAnswer['status'] | 'in_progress',
  usage: string | undefined,
): string {
  const { body } = response;
  const given = (name: string, otherwise: unknown) => JSON.stringify(body[name] ?? otherwise);
  const ended = status !== 'in_progress' && status !== 'failed';
  return objectText({
    id: `"${response.id}"`,
    object: '"response"',
    created_at: String(response.createdAt),
    status: `"${status}"`,
    background: 'false',
    error: status === 'failed' ? JSON.stringify(responseError()) : 'null',
    incomplete_details: status === 'incomplete' ? '{"reason":"max_output_tokens"}' : 'null',
    instructions: given('instructions', null),
    max_output_tokens: given('max_output_tokens', null),
    max_tool_calls: given('max_tool_calls', null),
    model: JSON.stringify(response.model),
    output: ended ? JSON.stringify(outputItems(response)) : '[]',
    parallel_tool_calls: given('parallel_tool_calls', true),
    previous_response_id: given('previous_response_id', null),
    prompt_cache_key: given('prompt_cache_key', null),
    prompt_cache_retention: 'null',
    reasoning: given('reasoning', { effort: null, summary: null }),
    safety_identifier: 'null',
    service_tier: JSON.stringify(status === 'in_progress' ? 'auto' : response.tier),
    store: given('store', true),
    temperature: given('temperature', 1),
    text: given('text', { format: { type: 'text' }, verbosity: 'medium' }),
    tool_choice: given('tool_choice', 'auto'),
    tools: given('tools', []),
    top_logprobs: '0',
    top_p: given('top_p', 1),
    truncation: '"disabled"',
    usage: usage ?? 'null',
    user: 'null',
    metadata: given('metadata', {}),
  });
}

function responseError() {
  const { message } = openaiErrorObject('server_error');
  return { code: 'server_error', message };
}

function outputItems(response: ResponseAnswer): readonly JsonObject[] {
  if (response.toolCalls.length > 0) return [...response.itemsBefore, ...response.toolCalls];
  return [...response.itemsBefore, messageItem(response, 'completed', response.output.text)];
}

export function messageItem(response: ResponseAnswer, status: string, text: string | undefined): JsonObject {
  const part = { type: 'output_text', annotations: [], logprobs: [], text };
  return {
    id: response.messageId,
    type: 'message',
    status,
    content: text === undefined ? [] : [part],
    role: 'assistant',
  };
}
