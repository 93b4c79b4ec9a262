import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnswerReader, UsagePart } from '../provider.ts';
import { AnthropicAnswerReader } from './anthropic/anthropic.answer.ts';
import { ChatAnswerReader } from './openai/openai-chat.answer.ts';
import { EmbeddingsAnswerReader } from './openai/openai-embeddings.ts';
import { ResponsesAnswerReader } from './openai/openai-responses.answer.ts';
import { readStream } from './reading.test-data.ts';

/** Answers of real providers, recorded elsewhere: replayed where the folder lies beside the repository. */
const RECORDED = new URL('../../../../shared/data/wire/', import.meta.url);

const part = (model: string, quantities: UsagePart['quantities']): UsagePart => ({ model, quantities });

/** What each file bills, worked out by hand from its usage. */
const EXPECTED: readonly (readonly [string, () => AnswerReader, readonly UsagePart[] | string])[] = [
  // The compaction step and the answer; the top level has only the answer.
  [
    'anthropic-compaction.1.json',
    () => new AnthropicAnswerReader(),
    [
      part('claude-opus-4-6', { input_tokens: 60_385, output_tokens: 592 }),
      part('claude-opus-4-6', { input_tokens: 682, output_tokens: 1_320 }),
    ],
  ],
  // The first model declined without output: not billed.
  [
    'anthropic-fallback.json',
    () => new AnthropicAnswerReader(),
    [part('claude-opus-4-8', { input_tokens: 412, output_tokens: 264 })],
  ],
  // The delta corrects 43 input tokens to 61.
  [
    'anthropic-message-delta-input-tokens.chunks.txt',
    () => new AnthropicAnswerReader(),
    [part('claude-opus-4-5-20251101', { input_tokens: 61, output_tokens: 2 })],
  ],
  [
    'anthropic-text.chunks.txt',
    () => new AnthropicAnswerReader(),
    [part('claude-sonnet-4-5-20250929', { input_tokens: 12, output_tokens: 30 })],
  ],
  [
    'anthropic-text.json',
    () => new AnthropicAnswerReader(),
    [part('claude-sonnet-4-5-20250929', { input_tokens: 12, output_tokens: 29 })],
  ],
  [
    'anthropic-tool-no-args.chunks.txt',
    () => new AnthropicAnswerReader(),
    [part('claude-sonnet-4-5-20250929', { input_tokens: 565, output_tokens: 48 })],
  ],
  [
    'anthropic-web-search-tool.1.json',
    () => new AnthropicAnswerReader(),
    [part('claude-sonnet-4-20250514', { input_tokens: 27_118, output_tokens: 600, web_searches: 2 })],
  ],
  [
    'openai-custom-tool.1.json',
    () => new ResponsesAnswerReader(),
    [part('gpt-5.2-codex', { input_tokens: 50, output_tokens: 20 })],
  ],
  [
    'openai-embedding.json',
    () => new EmbeddingsAnswerReader(),
    [part('text-embedding-3-small', { input_tokens: 12 })],
  ],
  ['openai-error.1.chunks.txt', () => new ResponsesAnswerReader(), 'failed_before_generation'],
  // 7,112 - 3,072 = 4,040 and 7,243 - 3,072 = 4,171; the recordings have no search items.
  [
    'openai-phase.1.chunks.txt',
    () => new ResponsesAnswerReader(),
    [part('gpt-5.3-codex', { input_tokens: 4_040, cached_input_tokens: 3_072, output_tokens: 463 })],
  ],
  [
    'openai-phase.1.json',
    () => new ResponsesAnswerReader(),
    [part('gpt-5.3-codex', { input_tokens: 4_171, cached_input_tokens: 3_072, output_tokens: 423 })],
  ],
  [
    'openai-text.chunks.txt',
    () => new ChatAnswerReader(true),
    [part('gpt-4.1-nano-2025-04-14', { input_tokens: 16, output_tokens: 300 })],
  ],
  [
    'openai-text.json',
    () => new ChatAnswerReader(true),
    [part('gpt-4.1-nano-2025-04-14', { input_tokens: 16, output_tokens: 363 })],
  ],
];

describe.skipIf(!existsSync(RECORDED))('recorded answers of Anthropic and OpenAI', () => {
  it.each(EXPECTED)('%s', (file, createReader, expected) => {
    const text = readFileSync(new URL(file, RECORDED), 'utf8');
    const reader = createReader();
    if (file.endsWith('.json')) reader.json(text);
    else readStream(reader, wireOf(file, text));
    const report = reader.report();
    expect(report.kind === 'reported' ? report.parts : report.reason).toEqual(expected);
    expect(reader.complete).toBe(true);
    // Only responses can be referred to by a later request.
    expect(report.providerIds.length > 0).toBe(/openai-(custom|error|phase)/.test(file));
  });

  it('does not forget a file', () => {
    const recorded = readdirSync(RECORDED).filter((file) => /^(anthropic|openai)-/.test(file));
    expect(recorded.sort()).toEqual(EXPECTED.map(([file]) => file).sort());
  });
});

/** The files have only the payloads; this makes events of them as the provider sends them. */
function wireOf(file: string, payloads: string): string {
  const lines = payloads.split('\n').filter((line) => line.trim() !== '');
  const isTyped = !file.includes('openai-text');
  const events = lines.map((line) => {
    const type: string = isTyped ? `event: ${JSON.parse(line).type}\n` : '';
    return `${type}data: ${line}\n\n`;
  });
  return events.join('') + (isTyped ? '' : 'data: [DONE]\n\n');
}
