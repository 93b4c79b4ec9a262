import { z } from 'zod';
import type { JsonObject } from './call.ts';
import { isObject, textsIn } from './request-texts.ts';

const count = z.number().int().min(0);
const delayMs = z.number().min(0).max(3_600_000);

/** Faults exclude each other; everything else of a directive can be combined with them. README.md says what each does. */
const FAULTS = [
  'rate_limited',
  'server_error',
  'overloaded',
  'bad_request',
  'plan_limit',
  'key_limit',
  'error_first_event',
  'error_mid_stream',
  'cut_at_start',
  'cut_mid_event',
  'cut_mid_stream',
  'cut_before_usage',
  'reset_before_generation',
  'reset_after_generation',
  'hang',
  'hang_mid_stream',
  'no_usage',
  'no_cost',
  'zero_usage',
  'negative_usage',
  'fractional_usage',
  'absurd_usage',
  'usage_twice',
  'usage_after_end',
  'redirect',
  'wrong_content_type',
  'invalid_json',
] as const;
export type Fault = (typeof FAULTS)[number];

const schema = z.strictObject({
  /** Written into the ledger, so that a test finds its own call. */
  tag: z.string().max(200).optional(),
  fault: z.enum(FAULTS).optional(),
  /** Seconds, with `rate_limited` and `overloaded`. */
  retryAfter: z.number().min(0).optional(),
  /** Where `redirect` points. */
  location: z.string().optional(),
  /** Text deltas before `cut_mid_stream`, `cut_mid_event`, `error_mid_stream`, `hang_mid_stream`; otherwise half of them. */
  afterChunks: count.optional(),

  /** The usage to answer with and to bill, whole, as the provider words it. */
  usage: z.record(z.string(), z.unknown()).optional(),
  /** The same as JSON text, sent exactly so: for decimals that no float may touch. */
  usageText: z.string().optional(),
  /** Anthropic: laid over the usage of `message_start` only. */
  startUsage: z.record(z.string(), z.unknown()).optional(),
  /** The model that answers. */
  model: z.string().optional(),
  serviceTier: z.string().optional(),
  speed: z.string().optional(),

  text: z.string().optional(),
  outputTokens: count.optional(),
  /** Hidden reasoning (OpenAI) or thinking (Anthropic), part of the output tokens. */
  reasoningTokens: count.optional(),
  /** The text is this long; it still counts no more tokens than the request allows. */
  megabytes: z.number().positive().max(1024).optional(),
  chunks: z.number().int().min(1).optional(),
  firstByteDelayMs: delayMs.optional(),
  chunkDelayMs: delayMs.optional(),
  /** Tool calls to answer with; by default the first tool where the request demands one. */
  toolCalls: z
    .array(z.strictObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()).optional() }))
    .optional(),
  stopReason: z.string().optional(),
  webSearches: count.optional(),
  urlFetches: count.optional(),
  /** How a response of OpenAI's or Perplexity's responses format ends. */
  status: z.enum(['failed', 'incomplete', 'cancelled']).optional(),
  /** Search results, or pages of a map or crawl. */
  results: count.optional(),
  /** Tavily extract: so many of the URLs fail. */
  failedUrls: count.optional(),
  /** Tavily: what `auto_parameters` picks. */
  autoDepth: z.enum(['basic', 'advanced']).optional(),

  splitUtf8: z.boolean().optional(),
  crlf: z.boolean().optional(),
  comments: z.boolean().optional(),
  multilineData: z.boolean().optional(),
  unknownEvents: z.boolean().optional(),
  /** The first event is sent twice (Anthropic: `message_start`), as broken proxies do. */
  repeatStart: z.boolean().optional(),
});

export type Directives = Readonly<z.infer<typeof schema>>;

export const NO_DIRECTIVES: Directives = Object.freeze({});

const OPEN = '[[sim:';
const CLOSE = ']]';

/** Throws an error that names the wrong field: a test with a typing mistake must not pass as if nothing were asked. */
export function parseDirectives(value: unknown): Directives {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(`simulator: wrong directive: ${z.prettifyError(result.error)}`);
}

/**
 * The directives that a request carries in its text as `[[sim:{...}]]`. Of a conversation only the last message
 * counts, else a tool call asked for once would be asked for again in every later turn.
 */
export function directivesIn(bodyText: string, body: JsonObject): Directives {
  if (!bodyText.includes(OPEN)) return NO_DIRECTIVES;
  let found: Directives = NO_DIRECTIVES;
  for (const text of textsIn(lastTurn(body))) {
    for (let at = text.indexOf(OPEN); at >= 0; at = text.indexOf(OPEN, at + OPEN.length)) {
      found = { ...found, ...parseDirectives(readObject(text, at + OPEN.length)) };
    }
  }
  return found;
}

function lastTurn(body: JsonObject): unknown {
  const turns = Array.isArray(body.messages) ? body.messages : body.input;
  if (!Array.isArray(turns)) return body;
  return isObject(turns.at(-1)) ? turns.at(-1) : turns;
}

/** The JSON object that starts here and ends before a `]]` (which may also occur inside of it). */
function readObject(text: string, from: number): unknown {
  for (let end = text.indexOf(CLOSE, from); end >= 0; end = text.indexOf(CLOSE, end + 1)) {
    try {
      return JSON.parse(text.slice(from, end));
    } catch {
      // This `]]` belongs to the object; look for the next.
    }
  }
  throw new Error(`simulator: unreadable directive: ${text.slice(from, from + 100)}`);
}

/** The text without its directives. */
export function withoutDirectives(text: string): string {
  return text.includes(OPEN) ? text.slice(0, text.indexOf(OPEN)) : text;
}
