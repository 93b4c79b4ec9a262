import type { LanguageModelV4FinishReason, LanguageModelV4Usage } from '@ai-sdk/provider';
import { expect, test } from 'vitest';
import { CompletionChunks, completionOf } from './completion-answer.ts';

const HEAD = { id: 'chatcmpl-1', created: 1, model: 'openai/m' };
const NO_USAGE: LanguageModelV4Usage = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};
const ZERO_USAGE: LanguageModelV4Usage = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};
const STOP: LanguageModelV4FinishReason = { unified: 'stop', raw: 'stop' };

test.each([
  [NO_USAGE, false],
  [ZERO_USAGE, true],
])('a usage that the provider has not told is not 0: %j', (usage, isTold) => {
  const whole = completionOf(HEAD, { content: [], finishReason: STOP, usage, warnings: [] });
  expect('usage' in whole).toBe(isTold);
  const chunks = new CompletionChunks(HEAD, true).of({ type: 'finish', finishReason: STOP, usage });
  expect(chunks.some((chunk) => JSON.stringify(chunk).includes('"choices":[]'))).toBe(isTold);
});
