import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../provider.ts';
import { onlyPart, readStream, typedEvents } from '../reading.test-data.ts';
import { ResponsesAnswerReader } from './openai-responses.answer.ts';

const MODEL = 'gpt-6.2-sol';
const USAGE = { input_tokens: 100, output_tokens: 20, output_tokens_details: { reasoning_tokens: 15 } };

describe('a whole response', () => {
  it('takes cached and written tokens out of the input, by lifetime', () => {
    const reader = readJson({
      usage: {
        input_tokens: 1_000,
        input_tokens_details: {
          cached_tokens: 300,
          cache_write_tokens: 200,
          cache_write_tokens_details: { ttl_12h_tokens: 50, ttl_30m_tokens: 150 },
        },
        output_tokens: 20,
      },
    });
    expect(onlyPart(reader).quantities).toEqual({
      input_tokens: 500,
      cached_input_tokens: 300,
      cache_write_30m_tokens: 150,
      cache_write_12h_tokens: 50,
      output_tokens: 20,
    });
  });

  it('counts searches, not the reading of what they found', () => {
    const output = [
      { type: 'web_search_call', id: 'ws_1', action: { type: 'search' } },
      { type: 'web_search_call', id: 'ws_2', action: { type: 'open_page' } },
      { type: 'web_search_call', id: 'ws_3', action: { type: 'find_in_page' } },
      { type: 'web_search_call', id: 'ws_4' },
      { type: 'message', id: 'msg_1', content: [] },
    ];
    const reader = readJson({ usage: USAGE, output });
    expect(onlyPart(reader).quantities).toEqual({ input_tokens: 100, output_tokens: 20, web_searches: 2 });
    expect(reader.report().providerIds).toEqual(['resp_1', 'ws_1', 'ws_2', 'ws_3', 'ws_4', 'msg_1']);
  });

  it('remembers the conversation, and the tier of the answer', () => {
    const reader = readJson({ usage: USAGE, conversation: { id: 'conv_1' }, service_tier: 'flex' });
    expect(reader.report().providerIds).toContain('conv_1');
    expect(onlyPart(reader).tier).toBe('flex');
  });

  it.each([
    [{ input_tokens: -1, output_tokens: 1 }],
    [{ input_tokens: 1, output_tokens: 0.5 }],
    [{ input_tokens: 1, output_tokens: 1, input_tokens_details: { cached_tokens: 2 } }],
    [
      {
        input_tokens: 9,
        output_tokens: 1,
        input_tokens_details: { cache_write_tokens: 1, cache_write_tokens_details: { ttl_12h_tokens: 2 } },
      },
    ],
  ])('does not charge %j', (usage) => {
    expect(readJson({ usage }).report()).toMatchObject({ kind: 'missing', reason: 'absurd' });
  });

  it('costs nothing if it failed without output', () => {
    const failed = readJson({ status: 'failed', error: { code: 'server_error' }, output: [], usage: null });
    expect(failed.report()).toMatchObject({ kind: 'missing', reason: 'failed_before_generation' });
  });

  it('agrees with an oracle on any usage', () => {
    const part = fc.nat(100_000);
    fc.assert(
      fc.property(part, part, part, part, part, (plain, cached, short, long, output) => {
        const details = { cache_write_tokens: short + long, cached_tokens: cached };
        const lifetimes = { cache_write_tokens_details: { ttl_12h_tokens: long, ttl_30m_tokens: short } };
        const usage = {
          input_tokens: plain + cached + short + long,
          input_tokens_details: { ...details, ...lifetimes },
          output_tokens: output,
        };
        const { quantities } = onlyPart(readJson({ usage }));
        expect([
          quantities.input_tokens ?? 0,
          quantities.cached_input_tokens ?? 0,
          quantities.cache_write_30m_tokens ?? 0,
          quantities.cache_write_12h_tokens ?? 0,
          quantities.output_tokens ?? 0,
        ]).toEqual([plain, cached, short, long, output]);
      }),
    );
  });
});

describe('a stream of a response', () => {
  const created = { type: 'response.created', response: { id: 'resp_1', model: MODEL, usage: null } };
  const word = { type: 'response.output_text.delta', item_id: 'msg_1', delta: 'Hello' };
  const summary = { type: 'response.reasoning_summary_text.delta', item_id: 'rs_1', delta: 'thinking' };
  const search = {
    type: 'response.output_item.done',
    item: { type: 'web_search_call', id: 'ws_1', action: { type: 'search' } },
  };
  const end = (type: string, fields: JsonObject) => ({
    type,
    response: { id: 'resp_1', model: `${MODEL}-2026-10-01`, ...fields },
  });

  it.each(['completed', 'incomplete', 'failed'])('reads the usage of response.%s', (how) => {
    const text = typedEvents([created, summary, word, search, end(`response.${how}`, { usage: USAGE })]);
    for (const wire of [text, text.replace(/^event: .*\n/gm, '')]) {
      const { reader, passed } = readStream(new ResponsesAnswerReader(), wire);
      expect(onlyPart(reader)).toEqual({
        model: `${MODEL}-2026-10-01`,
        quantities: { input_tokens: 100, output_tokens: 20, web_searches: 1 },
      });
      expect(reader.complete).toBe(true);
      expect(passed).toBe(wire);
      expect(reader.takeStreamedText()).toBe('Hello');
    }
  });

  it('counts a search once that is in an event and in the whole response', () => {
    const events = [created, search, end('response.completed', { usage: USAGE, output: [search.item] })];
    const { reader } = readStream(new ResponsesAnswerReader(), typedEvents(events));
    expect(onlyPart(reader).quantities.web_searches).toBe(1);
  });

  it('costs nothing if it failed before any output, and is not free afterwards', () => {
    const failed = end('response.failed', { error: { code: 'server_error' }, usage: null, output: [] });
    const error = { type: 'error', error: { code: 'insufficient_quota' } };
    for (const events of [[created, error, failed], [created, failed], [error]]) {
      const { reader } = readStream(new ResponsesAnswerReader(), typedEvents(events));
      expect(reader.report()).toMatchObject({ kind: 'missing', reason: 'failed_before_generation' });
    }
    const { reader } = readStream(new ResponsesAnswerReader(), typedEvents([created, word, failed]));
    expect(reader.report()).toMatchObject({ kind: 'missing', reason: 'no_usage' });
  });

  it('knows the searches of a stream that breaks off', () => {
    const { reader } = readStream(new ResponsesAnswerReader(), typedEvents([created, search, word]));
    expect(reader.complete).toBe(false);
    expect(reader.report()).toMatchObject({
      kind: 'missing',
      reason: 'no_usage',
      partial: { web_searches: 1 },
    });
  });
});

function readJson(fields: JsonObject): ResponsesAnswerReader {
  const reader = new ResponsesAnswerReader();
  reader.json(JSON.stringify({ id: 'resp_1', object: 'response', model: MODEL, output: [], ...fields }));
  return reader;
}
