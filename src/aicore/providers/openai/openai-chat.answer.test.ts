import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../provider.ts';
import { onlyPart, plainEvents, readStream } from '../reading.test-data.ts';
import { ChatAnswerReader } from './openai-chat.answer.ts';

const MODEL = 'gpt-6.2-sol';

describe('a whole chat completion', () => {
  it('takes cached, written and audio tokens out of the totals, and never adds reasoning', () => {
    const reader = readJson({
      prompt_tokens: 2_006,
      completion_tokens: 900,
      prompt_tokens_details: { cached_tokens: 1_024, cache_write_tokens: 500, audio_tokens: 82 },
      completion_tokens_details: { reasoning_tokens: 832, audio_tokens: 10, accepted_prediction_tokens: 4 },
    });
    expect(onlyPart(reader)).toEqual({
      model: MODEL,
      quantities: {
        input_tokens: 400,
        cached_input_tokens: 1_024,
        cache_write_30m_tokens: 500,
        input_audio_tokens: 82,
        output_tokens: 890,
        output_audio_tokens: 10,
      },
    });
  });

  it.each([
    ['default', undefined],
    ['flex', 'flex'],
    ['priority', 'priority'],
    ['fast', 'priority'],
  ])('tells the tier %s', (service_tier, tier) => {
    expect(onlyPart(readJson({ prompt_tokens: 1, completion_tokens: 1 }, { service_tier })).tier).toBe(tier);
  });

  it.each([
    [{ prompt_tokens: -1 }],
    [{ prompt_tokens: 1.5 }],
    [{ completion_tokens: 2 ** 53 }],
    [{ completion_tokens: '9' }],
    [{ prompt_tokens_details: { cached_tokens: 11 } }],
    [{ prompt_tokens_details: { cached_tokens: -11 } }],
    [{ completion_tokens_details: { audio_tokens: 11 } }],
  ])('does not charge %j', (wrong) => {
    const report = readJson({ prompt_tokens: 10, completion_tokens: 10, ...wrong }).report();
    expect(report).toMatchObject({ kind: 'missing', reason: 'absurd' });
  });

  it('has the text of an answer without usage', () => {
    const reader = new ChatAnswerReader(false);
    const message = { content: 'Hi', tool_calls: [{ function: { name: 'f', arguments: '{}' } }] };
    reader.json(JSON.stringify({ id: 'chatcmpl-1', model: MODEL, choices: [{ message }] }));
    expect(reader.report()).toMatchObject({ kind: 'missing', reason: 'no_usage', model: MODEL });
    expect(reader.takeStreamedText()).toBe('Hif{}');
  });

  it('agrees with an oracle on any usage', () => {
    const part = fc.nat(100_000);
    fc.assert(
      fc.property(part, part, part, part, part, part, (plain, cached, written, audio, text, spoken) => {
        const reader = readJson({
          prompt_tokens: plain + cached + written + audio,
          completion_tokens: text + spoken,
          prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: written, audio_tokens: audio },
          completion_tokens_details: { reasoning_tokens: Math.floor(text / 2), audio_tokens: spoken },
        });
        const { quantities } = onlyPart(reader);
        expect([
          quantities.input_tokens ?? 0,
          quantities.cached_input_tokens ?? 0,
          quantities.cache_write_30m_tokens ?? 0,
          quantities.input_audio_tokens ?? 0,
          quantities.output_tokens ?? 0,
          quantities.output_audio_tokens ?? 0,
        ]).toEqual([plain, cached, written, audio, text, spoken]);
      }),
    );
  });
});

describe('a stream of a chat completion', () => {
  const words = [
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'Hel' }),
    chunk({ content: 'lo' }),
  ];
  const usage = usageChunk({ prompt_tokens: 16, completion_tokens: 300 });

  it('drops the usage chunk if the caller did not ask, and nothing else', () => {
    const text = plainEvents([...words, finish, usage]);
    const asked = readStream(new ChatAnswerReader(true), text);
    const unasked = readStream(new ChatAnswerReader(false), text);
    expect(asked.passed).toBe(text);
    expect(unasked.passed).toBe(plainEvents([...words, finish]));
    for (const { reader } of [asked, unasked]) {
      expect(onlyPart(reader)).toEqual({
        model: MODEL,
        quantities: { input_tokens: 16, output_tokens: 300 },
      });
      expect(reader.complete).toBe(true);
    }
  });

  it('passes a chunk on that has a choice beside its usage', () => {
    const both = { ...chunk({ content: 'x' }), usage: { prompt_tokens: 1, completion_tokens: 1 } };
    const { reader, passed } = readStream(new ChatAnswerReader(false), plainEvents([both]));
    expect(passed).toContain('"x"');
    expect(onlyPart(reader).quantities).toEqual({ input_tokens: 1, output_tokens: 1 });
  });

  it('is not complete without [DONE], though there is a finish_reason', () => {
    const { reader } = readStream(new ChatAnswerReader(true), plainEvents([...words, finish], ''));
    expect(reader.complete).toBe(false);
    expect(reader.report()).toMatchObject({
      kind: 'missing',
      reason: 'no_usage',
    });
    expect([reader.takeStreamedText(), reader.takeStreamedText()]).toEqual(['Hello', '']);
  });

  it('counts the last of two usages', () => {
    const twice = [usageChunk({ prompt_tokens: 1, completion_tokens: 1 }), usage];
    const { reader } = readStream(new ChatAnswerReader(true), plainEvents([...words, ...twice]));
    expect(onlyPart(reader).quantities).toEqual({ input_tokens: 16, output_tokens: 300 });
  });

  it('takes a usage that comes after [DONE], but not a second one', () => {
    const done = 'data: [DONE]\n\n';
    const late = readStream(new ChatAnswerReader(true), plainEvents(words) + plainEvents([usage], ''));
    expect(onlyPart(late.reader).quantities).toEqual({ input_tokens: 16, output_tokens: 300 });
    const other = usageChunk({ prompt_tokens: 1, completion_tokens: 1 });
    const second = readStream(
      new ChatAnswerReader(true),
      plainEvents([usage], done) + plainEvents([other], ''),
    );
    expect(onlyPart(second.reader).quantities).toEqual({ input_tokens: 16, output_tokens: 300 });
  });

  it('costs nothing if the first event is an error, and is not free afterwards', () => {
    const error = {
      error: { message: 'The server had an error', type: 'server_error', param: null, code: null },
    };
    const first = readStream(new ChatAnswerReader(true), plainEvents([error], '')).reader;
    expect(first.report()).toMatchObject({ kind: 'missing', reason: 'failed_before_generation' });
    const later = readStream(new ChatAnswerReader(true), plainEvents([...words, error], '')).reader;
    expect(later.report()).toMatchObject({ kind: 'missing', reason: 'no_usage' });
  });

  it('does not take quoted words in the text for a usage or an error', () => {
    const quoted = chunk({ content: '{"usage":{"prompt_tokens":1,"completion_tokens":1},"error":{"a":1}}' });
    const { reader } = readStream(new ChatAnswerReader(true), plainEvents([...words, quoted]));
    expect(reader.report()).toMatchObject({ kind: 'missing', reason: 'no_usage' });
  });

  it('does not charge an absurd usage, even if a good one follows', () => {
    const absurd = usageChunk({ prompt_tokens: -16, completion_tokens: 300 });
    const { reader } = readStream(new ChatAnswerReader(true), plainEvents([...words, absurd, usage]));
    expect(reader.report()).toMatchObject({ kind: 'missing', reason: 'absurd' });
  });
});

const finish = { ...chunk({}), choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };

function chunk(delta: JsonObject): JsonObject {
  const choices = [{ index: 0, delta, finish_reason: null }];
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: MODEL, choices, usage: null };
}

function usageChunk(usage: JsonObject): JsonObject {
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: MODEL, choices: [], usage };
}

function readJson(usage: JsonObject, fields: JsonObject = {}): ChatAnswerReader {
  const reader = new ChatAnswerReader(false);
  reader.json(JSON.stringify({ id: 'chatcmpl-1', model: MODEL, choices: [], usage, ...fields }));
  return reader;
}
