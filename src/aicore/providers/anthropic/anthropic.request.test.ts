import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../provider.ts';
import { endpointOf, readBody } from '../reading.test-data.ts';
import { anthropic } from './anthropic.provider.ts';

const LIMITS = { maxInputTokens: 1_000_000, maxOutputTokens: 64_000 };
const BASE = {
  model: 'claude-sonnet-5-5',
  max_tokens: 1_000,
  messages: [{ role: 'user', content: 'Hello' }],
};

describe('the output', () => {
  it('is bounded by max_tokens, with a least useful size', () => {
    expect(read({}).output).toEqual({ limit: 1_000, choices: 1, minimum: 64, meter: 'output_tokens' });
    expect(read({ max_tokens: 10 }).output?.minimum).toBe(10);
  });

  it('must have room for the thinking', () => {
    const thinking = (budget_tokens: unknown) => ({ thinking: { type: 'enabled', budget_tokens } });
    expect(read(thinking(800)).output?.minimum).toBe(801);
    expect(read({ thinking: { type: 'adaptive' } }).output?.minimum).toBe(64);
    for (const budget of [1_000, 0, -1, 1.5, '800', 2 ** 63, undefined]) {
      refuses(thinking(budget), 'thinking.budget_tokens');
    }
  });

  it('is lowered in max_tokens; a body that needs no change goes as it is', () => {
    expect(read({ stream: true }).bodyToSend(undefined)).toBeUndefined();
    expect(read({ temperature: 1 }).bodyToSend(200)).toEqual({ ...BASE, temperature: 1, max_tokens: 200 });
  });
});

describe('the input', () => {
  it('is bounded by its bytes and a little more, and by the window', () => {
    const bytes = JSON.stringify(BASE).length;
    expect(read({}).inputBound(LIMITS, 'bytes')).toEqual({ input_tokens: bytes + 100 });
    expect(read({}).inputBound({ ...LIMITS, maxInputTokens: 50 }, 'bytes')).toEqual({ input_tokens: 50 });
  });

  it('has a lower estimate, which is still above the real count', () => {
    const content = 'The quick brown fox jumps over the lazy dog. '.repeat(200);
    const bound = tokens({ messages: [{ role: 'user', content }] }, 'bytes');
    const estimate = tokens({ messages: [{ role: 'user', content }] }, 'estimate');
    expect(estimate).toBeLessThan(bound / 2);
    expect(estimate).toBeGreaterThan(2_000);
  });

  it.each([
    [{ cache_control: { type: 'ephemeral' } }, 'cache_write_5m_tokens'],
    [
      { system: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl: '1h' } }] },
      'cache_write_1h_tokens',
    ],
    [
      {
        cache_control: { type: 'ephemeral', ttl: '1h' },
        tools: [{ name: 'f', input_schema: {}, cache_control: { type: 'ephemeral', ttl: '5m' } }],
      },
      'cache_write_1h_tokens',
    ],
  ])('of %j may be written to the cache', (fields, meter) => {
    expect(Object.keys(read(fields).inputBound(LIMITS, 'bytes'))).toEqual([meter]);
  });

  it('counts a picture by its fixed maximum, not by its bytes', () => {
    const image = (source: JsonObject) => ({
      messages: [{ role: 'user', content: [{ type: 'image', source }] }],
    });
    const embedded = { type: 'base64', media_type: 'image/png', data: 'A'.repeat(500_000) };
    expect(tokens(image(embedded), 'bytes')).toBeLessThan(5_500);
    expect(tokens(image(embedded), 'estimate')).toBeLessThan(5_500);
    expect(tokens(image(embedded), 'bytes')).toBeGreaterThan(5_000);
    expect(tokens(image({ type: 'url', url: 'https://example.com/a.png' }), 'bytes')).toBeGreaterThan(5_000);
  });

  it.each([
    [{ type: 'base64', media_type: 'application/pdf', data: 'AAAA' }],
    [{ type: 'url', url: 'https://example.com/a.pdf' }],
    [{ type: 'file', file_id: 'file_1' }],
  ])('with the document %j can fill the window', (source) => {
    const fields = { messages: [{ role: 'user', content: [{ type: 'document', source }] }] };
    expect(tokens(fields, 'bytes')).toBe(LIMITS.maxInputTokens);
  });

  it('names the files at the provider', () => {
    const source = { type: 'file', file_id: 'file_1' };
    const content = [
      { type: 'image', source },
      {
        type: 'tool_result',
        tool_use_id: 't',
        content: [{ type: 'document', source: { ...source, file_id: 'file_2' } }],
      },
    ];
    expect(read({ messages: [{ role: 'user', content }] }).providerIds).toEqual(['file_1', 'file_2']);
  });

  it('is read once more for every hosted search, whose number is capped', () => {
    const search = { type: 'web_search_20250305', name: 'web_search' };
    const asked = read({ tools: [{ ...search, max_uses: 3 }] });
    expect(asked.inputBound(LIMITS, 'bytes')).toEqual({ input_tokens: 4_000_000, web_searches: 3 });
    expect(asked.inputBound(LIMITS, 'estimate')).toEqual({ input_tokens: 1_000_000, web_searches: 3 });
    expect(asked.bodyToSend(undefined)).toBeUndefined();
    const open = read({ tools: [{ name: 'f', input_schema: {} }, search] });
    expect(open.inputBound(LIMITS, 'bytes').web_searches).toBe(5);
    expect(open.bodyToSend(undefined)).toMatchObject({ tools: [{ name: 'f' }, { ...search, max_uses: 5 }] });
    const fetch = read({ tools: [{ type: 'web_fetch_20250910', name: 'web_fetch', max_uses: 1 }] });
    expect(fetch.inputBound(LIMITS, 'bytes')).toEqual({ input_tokens: 2_000_000 });
    refuses({ tools: [{ ...search, max_uses: 21 }] }, 'tools[0].max_uses');
    refuses({ tools: [{ ...search, max_uses: 0 }] }, 'tools[0].max_uses');
    refuses({ tools: [{ type: 'web_search_20260318', name: 'web_search' }] }, 'tools[0].allowed_callers');
  });
});

describe('what cannot be metered', () => {
  it.each([
    [{ mcp_servers: [{ url: 'https://example.com' }] }, 'mcp_servers'],
    [{ container: 'container_1' }, 'container'],
    [{ fallbacks: [{ model: 'claude-opus-5' }] }, 'fallbacks'],
    [{ inference_geo: 'us' }, 'inference_geo'],
    [{ speed: 'ultra' }, 'speed'],
    [{ thread: {} }, 'thread'],
    [{ tools: [{ type: 'code_execution_20250825', name: 'code_execution' }] }, 'tools[0]'],
    [{ tools: [{ type: 'tool_search_tool_regex', name: 'x' }] }, 'tools[0]'],
    [{ tools: [{ type: 'brand_new_20270101', name: 'x' }] }, 'tools[0].type'],
    [{ context_management: { edits: [{ type: 'compact_20260112' }] } }, 'context_management.edits[0]'],
    [
      { messages: [{ role: 'user', content: [{ type: 'container_upload', file_id: 'f' }] }] },
      'messages[0].content[0].type',
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'x', extra: 1 }] }] },
      'messages[0].content[0].extra',
    ],
    [{ messages: { role: 'user' } }, 'messages'],
    [{ max_tokens: undefined }, 'max_tokens'],
    [{ model: undefined }, 'model'],
    [{ model: 7 }, 'model'],
    [{ stream: 'yes' }, 'stream'],
    [{ cache_control: { type: 'ephemeral', ttl: '9h' } }, 'cache_control.ttl'],
  ])('%j is refused', (fields, path) => refuses(fields, path));

  it('is not made of what an earlier answer contained', () => {
    const content = [
      { type: 'thinking', thinking: 'so', signature: 'A'.repeat(1_000) },
      { type: 'redacted_thinking', data: 'AAAA' },
      { type: 'text', text: 'x', citations: [] },
      { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'x' } },
      {
        type: 'web_search_tool_result',
        tool_use_id: 's',
        content: [
          { type: 'web_search_result', title: 't', url: 'u', encrypted_content: 'AAAA', page_age: null },
        ],
      },
      { type: 'tool_use', id: 't', name: 'f', input: { deep: { er: [1] } }, caller: { type: 'direct' } },
    ];
    const bound = tokens({ messages: [{ role: 'assistant', content }] }, 'bytes');
    expect(bound).toBeGreaterThan(2_000);
  });

  it('is not the fast speed, which has a price', () => {
    expect(read({ speed: 'fast' }).tier).toBe('fast');
    expect(read({ speed: null, service_tier: 'standard_only' }).tier).toBeUndefined();
  });
});

function read(fields: JsonObject) {
  const body = JSON.parse(JSON.stringify({ ...BASE, ...fields }));
  return readBody(endpointOf(anthropic, '/v1/messages'), body);
}

function tokens(fields: JsonObject, how: 'bytes' | 'estimate'): number {
  return Object.values(read(fields).inputBound(LIMITS, how)).reduce((sum, count) => sum + count, 0);
}

function refuses(fields: JsonObject, path: string): void {
  const body = { ...BASE, ...fields };
  const wanted = expect.objectContaining({ code: 'invalid_request', details: { path } });
  expect(() => readBody(endpointOf(anthropic, '/v1/messages'), body)).toThrow(wanted);
}
