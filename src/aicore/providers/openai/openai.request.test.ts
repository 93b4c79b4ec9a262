import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../provider.ts';
import { endpointOf, readBody } from '../reading.test-data.ts';
import { openai } from './openai.provider.ts';

const LIMITS = { maxInputTokens: 922_000, maxOutputTokens: 128_000 };
const CHAT = { model: 'gpt-6.2-sol', messages: [{ role: 'user', content: 'Hello' }] };
const RESPONSE = { model: 'gpt-6.2-sol', input: 'Hello' };
const PATHS = { chat: '/chat/completions', responses: '/responses', embeddings: '/embeddings' } as const;

describe('a chat completion', () => {
  it('knows what limits its output, under either name', () => {
    expect(chat({}).output).toEqual({ limit: undefined, choices: 1, minimum: 64, meter: 'output_tokens' });
    expect(chat({ max_tokens: 9, n: 3 }).output).toMatchObject({ limit: 9, choices: 3, minimum: 9 });
    expect(chat({ max_completion_tokens: 700, max_tokens: 500 }).output?.limit).toBe(500);
  });

  it('lowers the limit under the name that the caller used', () => {
    expect(chat({}).bodyToSend(undefined)).toBeUndefined();
    expect(chat({}).bodyToSend(80)).toEqual({ ...CHAT, max_completion_tokens: 80 });
    expect(chat({ max_tokens: 100 }).bodyToSend(80)).toEqual({ ...CHAT, max_tokens: 80 });
    const both = { max_tokens: 100, max_completion_tokens: 90 };
    expect(chat(both).bodyToSend(80)).toEqual({ ...CHAT, max_tokens: 80, max_completion_tokens: 80 });
  });

  it('always asks for the usage of a stream', () => {
    const options = { include_obfuscation: false };
    expect(chat({ stream: true, stream_options: options }).bodyToSend(undefined)).toEqual({
      ...CHAT,
      stream: true,
      stream_options: { ...options, include_usage: true },
    });
    expect(
      chat({ stream: true, stream_options: { include_usage: true } }).bodyToSend(undefined),
    ).toBeUndefined();
    refuses('chat', { stream_options: { include_usage: 1 } }, 'stream_options.include_usage');
  });

  it('may write its input to the cache, at the price of the lifetime asked for', () => {
    const bytes = JSON.stringify(CHAT).length;
    expect(chat({}).inputBound(LIMITS, 'bytes')).toEqual({ cache_write_30m_tokens: bytes + 100 });
    const content = [{ type: 'text', text: 'x', prompt_cache_breakpoint: { mode: 'explicit', ttl: '12h' } }];
    const long = chat({ messages: [{ role: 'user', content }] }).inputBound(LIMITS, 'bytes');
    expect(Object.keys(long)).toEqual(['cache_write_12h_tokens']);
    expect(Object.keys(chat({ prompt_cache_retention: '24h' }).inputBound(LIMITS, 'bytes'))).toEqual([
      'cache_write_12h_tokens',
    ]);
  });

  it.each([
    ['gpt-6.2-sol', 'low', 6_150],
    ['gpt-6.2-sol', undefined, 24_600],
    ['gpt-4o-mini', 'high', 48_169],
  ])('of %s counts a picture in %s detail by its fixed maximum', (model, detail, most) => {
    const url = `data:image/png;base64,${'A'.repeat(500_000)}`;
    const messages = [{ role: 'user', content: [{ type: 'image_url', image_url: { url, detail } }] }];
    for (const how of ['bytes', 'estimate'] as const) {
      const bound = chat({ model, messages }).inputBound(LIMITS, how).cache_write_30m_tokens ?? 0;
      expect(bound).toBeGreaterThanOrEqual(most);
      expect(bound).toBeLessThan(most + 500);
    }
  });

  it('with a file can fill the window, and names it', () => {
    const file = (fields: JsonObject) =>
      chat({ messages: [{ role: 'user', content: [{ type: 'file', file: fields }] }] });
    expect(file({ file_id: 'file-1' }).providerIds).toEqual(['file-1']);
    expect(file({ file_data: 'AAAA', filename: 'a.pdf' }).inputBound(LIMITS, 'bytes')).toEqual({
      cache_write_30m_tokens: LIMITS.maxInputTokens,
    });
  });

  it.each([
    [{ n: 0 }, 'n'],
    [{ n: 129 }, 'n'],
    [{ n: 1.5 }, 'n'],
    [{ max_tokens: -1 }, 'max_tokens'],
    [{ max_completion_tokens: '100' }, 'max_completion_tokens'],
    [{ max_completion_tokens: 2 ** 63 }, 'max_completion_tokens'],
    [{ prediction: { type: 'content', content: 'x' } }, 'prediction'],
    [{ audio: { voice: 'ash', format: 'wav' } }, 'audio'],
    [{ modalities: ['text', 'audio'] }, 'modalities[1]'],
    [{ web_search_options: {} }, 'web_search_options'],
    [{ service_tier: 'scale' }, 'service_tier'],
    [{ moderation: { model: 'm' } }, 'moderation'],
    [{ tools: [{ type: 'web_search' }] }, 'tools[0].type'],
    [
      { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }] },
      'messages[0].content[0]',
    ],
    [{ prompt_cache_options: { prewarm: true } }, 'prompt_cache_options.prewarm'],
    [{ brand_new: 1 }, 'brand_new'],
    [JSON.parse('{"__proto__":{"n":1}}'), '__proto__'],
    [{ constructor: 1 }, 'constructor'],
  ])('%j is refused', (fields, path) => refuses('chat', fields, path));

  it('tells the tier that it asks for', () => {
    expect(chat({ service_tier: 'priority' }).tier).toBe('priority');
    expect(chat({ service_tier: 'fast' }).tier).toBe('priority');
    expect(chat({ service_tier: 'flex' }).tier).toBe('flex');
    expect(chat({ service_tier: 'auto' }).tier).toBeUndefined();
  });
});

describe('a response', () => {
  it('lowers max_output_tokens', () => {
    expect(response({ max_output_tokens: 500 }).output?.limit).toBe(500);
    expect(response({ max_output_tokens: 500 }).bodyToSend(80)).toEqual({
      ...RESPONSE,
      max_output_tokens: 80,
    });
    expect(response({ stream: true }).bodyToSend(undefined)).toBeUndefined();
  });

  it.each([
    [{ previous_response_id: 'resp_1' }, 'resp_1'],
    [{ conversation: 'conv_1' }, 'conv_1'],
    [{ conversation: { id: 'conv_2' } }, 'conv_2'],
    [{ input: [{ type: 'item_reference', id: 'msg_1' }] }, 'msg_1'],
    [{ input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-1' }] }] }, 'file-1'],
  ])('%j reads what is stored: its owner is asked, and the window bounds it', (fields, id) => {
    const request = response(fields);
    expect(request.providerIds).toEqual([id]);
    expect(request.inputBound(LIMITS, 'bytes')).toEqual({ cache_write_30m_tokens: LIMITS.maxInputTokens });
  });

  it('with web search has a capped number of calls', () => {
    const tools = [{ type: 'web_search', filters: { allowed_domains: ['example.com'] } }];
    const open = response({ tools });
    expect(open.inputBound(LIMITS, 'bytes')).toEqual({
      cache_write_30m_tokens: 6 * LIMITS.maxInputTokens,
      web_searches: 5,
    });
    expect(open.bodyToSend(undefined)).toEqual({ ...RESPONSE, tools, max_tool_calls: 5 });
    const capped = response({ tools, max_tool_calls: 2 });
    expect(capped.inputBound(LIMITS, 'estimate')).toEqual({
      cache_write_30m_tokens: LIMITS.maxInputTokens,
      web_searches: 2,
    });
    expect(capped.bodyToSend(undefined)).toBeUndefined();
    refuses('responses', { tools, max_tool_calls: 21 }, 'max_tool_calls');
  });

  it.each([
    [{ type: 'reasoning', id: 'rs_1', summary: [] }],
    [{ type: 'web_search_call', id: 'ws_1', status: 'completed', action: {} }],
  ])('an item that OpenAI reads from its store must be the own, and fills the window: %j', (item) => {
    const request = response({ input: [{ role: 'user', content: 'x' }, item] });
    expect(request.providerIds).toEqual([item.id]);
    expect(request.inputBound(LIMITS, 'estimate').cache_write_30m_tokens).toBe(LIMITS.maxInputTokens);
  });

  it('takes back the items of an earlier answer', () => {
    const input = [
      { role: 'user', content: 'x' },
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'A'.repeat(1_000) },
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'y', annotations: [], logprobs: [] }],
      },
      { type: 'function_call', id: 'fc_1', call_id: 'c', name: 'f', arguments: '{}', status: 'completed' },
      { type: 'function_call_output', call_id: 'c', output: 'z' },
    ];
    expect(response({ input }).inputBound(LIMITS, 'bytes').cache_write_30m_tokens).toBeGreaterThan(2_000);
  });

  it.each([
    [{ background: true }, 'background'],
    [{ prompt: { id: 'pmpt_1' } }, 'prompt'],
    [{ tools: [{ type: 'code_interpreter', container: 'c' }] }, 'tools[0]'],
    [{ tools: [{ type: 'file_search', vector_store_ids: ['vs'] }] }, 'tools[0]'],
    [{ tools: [{ type: 'mcp', server_label: 'x' }] }, 'tools[0]'],
    [{ tools: [{ type: 'image_generation' }] }, 'tools[0]'],
    [
      { tools: [{ type: 'namespace', name: 'n', tools: [{ type: 'web_search' }] }] },
      'tools[0].tools[0].type',
    ],
    [{ context_management: [{ type: 'compaction' }] }, 'context_management'],
    [{ reasoning: { mode: 'pro' } }, 'reasoning.mode'],
    [{ service_tier: 'ultrafast' }, 'service_tier'],
    [{ input: [{ type: 'computer_call_output' }] }, 'input[0].type'],
    [{ max_tool_calls: 0 }, 'max_tool_calls'],
    [{ max_output_tokens: 0 }, 'max_output_tokens'],
  ])('%j is refused', (fields, path) => refuses('responses', fields, path));

  it('may say that it is not in the background', () => {
    expect(response({ background: false, mcp: undefined }).model).toBe('gpt-6.2-sol');
  });
});

describe('embeddings', () => {
  it('have no output, and are bounded by their bytes alone: a request may have many texts', () => {
    const body = { model: 'text-embedding-3-small', input: ['a'.repeat(50_000), 'b'.repeat(50_000)] };
    const request = readBody(endpointOf(openai, PATHS.embeddings), body);
    expect(request.output).toBeUndefined();
    expect(request.inputBound({ maxInputTokens: 8_192, maxOutputTokens: 0 }, 'bytes')).toEqual({
      input_tokens: JSON.stringify(body).length,
    });
    expect(request.bodyToSend(undefined)).toBeUndefined();
  });

  it('are never estimated: their tokenizer takes up to four times ours for some scripts', () => {
    const body = { model: 'text-embedding-3-small', input: 'ગુજરાતી '.repeat(1_000) };
    const request = readBody(endpointOf(openai, PATHS.embeddings), body);
    expect(request.inputBound(LIMITS, 'estimate')).toEqual(request.inputBound(LIMITS, 'bytes'));
  });

  it('count the tokens that a caller made himself', () => {
    const body = { model: 'text-embedding-3-small', input: [[1, 2, 3, 4, 5, 6, 7, 8]] };
    const { input_tokens: bound = 0 } = readBody(endpointOf(openai, PATHS.embeddings), body).inputBound(
      LIMITS,
      'estimate',
    );
    expect(bound).toBeGreaterThanOrEqual(8);
  });
});

function chat(fields: JsonObject) {
  return readBody(endpointOf(openai, PATHS.chat), JSON.parse(JSON.stringify({ ...CHAT, ...fields })));
}

function response(fields: JsonObject) {
  return readBody(
    endpointOf(openai, PATHS.responses),
    JSON.parse(JSON.stringify({ ...RESPONSE, ...fields })),
  );
}

function refuses(endpoint: 'chat' | 'responses', fields: JsonObject, path: string): void {
  const body = { ...(endpoint === 'chat' ? CHAT : RESPONSE), ...fields };
  const wanted = expect.objectContaining({ code: 'invalid_request', details: { path } });
  expect(() => readBody(endpointOf(openai, PATHS[endpoint]), body)).toThrow(wanted);
}
