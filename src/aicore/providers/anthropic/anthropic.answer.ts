import { isJsonObject } from '../../field-rules.ts';
import type { Quantities } from '../../meters.ts';
import type { AnswerReader, UsageReport } from '../../provider.ts';
import type { ServerSentEvent } from '../../sse.ts';
import { parseJson, StreamedText } from '../../streamed-text.ts';
import { AnthropicUsage } from './anthropic.usage.ts';

const SEARCH_RESULT = 'web_search_tool_result';

/** Reads the answer of `POST /v1/messages`, whole or as a stream. */
export class AnthropicAnswerReader implements AnswerReader {
  complete = false;
  readonly #usage = new AnthropicUsage();
  readonly #text = new StreamedText(textOf);
  readonly #providerIds = new Set<string>();
  /** That were seen in a stream, for as long as the provider has not said how many they are. */
  #searches = 0;
  #model: string | undefined;
  #started = false;
  #usageIsFinal = false;
  #generating = false;
  #failed = false;

  json(text: string): undefined {
    const message = parseJson(text);
    if (!isJsonObject(message)) return;
    this.complete = true;
    if (message.type === 'error') this.#failed = true;
    this.#readMessage(message);
    this.#usageIsFinal = isJsonObject(message.usage) && typeof message.usage.output_tokens === 'number';
    if (this.report().kind === 'missing') this.#text.add(contentText(message.content));
  }

  event(event: ServerSentEvent): 'pass' {
    if (event.data === undefined) return 'pass';
    switch (event.type ?? typeIn(event.data)) {
      case 'content_block_start':
      case 'content_block_delta':
        this.#content(event.data);
        break;
      case 'message_start':
        this.#start(parseJson(event.data));
        break;
      case 'message_delta':
        this.#delta(parseJson(event.data));
        break;
      case 'message_stop':
        this.complete = true;
        break;
      case 'error':
        this.#failed = true;
    }
    return 'pass';
  }

  takeStreamedText(): string {
    return this.#text.take();
  }

  report(): UsageReport {
    const providerIds = [...this.#providerIds];
    if (this.#usageIsFinal) {
      const parts = this.#usage.parts(this.#model);
      if (!this.#usage.absurd) return { kind: 'reported', parts, providerIds };
    }
    return {
      kind: 'missing',
      reason: this.#missingReason(),
      model: this.#model,
      partial: this.#usage.absurd ? undefined : this.#partial(),
      providerIds,
    };
  }

  #partial(): Quantities | undefined {
    const input = this.#usage.input();
    return this.#searches === 0 ? input : { ...input, web_searches: this.#searches };
  }

  #missingReason(): 'absurd' | 'failed_before_generation' | 'no_usage' {
    if (this.#usage.absurd) return 'absurd';
    return this.#failed && !this.#generating ? 'failed_before_generation' : 'no_usage';
  }

  /** Broken proxies repeat `message_start`, with counts of the beginning: only the first is read. */
  #start(event: unknown): void {
    if (this.#started || !isJsonObject(event) || !isJsonObject(event.message)) return;
    this.#started = true;
    this.#readMessage(event.message);
  }

  /** The output count of `message_start` is a placeholder; that of a `message_delta` counts. */
  #delta(event: unknown): void {
    if (!isJsonObject(event)) return;
    if (isJsonObject(event.delta)) this.#readContainer(event.delta);
    if (!isJsonObject(event.usage)) return;
    this.#usage.overwrite(event.usage);
    if (typeof event.usage.output_tokens === 'number') this.#usageIsFinal = true;
  }

  #content(data: string): void {
    this.#generating = true;
    this.#text.push(data);
    if (data.includes(SEARCH_RESULT)) this.#countSearch(parseJson(data));
  }

  /** A search that failed is free (https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-search-tool, "Usage and pricing"). */
  #countSearch(event: unknown): void {
    if (!isJsonObject(event) || !isJsonObject(event.content_block)) return;
    const { type, content } = event.content_block;
    if (type === SEARCH_RESULT && Array.isArray(content)) this.#searches++;
  }

  #readMessage(message: Readonly<Record<string, unknown>>): void {
    if (typeof message.model === 'string') this.#model = message.model;
    this.#readContainer(message);
    this.#usage.overwrite(message.usage);
  }

  #readContainer(holder: Readonly<Record<string, unknown>>): void {
    const container = holder.container;
    if (isJsonObject(container) && typeof container.id === 'string') this.#providerIds.add(container.id);
  }
}

/** Some proxies drop the `event:` lines; the type is in the data as well. */
function typeIn(data: string): unknown {
  const event = parseJson(data);
  return isJsonObject(event) ? event.type : undefined;
}

function textOf(event: unknown): string {
  if (!isJsonObject(event)) return '';
  return partText(event.delta ?? event.content_block);
}

function contentText(content: unknown): string {
  return Array.isArray(content) ? content.map(partText).join('') : '';
}

function partText(part: unknown): string {
  if (!isJsonObject(part)) return '';
  const text = part.text ?? part.partial_json ?? part.thinking;
  if (typeof text === 'string') return text;
  return isJsonObject(part.input) && Object.keys(part.input).length > 0 ? JSON.stringify(part.input) : '';
}
