import { createHash } from 'node:crypto';
import type { Call } from '../../call.ts';
import { isObject, listAt } from '../../request-texts.ts';
import { countMessageTokens, countTokens, countToolTokens } from '../../text/token-count.ts';
import type { PromptTokens } from './anthropic-usage.ts';

const MOST_PREFIXES = 10_000;
const seen = new Set<string>();

/** Forgets what was cached. */
export function clearPromptCache(): void {
  seen.clear();
}

/** All tokens of the prompt, never more than the body's bytes. */
export function countAllTokens({ body, bodyBytes }: Call): number {
  const { messages, system } = body;
  return Math.min(
    3 + countMessageTokens(messages) + countSystemTokens(system) + countToolTokens(body),
    bodyBytes,
  );
}

/**
 * Counts the prompt by what it costs. Where a block is marked with `cache_control`, everything up to the last mark is
 * written to the cache the first time and read from it afterwards (the simulator's cache does not expire). The order
 * is Anthropic's: tools, system, messages.
 * @param extraTokens input that is not in the body: search results.
 */
export function countPrompt(call: Call, extraTokens: number): PromptTokens {
  const { body } = call;
  const all = countAllTokens(call) + extraTokens;
  const none = { plain: all, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  const marks = cacheMarks(body);
  if (marks.length === 0) return none;
  const { model, tools, system, messages } = body;
  const text = JSON.stringify({ model, tools, system, messages });
  const prefix = text.slice(0, text.lastIndexOf('"cache_control"'));
  const cached = Math.min(countTokens(prefix), Math.max(0, all - 1));
  const plain = all - cached;
  const key = createHash('sha256').update(prefix).digest('base64');
  if (seen.has(key)) return { ...none, plain, cacheRead: cached };
  if (seen.size >= MOST_PREFIXES) seen.clear();
  seen.add(key);
  return marks.includes('1h')
    ? { ...none, plain, cacheWrite1h: cached }
    : { ...none, plain, cacheWrite5m: cached };
}

function countSystemTokens(system: unknown): number {
  if (typeof system === 'string') return countTokens(system);
  return Array.isArray(system) ? countMessageTokens(system) : 0;
}

/** The life times of the marks: `5m` unless said otherwise. */
function cacheMarks(body: Call['body']): string[] {
  const system = body.system;
  const blocks = [
    ...listAt(body, 'tools'),
    ...(Array.isArray(system) ? system : []),
    ...listAt(body, 'messages').flatMap((message) => (isObject(message) ? listAt(message, 'content') : [])),
    body,
  ];
  return blocks.flatMap((block) => {
    const mark = isObject(block) ? block.cache_control : undefined;
    return isObject(mark) ? [mark.ttl === '1h' ? '1h' : '5m'] : [];
  });
}
