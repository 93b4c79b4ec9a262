import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ProviderName } from '#simulator/call.ts';
import type { Directives, Fault } from '#simulator/directives.ts';
import { type RawAnswer, rawPost } from '#simulator/raw-post.ts';
import { type Simulator, startSimulator } from '#simulator/simulator.ts';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

interface Format {
  readonly provider: ProviderName;
  readonly path: string;
  readonly body: object;
  readonly streams: boolean;
}

const messages = [{ role: 'user', content: 'Hello' }];
const FORMATS: Readonly<Record<string, Format>> = {
  messages: {
    provider: 'anthropic',
    path: '/v1/messages',
    body: { model: 'claude-haiku-5-5', max_tokens: 100, messages },
    streams: true,
  },
  chat: {
    provider: 'openai',
    path: '/chat/completions',
    body: { model: 'gpt-6-luna', messages, stream_options: { include_usage: true } },
    streams: true,
  },
  responses: {
    provider: 'openai',
    path: '/responses',
    body: { model: 'gpt-6-luna', input: 'Hello' },
    streams: true,
  },
  agent: {
    provider: 'perplexity',
    path: '/v1/agent',
    body: { model: 'perplexity/sonar', input: 'Hello' },
    streams: true,
  },
  search: {
    provider: 'tavily',
    path: '/search',
    body: { query: 'Hello', include_usage: true },
    streams: false,
  },
};
const ALL = Object.keys(FORMATS);
const STREAMING = ALL.filter((name) => FORMATS[name]?.streams);

function post(name: string, directives: Directives, stream = false, timeoutMs?: number): Promise<RawAnswer> {
  const format = FORMATS[name];
  if (!format) throw new Error(name);
  simulator.script({ provider: format.provider, directives });
  const headers = { authorization: 'Bearer k', 'anthropic-version': '2023-06-01' };
  const body = stream ? { ...format.body, stream } : format.body;
  return rawPost(simulator.baseUrls[format.provider] + format.path, headers, body, timeoutMs);
}

const statusOf = ({ text }: RawAnswer) => Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 0);
const entry = () => simulator.ledger.entries[0];
const outputOf = (usage: unknown) => {
  const counts = usage as { output_tokens?: number; completion_tokens?: number };
  return counts.output_tokens ?? counts.completion_tokens;
};

describe.each(ALL)('%s', (name) => {
  test.each([
    ['rate_limited', 429],
    ['server_error', 500],
    ['bad_request', 400],
    ['overloaded', name === 'messages' ? 529 : 503],
  ] as const)('%s is answered with %i and costs nothing', async (fault, status) => {
    const answer = await post(name, { fault });
    expect(statusOf(answer)).toBe(status);
    expect(entry()).toMatchObject({ status, billed: false, costUsd: '0', outcome: 'failed' });
    if (fault === 'rate_limited') expect(answer.text.toLowerCase()).toContain('\r\nretry-after: 1\r\n');
  });

  test('reset before generation costs nothing, after it everything', async () => {
    for (const fault of ['reset_before_generation', 'reset_after_generation'] as const) {
      const answer = await post(name, { fault });
      expect([answer.text, answer.ended]).toEqual(['', 'reset']);
    }
    expect(simulator.ledger.entries.map(({ billed }) => billed)).toEqual([false, true]);
    expect(simulator.ledger.entries[1]).toMatchObject({ outcome: 'reset', usageSent: false });
  });

  test('hang: no byte, and nothing billed', async () => {
    const answer = await post(name, { fault: 'hang' }, false, 50);
    expect([answer.text, answer.ended]).toEqual(['', 'timeout']);
    await expect.poll(() => entry()?.outcome).toBe('hung');
    expect(entry()?.billed).toBe(false);
  });

  test('redirect points to another host, and a follower is noticed', async () => {
    const answer = await post(name, { fault: 'redirect' });
    expect(statusOf(answer)).toBe(302);
    const location = /location: (.*)\r/i.exec(answer.text)?.[1] ?? '';
    expect(new URL(location).host).not.toBe(new URL(simulator.url).host);
    expect(simulator.ledger.leaks).toHaveLength(0);
    await fetch(`${simulator.url}/_sim/trap`);
    expect(simulator.ledger.leaks).toHaveLength(1);
  });

  test('invalid JSON and a wrong content type come with 200 and are billed', async () => {
    const broken = await post(name, { fault: 'invalid_json' });
    const body = broken.text.split('\r\n\r\n')[1] ?? '';
    expect(statusOf(broken)).toBe(200);
    expect(() => JSON.parse(body)).toThrow();
    const odd = await post(name, { fault: 'wrong_content_type' });
    expect(odd.text.toLowerCase()).toContain('content-type: text/html');
    expect(simulator.ledger.billed).toHaveLength(2);
  });

  test('a whole answer that breaks off is billed in full', async () => {
    const answer = await post(name, { fault: 'cut_mid_event' });
    const [head = '', body = ''] = answer.text.split('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(Buffer.byteLength(body)).toBeLessThan(length);
    expect(entry()).toMatchObject({ outcome: 'cut', billed: true, usageSent: false });
  });

  test.each([
    'no_usage',
    'negative_usage',
    'fractional_usage',
    'absurd_usage',
    'usage_twice',
    'zero_usage',
  ] as const)('%s: told so, billed as it was', async (fault) => {
    await post(name, {});
    const answer = await post(name, { fault });
    const told = /"usage":(\{.*?\}+)/.exec(answer.text)?.[1];
    if (fault === 'no_usage') expect(told).toBeUndefined();
    if (fault === 'negative_usage') expect(told).toMatch(/:-\d/);
    if (fault === 'fractional_usage') expect(told).toMatch(/:\d+\.5/);
    if (fault === 'absurd_usage') expect(told).toContain('1e+300');
    const [plain, faulty] = simulator.ledger.entries;
    if (fault === 'zero_usage') expect(faulty).toMatchObject({ billed: true, costUsd: '0' });
    else expect(faulty?.costUsd).toBe(plain?.costUsd);
  });
});

test.each(STREAMING)('%s: a character of several bytes is split over two reads', async (name) => {
  for (const stream of [true, false]) {
    const answer = await post(name, { splitUtf8: true }, stream);
    expect(answer.pieces.some((piece) => piece.toString('utf8').includes('�'))).toBe(true);
    const text = withoutFraming(answer);
    expect([text.includes('Zü'), text.includes('🙂'), text.includes('�')]).toEqual([true, true, false]);
  }
});

describe.each(STREAMING)('%s as a stream', (name) => {
  const events = ({ text }: RawAnswer) => text.split('data: ').length - 1;

  test('cut before the usage: everything generated, billed in full, usage not sent', async () => {
    const whole = await post(name, {}, true);
    const answer = await post(name, { fault: 'cut_before_usage' }, true);
    expect(events(answer)).toBeLessThan(events(whole));
    expect(answer.text).not.toMatch(/"(output|completion)_tokens":24/);
    const [first, second] = simulator.ledger.entries;
    expect(second).toMatchObject({ outcome: 'cut', usageSent: false, costUsd: first?.costUsd });
    expect(first).toMatchObject({ outcome: 'answered', usageSent: true });
  });

  test.each([
    ['cut_at_start', 0],
    ['cut_mid_stream', 12],
    ['cut_mid_event', 12],
    ['error_mid_stream', 12],
  ] as const)('%s bills %i tokens of output', async (fault, tokens) => {
    await post(name, { fault }, true);
    expect(outputOf(entry()?.usage)).toBe(tokens);
    expect(entry()).toMatchObject({ billed: true, usageSent: false });
  });

  test('afterChunks says where; an exact usage is billed in proportion', async () => {
    const usage =
      name === 'chat'
        ? { prompt_tokens: 1000, completion_tokens: 240 }
        : { input_tokens: 1000, output_tokens: 240 };
    await post(name, { fault: 'cut_mid_stream', afterChunks: 6, usage }, true);
    expect(outputOf(entry()?.usage)).toBe(60);
  });

  test('an error as the first event costs nothing', async () => {
    const answer = await post(name, { fault: 'error_first_event' }, true);
    expect(statusOf(answer)).toBe(200);
    expect(answer.text).toContain('error');
    expect(entry()).toMatchObject({ outcome: 'failed', billed: false });
  });

  test('the usage only after the end of the stream', async () => {
    const answer = await post(name, { fault: 'usage_after_end' }, true);
    const end = { messages: 'message_stop"}', chat: '[DONE]' }[name];
    if (end) expect(answer.text.indexOf(end)).toBeLessThan(answer.text.lastIndexOf('"usage":{'));
    expect(entry()).toMatchObject({ outcome: 'answered', billed: true });
  });

  test('CRLF, comments, data over several lines and unknown events: the same content', async () => {
    const plain = await post(name, {}, true);
    const odd = await post(
      name,
      { crlf: true, comments: true, multilineData: true, unknownEvents: true },
      true,
    );
    const body = odd.text.slice(odd.text.indexOf('\r\n\r\n') + 4);
    expect(body.replaceAll(/\r\n[0-9a-f]+\r\n/g, '')).not.toMatch(/[^\r]\n/);
    expect(body).toContain(': keep-alive');
    expect(readData(body).filter((data) => !data.includes('vendor.note'))).toHaveLength(
      readData(plain.text).length,
    );
  });

  test('a client who leaves is billed for what was generated until then', async () => {
    await post(name, { chunkDelayMs: 300 }, true, 100);
    await expect.poll(() => entry()?.outcome).toBe('aborted');
    const generated = outputOf(entry()?.usage) ?? 0;
    expect(generated).toBeLessThan(24);
    expect(entry()).toMatchObject({ billed: true, usageSent: false });
  });

  test('a stream that stops moving is billed for what it gave', async () => {
    const answer = await post(name, { fault: 'hang_mid_stream' }, true, 60);
    expect(answer.ended).toBe('timeout');
    await expect.poll(() => entry()?.outcome).toBe('aborted');
    expect(outputOf(entry()?.usage)).toBe(12);
  });

  test('a slow first byte, and deltas at their pace', async () => {
    const begun = performance.now();
    await post(name, { firstByteDelayMs: 60, chunks: 4, chunkDelayMs: 20 }, true);
    expect(performance.now() - begun).toBeGreaterThan(60 + 3 * 20 - 5);
  });

  test('a huge answer keeps to the limit of tokens', async () => {
    const answer = await post(name, { megabytes: 2 }, true, 10_000);
    expect(answer.text.length).toBeGreaterThan(2_000_000);
    expect(entry()).toMatchObject({ outcome: 'answered', usageSent: true });
    if (name === 'messages') expect(outputOf(entry()?.usage)).toBe(100);
  });
});

test('no_cost: Perplexity tells tokens and no cost, and bills all the same', async () => {
  await post('agent', {});
  const answer = await post('agent', { fault: 'no_cost' });
  expect(answer.text).toContain('"output_tokens":24');
  expect(answer.text).not.toContain('total_cost');
  const [plain, faulty] = simulator.ledger.entries;
  expect(faulty?.costUsd).toBe(plain?.costUsd);
});

test('message_start twice, and with a usage of its own', async () => {
  const directives = { repeatStart: true, startUsage: { cache_creation_input_tokens: 3068 } };
  const answer = await post('messages', directives, true);
  expect(answer.text.match(/event: message_start/g)).toHaveLength(2);
  expect(answer.text).toContain('"cache_creation_input_tokens":3068');
});

test('faults have their names from one list', () => {
  const unknown = { fault: 'no_such_fault' } as unknown as { fault: Fault };
  expect(() => simulator.script({ directives: unknown })).toThrow(/fault/);
});

/** The body's text, with the frames of chunked transfer taken out at the level of bytes. */
function withoutFraming({ pieces }: RawAnswer): string {
  const bytes = Buffer.concat(pieces).toString('latin1');
  const body = bytes.slice(bytes.indexOf('\r\n\r\n') + 4);
  const whole = /transfer-encoding: chunked/i.test(bytes)
    ? body.replaceAll(/(^|\r\n)[0-9a-f]+\r\n/g, '')
    : body;
  return Buffer.from(whole, 'latin1').toString('utf8');
}

/** The data of every event, as a reader joins it. */
function readData(text: string): string[] {
  const lines = text.split(/\r?\n/);
  const found: string[] = [];
  let data: string[] = [];
  for (const line of lines) {
    if (line.startsWith('data: ')) data.push(line.slice(6));
    else if (line === '' && data.length > 0) {
      found.push(data.join('\n'));
      data = [];
    }
  }
  return found;
}
