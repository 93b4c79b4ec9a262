import type { SeededRandom } from '#kernel/seeded-random.ts';

/** What one call of the torture does, fixed by the seed. */
export interface PlannedCall {
  /** Idempotency key, and the simulator's tag: what ties the three ledgers together. */
  readonly tag: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly fault: string | undefined;
  readonly leave: { readonly afterMs: number } | { readonly afterBytes: number } | undefined;
}

/** Everything that a provider can do to us in the run; the last two hold a call for as long as its caller waits. */
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
const HANGS = ['hang', 'hang_mid_stream'] as const;

export interface PlanOptions {
  readonly faults: boolean;
  readonly hangs: boolean;
}

/** The next call. Its answer takes 0 to 600 ms, unless something happens to it. */
export function planCall(random: SeededRandom, tag: string, options: PlanOptions): PlannedCall {
  const fault = options.faults && random.chance(0.25) ? pickFault(random, options) : undefined;
  const isHanging = fault === 'hang' || fault === 'hang_mid_stream';
  const stream = random.chance(0.6);
  const directives = {
    tag,
    ...(fault === undefined ? {} : { fault }),
    outputTokens: random.int(1, 60),
    firstByteDelayMs: random.chance(0.3) ? random.int(0, 300) : 0,
    chunkDelayMs: stream && random.chance(0.4) ? random.int(1, 12) : 0,
  };
  const text = `Count the money. [[sim:${JSON.stringify(directives)}]]`;
  const { path, body } = planRequest(random, text, stream);
  const leaves = options.faults && random.chance(0.12);
  const leave = isHanging ? { afterMs: random.int(500, 3_000) } : leaves ? planLeaving(random) : undefined;
  return { tag, path, body, fault, leave };
}

function pickFault(random: SeededRandom, { hangs }: PlanOptions): string {
  return hangs && random.chance(0.03) ? random.pick(HANGS) : random.pick(FAULTS);
}

function planLeaving(random: SeededRandom): PlannedCall['leave'] {
  return random.chance(0.5)
    ? { afterMs: random.int(0, 250) }
    : { afterBytes: random.pick([0, 1, 400, 2_000]) };
}

function planRequest(
  random: SeededRandom,
  text: string,
  stream: boolean,
): { path: string; body: Record<string, unknown> } {
  const limit = random.weighted([
    [6, random.int(16, 200)],
    [1, 4_000],
    [1, undefined],
  ]);
  const messages = [{ role: 'user', content: text }];
  return random.weighted<() => { path: string; body: Record<string, unknown> }>([
    [30, () => chat(random, messages, stream, limit)],
    [12, () => responses(text, stream, limit)],
    [25, () => message(random, messages, stream, limit)],
    [10, () => agent(text, stream, limit)],
    [4, () => ({ path: '/perplexity/search', body: { query: text } })],
    [
      5,
      () => ({
        path: '/tavily/search',
        body: { query: text, search_depth: random.pick(['basic', 'advanced']) },
      }),
    ],
    [3, () => ({ path: '/tavily/extract', body: { urls: pages(random.int(1, 9)), query: text } })],
    [6, () => ({ path: '/openai/v1/embeddings', body: { model: 'text-embedding-3-small', input: text } })],
  ])();
}

/** Its price doubles in the middle of the run. */
export const MODEL_WITH_NEW_PRICE = 'gpt-5.4-mini';

function chat(random: SeededRandom, messages: unknown, stream: boolean, limit: number | undefined) {
  const model = random.pick(['gpt-6-luna', 'gpt-4.1-nano', MODEL_WITH_NEW_PRICE]);
  return {
    path: '/openai/v1/chat/completions',
    body: { model, messages, stream, ...(limit ? { max_completion_tokens: limit } : {}) },
  };
}

function responses(input: string, stream: boolean, limit: number | undefined) {
  return {
    path: '/openai/v1/responses',
    body: { model: 'gpt-6-luna', input, stream, ...(limit ? { max_output_tokens: limit } : {}) },
  };
}

function message(random: SeededRandom, messages: unknown, stream: boolean, limit: number | undefined) {
  const model = random.pick(['claude-haiku-5-5', 'claude-haiku-5-5', 'claude-sonnet-5-5']);
  return { path: '/anthropic/v1/messages', body: { model, messages, stream, max_tokens: limit ?? 8_000 } };
}

function agent(input: string, stream: boolean, limit: number | undefined) {
  return {
    path: '/perplexity/v1/agent',
    body: { model: 'perplexity/sonar', input, stream, ...(limit ? { max_output_tokens: limit } : {}) },
  };
}

function pages(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `https://example.org/${index}`);
}
