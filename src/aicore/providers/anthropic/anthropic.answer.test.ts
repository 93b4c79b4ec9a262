import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../provider.ts';
import { onlyPart, readStream, typedEvents } from '../reading.test-data.ts';
import { AnthropicAnswerReader } from './anthropic.answer.ts';

const MODEL = 'claude-sonnet-5-5';

describe('a whole answer', () => {
  it('keeps cache tokens apart from input_tokens, which excludes them', () => {
    const reader = readJson({
      input_tokens: 21,
      cache_read_input_tokens: 18_500,
      cache_creation_input_tokens: 3_000,
      cache_creation: { ephemeral_5m_input_tokens: 1_000, ephemeral_1h_input_tokens: 2_000 },
      output_tokens: 393,
      service_tier: 'standard',
    });
    expect(onlyPart(reader)).toEqual({
      model: MODEL,
      quantities: {
        input_tokens: 21,
        cached_input_tokens: 18_500,
        cache_write_5m_tokens: 1_000,
        cache_write_1h_tokens: 2_000,
        output_tokens: 393,
      },
    });
    expect(reader.complete).toBe(true);
  });

  it('takes cache writes without a split for five minutes', () => {
    const reader = readJson({ input_tokens: 50, cache_creation_input_tokens: 2_048, output_tokens: 64 });
    expect(onlyPart(reader).quantities).toEqual({
      input_tokens: 50,
      cache_write_5m_tokens: 2_048,
      output_tokens: 64,
    });
  });

  it('counts web searches, and not fetches, which are free', () => {
    const usage = {
      input_tokens: 9,
      output_tokens: 9,
      server_tool_use: { web_search_requests: 3, web_fetch_requests: 4 },
    };
    expect(onlyPart(readJson(usage)).quantities).toEqual({
      input_tokens: 9,
      output_tokens: 9,
      web_searches: 3,
    });
  });

  it.each([
    [{ speed: 'fast', service_tier: 'standard' }, 'fast'],
    [{ service_tier: 'batch' }, 'batch'],
    [{ service_tier: 'priority', speed: 'standard' }, 'priority'],
    [{ service_tier: 'standard', speed: 'standard' }, undefined],
  ])('tells the tier of %j', (fields, tier) => {
    expect(onlyPart(readJson({ input_tokens: 1, output_tokens: 1, ...fields })).tier).toBe(tier);
  });

  it('bills the iterations instead of the top level, each at its own model, with the searches once', () => {
    const reader = readJson({
      input_tokens: 682,
      output_tokens: 1_320,
      server_tool_use: { web_search_requests: 2 },
      iterations: [
        { type: 'compaction', input_tokens: 60_385, output_tokens: 592 },
        { type: 'advisor_message', model: 'claude-opus-5-5', input_tokens: 100, output_tokens: 20 },
        { type: 'message', model: 'claude-fable-5', input_tokens: 408, output_tokens: 0 },
        { type: 'message', input_tokens: 682, output_tokens: 1_320 },
      ],
    });
    expect(reader.report()).toEqual({
      kind: 'reported',
      providerIds: [],
      parts: [
        { model: MODEL, quantities: { input_tokens: 60_385, output_tokens: 592 } },
        { model: 'claude-opus-5-5', quantities: { input_tokens: 100, output_tokens: 20 } },
        { model: MODEL, quantities: { input_tokens: 682, output_tokens: 1_320, web_searches: 2 } },
      ],
    });
  });

  it('reports explicit zeros, and has the text where a usage is missing or absurd', () => {
    expect(onlyPart(readJson({ input_tokens: 1, output_tokens: 0 })).quantities).toEqual({ input_tokens: 1 });
    const without = new AnthropicAnswerReader();
    without.json(JSON.stringify({ id: 'msg_1', model: MODEL, content: [{ type: 'text', text: 'Hello' }] }));
    expect(without.report()).toMatchObject({ kind: 'missing', reason: 'no_usage', model: MODEL });
    expect(without.takeStreamedText()).toBe('Hello');

    const absurd = new AnthropicAnswerReader();
    const usage = { input_tokens: -1, output_tokens: 1 };
    absurd.json(JSON.stringify({ model: MODEL, content: [{ type: 'text', text: 'Hello' }], usage }));
    expect(absurd.takeStreamedText()).toBe('Hello');
  });

  it.each([[-1], [1.5], [2 ** 53], ['7'], [{}]])('does not charge a count of %j', (count) => {
    for (const field of [
      'input_tokens',
      'output_tokens',
      'cache_read_input_tokens',
      'cache_creation_input_tokens',
    ]) {
      const report = readJson({ input_tokens: 1, output_tokens: 1, [field]: count }).report();
      expect(report).toMatchObject({ kind: 'missing', reason: 'absurd', partial: undefined });
    }
  });

  it('does not charge 1e400', () => {
    const reader = new AnthropicAnswerReader();
    reader.json('{"model":"m","usage":{"input_tokens":1e400,"output_tokens":1}}');
    expect(reader.report()).toMatchObject({ kind: 'missing', reason: 'absurd' });
  });
});

describe('a stream', () => {
  it('remembers the container that a later request may name', () => {
    const ended = { ...delta({ output_tokens: 2 }), delta: { container: { id: 'container_1' } } };
    const { reader } = readStream(
      new AnthropicAnswerReader(),
      stream([start({ input_tokens: 3, output_tokens: 1 }), ended, stop]),
    );
    expect(reader.report().providerIds).toEqual(['container_1']);
  });

  it('overwrites field by field, and never adds', () => {
    const { reader, passed } = readStream(
      new AnthropicAnswerReader(),
      stream([
        start({ input_tokens: 43, cache_read_input_tokens: 7, output_tokens: 1 }),
        text('p'),
        delta({ output_tokens: 20 }),
        delta({ input_tokens: 61, output_tokens: 30 }),
        stop,
      ]),
    );
    expect(onlyPart(reader).quantities).toEqual({
      input_tokens: 61,
      cached_input_tokens: 7,
      output_tokens: 30,
    });
    expect(reader.complete).toBe(true);
    expect(passed).toContain('message_stop');
  });

  it('takes cache writes that the early split does not cover for five minutes', () => {
    const split = { ephemeral_5m_input_tokens: 1_068, ephemeral_1h_input_tokens: 2_000 };
    const { reader } = readStream(
      new AnthropicAnswerReader(),
      stream([
        start({
          input_tokens: 5,
          cache_creation_input_tokens: 3_068,
          cache_creation: split,
          output_tokens: 1,
        }),
        delta({ cache_creation_input_tokens: 3_337, output_tokens: 9 }),
        stop,
      ]),
    );
    expect(onlyPart(reader).quantities).toMatchObject({
      cache_write_5m_tokens: 1_337,
      cache_write_1h_tokens: 2_000,
    });
  });

  it('counts a repeated or spliced message_start once', () => {
    const begin = start({ input_tokens: 43, output_tokens: 1 });
    const { reader } = readStream(
      new AnthropicAnswerReader(),
      stream([
        begin,
        begin,
        delta({ output_tokens: 30 }),
        begin,
        start({ input_tokens: 999, output_tokens: 2 }),
        stop,
      ]),
    );
    expect(onlyPart(reader).quantities).toEqual({ input_tokens: 43, output_tokens: 30 });
  });

  it('knows the input side of a stream that breaks off, and its text', () => {
    const { reader } = readStream(
      new AnthropicAnswerReader(),
      stream([start({ input_tokens: 43, output_tokens: 1 }), text('Hel'), text('lo')]),
    );
    expect(reader.complete).toBe(false);
    expect(reader.report()).toMatchObject({
      kind: 'missing',
      reason: 'no_usage',
      model: MODEL,
      partial: { input_tokens: 43 },
    });
    expect([reader.takeStreamedText(), reader.takeStreamedText()]).toEqual(['Hello', '']);
  });

  it('knows the searches of a stream that breaks off; one that failed is free', () => {
    const result = (content: unknown) => ({
      type: 'content_block_start',
      content_block: { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content },
    });
    const failed = { type: 'web_search_tool_result_error', error_code: 'max_uses_exceeded' };
    const begin = start({ input_tokens: 43, output_tokens: 1 });
    const events = [begin, result([]), result(failed), result([{ type: 'web_search_result' }]), text('Hel')];
    const { reader } = readStream(new AnthropicAnswerReader(), stream(events));
    expect(reader.report()).toMatchObject({
      kind: 'missing',
      partial: { input_tokens: 43, web_searches: 2 },
    });
  });

  it('costs nothing if the error comes before any output, and is not free afterwards', () => {
    const begin = start({ input_tokens: 43, output_tokens: 1 });
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    const early = readStream(new AnthropicAnswerReader(), stream([begin, error])).reader;
    expect(early.report()).toMatchObject({ kind: 'missing', reason: 'failed_before_generation' });
    const late = readStream(new AnthropicAnswerReader(), stream([begin, text('x'), error])).reader;
    expect(late.report()).toMatchObject({ kind: 'missing', reason: 'no_usage' });
  });

  it('does not trust a count that was absurd once', () => {
    const { reader } = readStream(
      new AnthropicAnswerReader(),
      stream([
        start({ input_tokens: 43, output_tokens: 1 }),
        delta({ output_tokens: -5 }),
        delta({ output_tokens: 5 }),
        stop,
      ]),
    );
    expect(reader.report()).toMatchObject({ kind: 'missing', reason: 'absurd' });
  });

  it('ignores pings and unknown events, and reads streams whose event lines were lost', () => {
    const events = stream([
      start({ input_tokens: 3, output_tokens: 1 }),
      { type: 'ping' },
      { type: 'brand_new', usage: { input_tokens: 9_999 } },
      delta({ output_tokens: 2 }),
      stop,
    ]);
    for (const wire of [events, events.replace(/^event: .*\n/gm, '')]) {
      const { reader } = readStream(new AnthropicAnswerReader(), wire);
      expect(onlyPart(reader).quantities).toEqual({ input_tokens: 3, output_tokens: 2 });
    }
  });
});

function readJson(usage: JsonObject): AnthropicAnswerReader {
  const reader = new AnthropicAnswerReader();
  reader.json(JSON.stringify({ id: 'msg_1', type: 'message', model: MODEL, content: [], usage }));
  return reader;
}

const stream = typedEvents;
const start = (usage: JsonObject) => ({
  type: 'message_start',
  message: { id: 'msg_1', model: MODEL, usage },
});
const delta = (usage: JsonObject) => ({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage });
const text = (words: string) => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text: words },
});
const stop = { type: 'message_stop' };
