import { isJsonObject } from '../../field-rules.ts';
import type { Quantities } from '../../meters.ts';
import type { AnswerReader, JsonObject, UsageReport } from '../../provider.ts';
import type { ServerSentEvent } from '../../sse.ts';
import { parseJson, StreamedText } from '../../streamed-text.ts';
import { answeredTier, readResponseUsage } from './openai.usage.ts';

const TYPE_AT_START = /^\s*\{\s*"type"\s*:\s*"([\w.]+)"/;

/** Reads the answer of `POST /responses`, whole or as a stream. */
export class ResponsesAnswerReader implements AnswerReader {
  complete = false;
  readonly #text = new StreamedText(deltaText);
  readonly #providerIds = new Set<string>();
  #model: string | undefined;
  #tier: { tier?: string } = {};
  #searches = 0;
  #usage: Quantities | undefined;
  #absurd = false;
  #generating = false;
  #failed = false;

  json(text: string): undefined {
    const response = parseJson(text);
    if (!isJsonObject(response)) return;
    this.#end(response);
    if (!this.#usage) this.#text.add(outputText(response.output));
  }

  event(event: ServerSentEvent): 'pass' {
    const data = event.data;
    if (data === undefined || data === '[DONE]') return 'pass';
    const type = event.type ?? typeIn(data);
    if (type.endsWith('.delta')) {
      this.#generating = true;
      this.#text.push(data);
    } else if (type === 'response.output_item.added') this.#generating = true;
    else if (type === 'response.output_item.done') this.#readItems([fieldOf(parseJson(data), 'item')]);
    else if (type === 'response.created') this.#readHead(fieldOf(parseJson(data), 'response'));
    else if (/^response\.(completed|incomplete|failed|cancelled)$/.test(type)) {
      this.#end(fieldOf(parseJson(data), 'response'));
    } else if (type === 'error' || (type === '' && fieldOf(parseJson(data), 'error'))) this.#failed = true;
    return 'pass';
  }

  takeStreamedText(): string {
    return this.#text.take();
  }

  report(): UsageReport {
    const providerIds = [...this.#providerIds];
    if (this.#usage && !this.#absurd) {
      const part = { model: this.#model, ...this.#tier, quantities: this.#usage };
      return { kind: 'reported', parts: [part], providerIds };
    }
    const partial = this.#searches > 0 ? { web_searches: this.#searches } : undefined;
    return { kind: 'missing', reason: this.#missingReason(), model: this.#model, partial, providerIds };
  }

  #missingReason(): 'absurd' | 'failed_before_generation' | 'no_usage' {
    if (this.#absurd) return 'absurd';
    return this.#failed && !this.#generating ? 'failed_before_generation' : 'no_usage';
  }

  /** The whole response, at the end of a stream or as the body. */
  #end(response: unknown): void {
    if (!isJsonObject(response)) return;
    this.complete = true;
    this.#readHead(response);
    if (response.error) this.#failed = true;
    if (Array.isArray(response.output)) {
      const before = this.#searches;
      this.#searches = 0;
      this.#readItems(response.output);
      this.#searches = Math.max(before, this.#searches);
    }
    if (isJsonObject(response.usage)) this.#readUsage(response.usage);
  }

  #readUsage(usage: JsonObject): void {
    const reading = readResponseUsage(usage, this.#searches);
    if (reading === 'absurd') this.#absurd = true;
    else if (reading !== 'none') this.#usage = reading;
  }

  #readHead(response: unknown): void {
    if (!isJsonObject(response)) return;
    if (typeof response.model === 'string') this.#model = response.model;
    if (typeof response.id === 'string') this.#providerIds.add(response.id);
    if (typeof response.service_tier === 'string') this.#tier = answeredTier(response.service_tier);
    const conversation = fieldOf(response.conversation, 'id');
    if (typeof conversation === 'string') this.#providerIds.add(conversation);
  }

  /**
   * Items may be referred to by later requests. Searches are billed by the call; opening a found page and looking
   * into it are not (https://platform.openai.com/docs/guides/tools-web-search, "Output and citations").
   */
  #readItems(items: readonly unknown[]): void {
    for (const item of items) {
      if (!isJsonObject(item)) continue;
      this.#generating = true;
      if (typeof item.id === 'string') this.#providerIds.add(item.id);
      const action = fieldOf(item.action, 'type');
      const isFree = action === 'open_page' || action === 'find_in_page';
      if (item.type === 'web_search_call' && !isFree) this.#searches++;
    }
  }
}

function typeIn(data: string): string {
  const type = TYPE_AT_START.exec(data)?.[1] ?? fieldOf(parseJson(data), 'type');
  return typeof type === 'string' ? type : '';
}

function fieldOf(value: unknown, name: string): unknown {
  return isJsonObject(value) ? value[name] : undefined;
}

/** What a caller sees of the output: answer, refusal, arguments of tools; not the summaries of hidden reasoning. */
function deltaText(event: unknown): string {
  if (!isJsonObject(event) || typeof event.delta !== 'string') return '';
  return String(event.type).startsWith('response.reasoning') ? '' : event.delta;
}

function outputText(output: unknown): string {
  if (!Array.isArray(output)) return '';
  let text = '';
  for (const item of output) {
    if (!isJsonObject(item)) continue;
    for (const call of [item.name, item.arguments, item.input]) if (typeof call === 'string') text += call;
    if (item.type !== 'message' || !Array.isArray(item.content)) continue;
    for (const part of item.content) {
      const shown = fieldOf(part, 'text') ?? fieldOf(part, 'refusal');
      if (typeof shown === 'string') text += shown;
    }
  }
  return text;
}
