import { beforeEach, describe, expect, test } from 'vitest';
import { securityHeaders } from '#http/security-headers.ts';
import { must } from '#kernel/assert.ts';
import { startSimulator } from '#simulator/simulator.ts';
import type { TestMember } from '#test/support/mandate-factory.ts';
import { PROVIDER_KEY, startTestRappen } from '#test/support/rappen.ts';
import { type Exchange, startRecordingProxy } from '#test/support/recording-proxy.ts';
import {
  ALL_FORMATS,
  STREAMING_FORMATS,
  WIRE_FORMATS,
  type WireFormatName,
} from '#test/support/wire-formats.ts';

const simulator = await startSimulator();
const proxy = await startRecordingProxy(simulator.url);
const throughProxy = (url: string) => url.replace(simulator.url, proxy.url);
const rappen = await startTestRappen({
  simulator,
  baseUrls: {
    anthropic: throughProxy(simulator.baseUrls.anthropic),
    openai: throughProxy(simulator.baseUrls.openai),
    perplexity: throughProxy(simulator.baseUrls.perplexity),
    tavily: throughProxy(simulator.baseUrls.tavily),
  },
});
let caller: TestMember;

beforeEach(async () => {
  simulator.reset();
  proxy.exchanges.length = 0;
  caller = await rappen.caller();
});

interface Seen {
  readonly body: Buffer;
  readonly headers: Headers;
  readonly upstream: Exchange;
}

async function call(
  name: WireFormatName,
  more: object = {},
  headers: Record<string, string> = {},
): Promise<Seen> {
  const answer = await rappen.post(
    WIRE_FORMATS[name].path,
    caller.key,
    { ...WIRE_FORMATS[name].body, ...more },
    headers,
  );
  const body = Buffer.from(await answer.arrayBuffer());
  expect(answer.status).toBe(200);
  await rappen.settled();
  return { body, headers: answer.headers, upstream: must(proxy.exchanges[0], 'the exchange') };
}

describe('bytes', () => {
  test.each(ALL_FORMATS)('%s: the answer is the provider’s, byte by byte', async (name) => {
    simulator.script({ directives: { text: 'Zürich 🙂 \u2028 "quoted" \\ and a tab\t' } });
    const { body, upstream } = await call(name, name.startsWith('tavily') ? { include_usage: true } : {});
    expect(body.equals(upstream.answerBody)).toBe(true);
  });

  test.each(STREAMING_FORMATS)('%s as a stream', async (name) => {
    simulator.script({
      directives: { splitUtf8: true, crlf: true, comments: true, multilineData: true, unknownEvents: true },
    });
    const asked = name === 'chat' ? { stream_options: { include_usage: true } } : {};
    const { body, upstream } = await call(name, { stream: true, ...asked });
    expect(body.length).toBeGreaterThan(500);
    expect(body.equals(upstream.answerBody)).toBe(true);
  });

  test('a chat stream without its usage: all the other bytes', async () => {
    const { body, upstream } = await call('chat', { stream: true });
    const events = upstream.answerBody.toString().split('\n\n');
    const usage = events.filter((event) => event.includes('"choices":[]'));
    expect(usage).toHaveLength(1);
    expect(JSON.parse(upstream.requestBody.toString())).toMatchObject({
      stream_options: { include_usage: true },
    });
    // Every chunk says `usage: null` where a usage was asked for; only the chunk that has one is taken out.
    expect(body.toString()).toBe(events.filter((event) => !usage.includes(event)).join('\n\n'));
  });

  test('a request that needs nothing of us goes on as it came', async () => {
    const text = `{ "model" : "claude-haiku-5-5",\n "max_tokens":100, "messages":[{"role":"user","content":"Z\\u00fcrich"}] }`;
    const answer = await rappen.post('/anthropic/v1/messages', caller.key, text);
    expect(answer.status).toBe(200);
    expect(proxy.exchanges[0]?.requestBody.toString()).toBe(text);
  });
});

describe('headers', () => {
  const NOISE = {
    cookie: 'session=secret',
    'x-forwarded-for': '10.0.0.1',
    'x-api-base': 'https://evil.example',
    'openai-organization': 'org-of-the-caller',
    'anthropic-version': '1999-01-01',
    'anthropic-beta': 'context-1m-2025-08-07',
    referer: 'https://intranet.example',
    origin: 'https://intranet.example',
    'accept-encoding': 'gzip',
    'x-rappen-mandate': 'mnd_01933b6e-0000-7000-8000-000000000000',
  };

  test.each(ALL_FORMATS)(
    '%s: to the provider goes its key and what it needs, nothing of the caller',
    async (name) => {
      const { upstream } = await call(name, {}, NOISE);
      const sent = JSON.stringify(upstream.requestHeaders);
      expect(sent).not.toContain('rpn_');
      expect(sent).not.toMatch(/secret"|10\.0\.0\.1|evil|intranet|org-of-the-caller|1999|mnd_/);
      expect(sent).toContain(PROVIDER_KEY);
      const known = [
        'accept-encoding',
        'anthropic-beta',
        'anthropic-version',
        'authorization',
        'connection',
        'content-length',
        'content-type',
        'host',
        'x-api-key',
      ];
      expect(Object.keys(upstream.requestHeaders).filter((header) => !known.includes(header))).toEqual([]);
      expect(upstream.requestHeaders['accept-encoding']).toBe('identity');
      if (name === 'messages') {
        expect(upstream.requestHeaders['anthropic-version']).toBe('2023-06-01');
        expect(upstream.requestHeaders['anthropic-beta']).toBe(NOISE['anthropic-beta']);
      }
    },
  );

  test("the version of Anthropic's format is the caller's, where our readers know it", async () => {
    const { upstream } = await call('messages', {}, { 'anthropic-version': '2026-10-21' });
    expect(upstream.requestHeaders['anthropic-version']).toBe('2026-10-21');
  });

  test.each(ALL_FORMATS)(
    '%s: to the caller comes what the contract lists, nothing of the operator',
    async (name) => {
      const { headers } = await call(name);
      const seen = [...headers.keys()].filter(
        (header) => !/^(x-rappen-|date|connection|keep-alive)/.test(header),
      );
      const known = [
        'content-type',
        'content-length',
        'x-request-id',
        'request-id',
        'openai-processing-ms',
        'openai-version',
        ...Object.keys(securityHeaders(undefined)),
      ];
      expect(seen.filter((header) => !known.includes(header) && !header.startsWith('x-ratelimit-'))).toEqual(
        [],
      );
      expect(headers.get('x-request-id')).toMatch(/^req_[0-9a-f-]{36}$/);
      expect(headers.get('x-rappen-transaction-id')).toMatch(/^txn_[0-9a-f-]{36}$/);
      expect(headers.get('x-rappen-simulated')).toBe('true');
      expect(JSON.stringify([...headers])).not.toContain(PROVIDER_KEY);
    },
  );

  test('the alias goes to the address that the provider has', async () => {
    const answer = await rappen.post('/perplexity/v1/responses', caller.key, WIRE_FORMATS.agent.body);
    expect(answer.status).toBe(200);
    await answer.text();
    expect(proxy.exchanges[0]?.path).toBe('/perplexity/v1/agent');
  });
});
