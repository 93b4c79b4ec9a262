import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '#simulator/simulator.ts';

// Recorded answers of the real providers; they lie beside the repository, not in it.
const RECORDED = join(import.meta.dirname, '../../shared/data/wire');

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

type Json = Readonly<Record<string, unknown>>;

function recorded(name: string): Json {
  return JSON.parse(readFileSync(join(RECORDED, name), 'utf8')) as Json;
}

function recordedEvents(name: string): Json[] {
  const lines = readFileSync(join(RECORDED, name), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Json);
}

async function ask(url: string, body: object): Promise<Response> {
  const headers = { authorization: 'Bearer k', 'anthropic-version': '2023-06-01' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function events(url: string, body: object): Promise<Json[]> {
  const text = await (await ask(url, { ...body, stream: true })).text();
  const data = text.split('\n').filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]');
  return data.map((line) => JSON.parse(line.slice(6)) as Json);
}

/** Field names at every depth, in their order; of a list its first item. Contents differ, shapes do not. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (typeof value !== 'object' || value === null) return typeof value === 'object' ? 'null' : typeof value;
  return Object.entries(value).map(([name, item]) => [name, shape(item)]);
}

/** Field names only, sorted, at the first level. */
const fields = (value: unknown) => Object.keys(value as Json).toSorted();

const responseOf = (event: Json | undefined) => (event?.response ?? {}) as Json;

/** Event types in order, each run of the same type as one. */
const order = (all: readonly Json[]) =>
  all.map(({ type }) => type).filter((type, index, types) => type !== 'ping' && type !== types[index - 1]);

const messages = [{ role: 'user', content: 'Hello' }];

describe.skipIf(!existsSync(RECORDED))(
  'shapes of recorded answers (skipped without ../shared/data/wire)',
  () => {
    test('Anthropic: a message', async () => {
      const url = `${simulator.baseUrls.anthropic}/v1/messages`;
      const body = { model: 'claude-sonnet-4-5-20250929', max_tokens: 100, messages };
      const answer: unknown = await (await ask(url, body)).json();
      expect(shape(answer)).toEqual(shape(recorded('anthropic-text.json')));
    });

    test('Anthropic: the events of a message', async () => {
      const url = `${simulator.baseUrls.anthropic}/v1/messages`;
      const body = { model: 'claude-sonnet-4-5-20250929', max_tokens: 100, messages };
      const ours = await events(url, body);
      const theirs = recordedEvents('anthropic-text.chunks.txt');
      expect(order(ours)).toEqual(order(theirs));
      for (const type of ['message_start', 'content_block_start', 'content_block_delta', 'message_delta']) {
        const of = (all: readonly Json[]) => shape(all.find((event) => event.type === type));
        expect(of(ours)).toEqual(of(theirs));
      }
    });

    test('Anthropic: a tool call', async () => {
      const url = `${simulator.baseUrls.anthropic}/v1/messages`;
      const toolCalls = [{ name: 'updateIssueList' }];
      simulator.script({ directives: { toolCalls } });
      const ours = await events(url, { model: 'claude-haiku-4-5', max_tokens: 100, messages });
      const theirs = recordedEvents('anthropic-tool-no-args.chunks.txt');
      expect(order(ours)).toEqual(order(theirs));
      const start = (all: readonly Json[]) =>
        shape(all.findLast((event) => event.type === 'content_block_start'));
      expect(start(ours)).toEqual(start(theirs));
    });

    test('Anthropic: usage of a web search', async () => {
      const url = `${simulator.baseUrls.anthropic}/v1/messages`;
      const tools = [{ type: 'web_search_20250305', name: 'web_search' }];
      const answer = (await (
        await ask(url, { model: 'claude-haiku-4-5', max_tokens: 100, messages, tools })
      ).json()) as Json;
      const theirs = recorded('anthropic-web-search-tool.1.json');
      const part = (value: Json) => (value.usage as Json).server_tool_use;
      expect(shape(part(answer))).toEqual(shape(part(theirs)));
      const first = (value: Json) => shape((value.content as Json[]).slice(0, 2));
      expect(first(answer)).toEqual(first(theirs));
    });

    test('OpenAI: a chat completion', async () => {
      const url = `${simulator.baseUrls.openai}/chat/completions`;
      const answer: unknown = await (await ask(url, { model: 'gpt-4.1-nano-2025-04-14', messages })).json();
      expect(shape(answer)).toEqual(shape(recorded('openai-text.json')));
    });

    test('OpenAI: the chunks of a chat completion', async () => {
      const url = `${simulator.baseUrls.openai}/chat/completions`;
      const options = { stream_options: { include_usage: true } };
      const ours = await events(url, { model: 'gpt-4.1-nano-2025-04-14', messages, ...options });
      const theirs = recordedEvents('openai-text.chunks.txt');
      for (const at of [0, 1, -2, -1]) expect(shape(ours.at(at))).toEqual(shape(theirs.at(at)));
    });

    test('OpenAI: a response and its events', async () => {
      const url = `${simulator.baseUrls.openai}/responses`;
      const ours = await events(url, { model: 'gpt-5-nano', input: 'Hello' });
      const theirs = recordedEvents('openai-phase.1.chunks.txt');
      const known = new Set(ours.map((event) => event.type));
      const oneMessage = theirs.filter(
        ({ type, output_index: index }) => known.has(type) && (index ?? 0) === 0,
      );
      expect(order(ours)).toEqual(order(oneMessage));
      for (const event of oneMessage) {
        const same = ours.find(({ type }) => type === event.type);
        expect(fields(same)).toEqual(expect.arrayContaining(fields(event)));
      }
      const usage = (all: readonly Json[]) => shape(responseOf(all.at(-1)).usage);
      expect(usage(ours)).toEqual(usage(theirs));
    });

    test('OpenAI: the object of a response that has begun', async () => {
      const url = `${simulator.baseUrls.openai}/responses`;
      const [created] = await events(url, { model: 'gpt-5-nano', input: 'Hello' });
      const [theirs] = recordedEvents('openai-error.1.chunks.txt');
      expect(Object.keys(responseOf(created))).toEqual(Object.keys(responseOf(theirs)));
    });

    test('OpenAI: an embedding', async () => {
      const url = `${simulator.baseUrls.openai}/embeddings`;
      const answer: unknown = await (
        await ask(url, { model: 'text-embedding-3-small', input: ['a', 'b'] })
      ).json();
      expect(shape(answer)).toEqual(shape(recorded('openai-embedding.json')));
    });
  },
);
