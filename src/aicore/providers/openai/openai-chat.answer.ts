import { isJsonObject } from '../../field-rules.ts';
import type { Quantities } from '../../meters.ts';
import type { AnswerReader, JsonObject, UsageReport } from '../../provider.ts';
import type { ServerSentEvent } from '../../sse.ts';
import { parseJson, StreamedText } from '../../streamed-text.ts';
import { answeredTier, readChatUsage } from './openai.usage.ts';

/** Names with their quotes: inside of a text they would be escaped, so these match fields only. */
const HAS_USAGE_OR_ERROR = /"(?:usage|error)"\s*:\s*[^n\s]/;

/** Reads the answer of `POST /chat/completions`, whole or as a stream. */
export class ChatAnswerReader implements AnswerReader {
  complete = false;
  readonly #wantsUsage: boolean;
  readonly #text = new StreamedText(chunkText);
  #model: string | undefined;
  #tier: { tier?: string } = {};
  #usage: Quantities | undefined;
  #absurd = false;
  #failed = false;

  constructor(wantsUsage: boolean) {
    this.#wantsUsage = wantsUsage;
  }

  json(text: string): undefined {
    const answer = parseJson(text);
    if (!isJsonObject(answer)) return;
    this.complete = true;
    this.#readHead(answer);
    if (!this.#usage) this.#text.add(choicesText(answer.choices, 'message'));
  }

  event(event: ServerSentEvent): 'pass' | 'drop' {
    const data = event.data;
    if (data === undefined) return 'pass';
    if (data === '[DONE]') {
      this.complete = true;
      return 'pass';
    }
    this.#text.push(data);
    // Most chunks are a few letters of text: they are parsed only when somebody asks for the text.
    if (this.#model !== undefined && !HAS_USAGE_OR_ERROR.test(data)) return 'pass';
    const chunk = parseJson(data);
    if (!isJsonObject(chunk)) return 'pass';
    this.#readHead(chunk);
    const isUsageChunk =
      isJsonObject(chunk.usage) && Array.isArray(chunk.choices) && chunk.choices.length === 0;
    return isUsageChunk && !this.#wantsUsage ? 'drop' : 'pass';
  }

  takeStreamedText(): string {
    return this.#text.take();
  }

  report(): UsageReport {
    if (this.#usage && !this.#absurd) {
      const part = { model: this.#model, ...this.#tier, quantities: this.#usage };
      return { kind: 'reported', parts: [part], providerIds: [] };
    }
    return {
      kind: 'missing',
      reason: this.#missingReason(),
      model: this.#model,
      partial: undefined,
      providerIds: [],
    };
  }

  #missingReason(): 'absurd' | 'failed_before_generation' | 'no_usage' {
    if (this.#absurd) return 'absurd';
    return this.#failed && !this.#text.hasText() ? 'failed_before_generation' : 'no_usage';
  }

  #readHead(answer: JsonObject): void {
    if (typeof answer.model === 'string') this.#model = answer.model;
    if (typeof answer.service_tier === 'string') this.#tier = answeredTier(answer.service_tier);
    if (answer.error) this.#failed = true;
    if (isJsonObject(answer.usage)) this.#readUsage(answer.usage);
  }

  /** The last usage counts, but what comes after `[DONE]` only where there was none before. */
  #readUsage(usage: JsonObject): void {
    if (this.complete && this.#usage) return;
    const reading = readChatUsage(usage);
    if (reading === 'absurd') this.#absurd = true;
    else if (reading !== 'none') this.#usage = reading;
  }
}

function chunkText(chunk: unknown): string {
  return isJsonObject(chunk) ? choicesText(chunk.choices, 'delta') : '';
}

/** What a caller sees of the output: answer, refusal, arguments of tools. */
function choicesText(choices: unknown, field: 'delta' | 'message'): string {
  if (!Array.isArray(choices)) return '';
  let text = '';
  for (const choice of choices) {
    const message = isJsonObject(choice) ? choice[field] : undefined;
    if (!isJsonObject(message)) continue;
    text += asText(message.content) + asText(message.refusal) + callText(message.function_call);
    if (!Array.isArray(message.tool_calls)) continue;
    for (const call of message.tool_calls) {
      if (isJsonObject(call)) text += callText(call.function) + callText(call.custom);
    }
  }
  return text;
}

function callText(call: unknown): string {
  return isJsonObject(call) ? asText(call.name) + asText(call.arguments) + asText(call.input) : '';
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
