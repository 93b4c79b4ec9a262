import { isStepCount, streamText, type TextStreamPart, type ToolSet } from 'ai';
import { requireProvider } from '#identity/actor.ts';
import { AppError } from '#kernel/error.ts';
import { type AiTask, DEFAULT_MAX_OUTPUT_TOKENS, MAX_STEPS } from './ai-task.ts';
import { languageModel } from './language-models.ts';
import type { Send } from './metered-fetch.ts';
import { providerSearch } from './provider-search.ts';
import { WEB_SEARCH, webSearchTool } from './web-search-tool.ts';

// Of its own accord the SDK prints what a model leaves out, at each call.
globalThis.AI_SDK_LOG_WARNINGS = false;

/**
 * What the models say to a task, part by part, with their searches. `send` is how the AI SDK reaches them. `onRefusal` hears of a
 * refusal of the house in a search. Throws `provider_not_allowed`, `invalid_request`.
 */
export function answerOf(
  task: Omit<AiTask, 'origin' | 'signal'>,
  send: Send,
  abortSignal: AbortSignal,
  onRefusal: (refusal: AppError) => void,
): AsyncIterable<TextStreamPart<ToolSet>> {
  const { actor, webSearch } = task;
  const hosted = webSearch === 'provider' ? providerSearch(task.model, send) : undefined;
  if (webSearch === 'tavily') requireProvider(actor, 'tavily');
  const tools = webSearch === 'tavily' ? { [WEB_SEARCH]: webSearchTool(send, onRefusal) } : hosted?.tools;
  const result = streamText({
    model: hosted?.model ?? languageModel(task.model, send),
    ...(task.systemPrompt && { instructions: task.systemPrompt }),
    messages: [...task.messages],
    ...(tools && { tools }),
    maxOutputTokens: task.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS,
    stopWhen: isStepCount(MAX_STEPS),
    // One search after the other: each knows what the one before has cost.
    toolCallConcurrency: 1,
    // A second attempt would be a second call that costs.
    maxRetries: 0,
    abortSignal,
    providerOptions: PROVIDER_OPTIONS,
    experimental_download: refuseDownload,
    // They come as parts of the stream too; by default they would be printed.
    onError: () => undefined,
  });
  return result.fullStream;
}

/** Nothing of a conversation is kept at OpenAI. */
const PROVIDER_OPTIONS = { openai: { store: false } };

/** No address that somebody has written is ever fetched by this server. */
async function refuseDownload(files: readonly unknown[]): Promise<never[]> {
  if (files.length === 0) return [];
  throw new AppError(
    'invalid_request',
    { path: 'messages' },
    'messages: files are sent whole, not as an address',
  );
}
