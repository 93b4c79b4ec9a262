import type {
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { AppError } from '#kernel/error.ts';

/** What every answer and every chunk of it says of itself. */
export interface CompletionHead {
  /** `chatcmpl-...` */
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** `provider/model`, as it was asked for. */
  readonly model: string;
}

/** A whole answer in OpenAI's format. */
export function completionOf(head: CompletionHead, result: LanguageModelV4GenerateResult) {
  const { content, finishReason, usage } = result;
  const toolCalls = content.flatMap((part) =>
    part.type === 'tool-call' && !part.providerExecuted ? [toolCallOf(part)] : [],
  );
  const text = content.map(textIn).join('');
  return {
    id: head.id,
    object: 'chat.completion',
    created: head.created,
    model: head.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text === '' && toolCalls.length > 0 ? null : text,
          refusal: null,
          ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
          annotations: [],
        },
        logprobs: null,
        finish_reason: finishOf(finishReason),
      },
    ],
    ...(isTold(usage) ? { usage: usageOf(usage) } : {}),
  };
}

function textIn(part: LanguageModelV4Content): string {
  return part.type === 'text' ? part.text : '';
}

function toolCallOf(part: Extract<LanguageModelV4Content, { type: 'tool-call' }>) {
  return {
    id: part.toolCallId,
    type: 'function',
    function: { name: part.toolName, arguments: part.input },
  };
}

/** Throws `provider_error` for an answer that the provider did not bring to its end: this format has no word for it. */
function finishOf({ unified }: LanguageModelV4FinishReason): string {
  if (unified === 'error' || unified === 'interrupted')
    throw new AppError('provider_error', {}, 'The provider broke off. What came until then is charged.');
  if (unified === 'tool-calls') return 'tool_calls';
  if (unified === 'content-filter') return 'content_filter';
  return unified === 'length' ? 'length' : 'stop';
}

/** Missing is not 0: what is charged then is an estimate. */
function isTold({ inputTokens, outputTokens }: LanguageModelV4Usage): boolean {
  return inputTokens.total !== undefined || outputTokens.total !== undefined;
}

function usageOf({ inputTokens, outputTokens }: LanguageModelV4Usage) {
  const prompt = inputTokens.total ?? 0;
  const completion = outputTokens.total ?? 0;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: inputTokens.cacheRead ?? 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: outputTokens.reasoning ?? 0, audio_tokens: 0 },
  };
}

/** Makes chunks of a stream in OpenAI's format, one answer long. */
export class CompletionChunks {
  readonly #head: CompletionHead;
  readonly #withUsage: boolean;
  /** Calls of tools by their id at the provider: their place in the answer. */
  readonly #calls = new Map<string, { readonly index: number; isWritten: boolean }>();
  #hasBegun = false;

  constructor(head: CompletionHead, withUsage: boolean) {
    this.#head = head;
    this.#withUsage = withUsage;
  }

  /** The chunks that a part of the answer becomes: none, one, or two. Throws what an error part carries. */
  of(part: LanguageModelV4StreamPart): readonly object[] {
    switch (part.type) {
      case 'text-delta':
        return part.delta === '' ? [] : this.#choices({ content: part.delta });
      case 'tool-input-start':
        return part.providerExecuted ? [] : this.#begin(part.id, part.toolName);
      case 'tool-input-delta':
        return this.#input(part.id, part.delta);
      case 'tool-call':
        return part.providerExecuted ? [] : this.#wholeCall(part);
      case 'finish':
        return this.#end(part.finishReason, part.usage);
      case 'error':
        throw part.error;
      default:
        return [];
    }
  }

  #choices(delta: object, finish: string | null = null): object[] {
    const first = this.#hasBegun
      ? []
      : [this.#chunk({ role: 'assistant', content: '', refusal: null }, null)];
    this.#hasBegun = true;
    return [...first, this.#chunk(delta, finish)];
  }

  #chunk(delta: object, finish: string | null): object {
    const choice = { index: 0, delta, logprobs: null, finish_reason: finish };
    return { ...this.#frame(), choices: [choice], ...(this.#withUsage ? { usage: null } : {}) };
  }

  #frame() {
    const { id, created, model } = this.#head;
    return { id, object: 'chat.completion.chunk', created, model };
  }

  #begin(id: string, name: string): object[] {
    const index = this.#calls.size;
    this.#calls.set(id, { index, isWritten: false });
    return this.#choices({
      tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }],
    });
  }

  #input(id: string, delta: string): object[] {
    const call = this.#calls.get(id);
    if (!call || delta === '') return [];
    call.isWritten = true;
    return this.#choices({ tool_calls: [{ index: call.index, function: { arguments: delta } }] });
  }

  /** Some providers write the input only with the whole call. */
  #wholeCall({
    toolCallId,
    toolName,
    input,
  }: Extract<LanguageModelV4StreamPart, { type: 'tool-call' }>): object[] {
    const begun = this.#calls.has(toolCallId) ? [] : this.#begin(toolCallId, toolName);
    return this.#calls.get(toolCallId)?.isWritten ? begun : [...begun, ...this.#input(toolCallId, input)];
  }

  #end(reason: LanguageModelV4FinishReason, usage: LanguageModelV4Usage): object[] {
    const chunks = this.#choices({}, finishOf(reason));
    if (!this.#withUsage || !isTold(usage)) return chunks;
    return [...chunks, { ...this.#frame(), choices: [], usage: usageOf(usage) }];
  }
}
