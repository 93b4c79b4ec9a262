import type { UsageOnWire, WireEvent } from '../../call.ts';
import type { GeneratedOutput } from '../../text/generated-output.ts';

/** One chat completion, ready to be written as JSON or as chunks. */
export interface ChatAnswer {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly tier: string;
  /** `n` of the request. */
  readonly choices: number;
  readonly output: GeneratedOutput;
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  readonly finishReason: string;
  /** Only then is there a usage chunk, and only then have the others `"usage":null`. */
  readonly includeUsage: boolean;
  readonly obfuscation: boolean;
}

/** The chunks of one completion: for each choice role, content and finish; then the usage, if asked for; then `[DONE]`. */
export function* chatEvents(chat: ChatAnswer, usage: UsageOnWire): Generator<WireEvent> {
  const before =
    `{"id":"${chat.id}","object":"chat.completion.chunk","created":${chat.created},"model":${JSON.stringify(chat.model)},` +
    `"service_tier":${JSON.stringify(chat.tier)},"system_fingerprint":"fp_simulated","choices":[`;
  const tail = chat.obfuscation ? ',"obfuscation":"aB3xY9k"}' : '}';
  const after = chat.includeUsage ? `],"usage":null${tail}` : `]${tail}`;
  const chunk = (index: number, delta: string, finish = 'null') =>
    `${before}{"index":${index},"delta":${delta},"logprobs":null,"finish_reason":${finish}}${after}`;

  for (let index = 0; index < chat.choices; index++) {
    const tokensBefore = index * chat.output.tokens;
    if (chat.toolCalls.length > 0) yield* toolChunks(chat, index, tokensBefore, chunk);
    else yield* textChunks(chat, index, tokensBefore, chunk);
    yield { kind: 'middle', data: chunk(index, '{}', JSON.stringify(chat.finishReason)) };
  }
  const usageChunk = `${before}],"usage":${usage.text}${tail}`;
  const tellsUsage = chat.includeUsage && usage.text !== undefined;
  if (tellsUsage && !usage.afterEnd) {
    yield { kind: 'usage', data: usageChunk };
    if (usage.twice) yield { kind: 'usage', data: usageChunk };
  }
  yield { kind: 'end', data: '[DONE]' };
  if (tellsUsage && usage.afterEnd) yield { kind: 'usage', data: usageChunk };
}

type Chunk = (index: number, delta: string, finish?: string) => string;

function* textChunks(
  chat: ChatAnswer,
  index: number,
  tokensBefore: number,
  chunk: Chunk,
): Generator<WireEvent> {
  yield { kind: 'head', data: chunk(index, '{"role":"assistant","content":"","refusal":null}') };
  for (const delta of chat.output.deltas()) {
    const data = chunk(index, `{"content":${JSON.stringify(delta.text)}}`);
    yield { kind: 'text', data, outputTokens: tokensBefore + delta.tokens };
  }
}

function* toolChunks(
  chat: ChatAnswer,
  index: number,
  tokensBefore: number,
  chunk: Chunk,
): Generator<WireEvent> {
  let position = 0;
  for (const { id, name, arguments: args } of chat.toolCalls) {
    const call = { index: position, id, type: 'function', function: { name, arguments: '' } };
    const head = position === 0 ? { role: 'assistant', content: null } : {};
    const foot = position === 0 ? { refusal: null } : {};
    yield { kind: 'head', data: chunk(index, JSON.stringify({ ...head, tool_calls: [call], ...foot })) };
    const rest = { tool_calls: [{ index: position, function: { arguments: args } }] };
    position += 1;
    const generated = Math.floor((chat.output.tokens * position) / chat.toolCalls.length);
    yield { kind: 'text', data: chunk(index, JSON.stringify(rest)), outputTokens: tokensBefore + generated };
  }
}
