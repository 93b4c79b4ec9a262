import { invalidRequest } from '#kernel/error.ts';
import type { Meter } from '../../meters.ts';
import type { JsonObject, MeteredRequest } from '../../provider.ts';
import {
  anyObject,
  asObject,
  checkFields,
  type FieldRule,
  flag,
  listOf,
  number,
  objectOf,
  oneOf,
  refused,
  text,
  wholeNumber,
} from '../request-fields.ts';

/** Throws `invalid_request` for unknown fields and wrong values, and for presets and model chains: they resolve to models of other prices. */
export function readAgentRequest(body: JsonObject, rawLength: number): MeteredRequest {
  checkFields(body, AGENT_FIELDS);
  if (typeof body.model !== 'string' || body.model === '') throw invalidRequest('model', 'is required');
  if (body.input === undefined || body.input === null) throw invalidRequest('input', 'is required');
  const tools = hostedTools(body);
  const steps = tools.length === 0 ? 1 : ((body.max_steps as number | null | undefined) ?? DEFAULT_STEPS);
  const previous = typeof body.previous_response_id === 'string' ? body.previous_response_id : undefined;
  const isAllInBody = tools.length === 0 && previous === undefined && !hasImage(body);
  const limit = (body.max_output_tokens as number | null | undefined) ?? undefined;
  return {
    model: body.model,
    stream: body.stream === true,
    providerIds: previous === undefined ? [] : [previous],
    // Each step is an answer of the model that may use the whole limit; tools put what they find into its input.
    output: { limit, choices: steps, minimum: Math.min(64, limit ?? 64), meter: 'output_tokens' },
    inputBound: ({ maxInputTokens }) => ({
      // All of it may be written to the cache, which is never cheaper than plain input.
      cache_write_5m_tokens: isAllInBody
        ? Math.min(rawLength + HIDDEN_PROMPT_TOKENS, maxInputTokens)
        : maxInputTokens * steps,
      ...Object.fromEntries(tools.map((meter) => [meter, steps])),
    }),
    bodyToSend: (maxOutputTokens) => {
      const isLowered = maxOutputTokens !== undefined && maxOutputTokens !== limit;
      const isBounded = tools.length === 0 || typeof body.max_steps === 'number';
      if (!isLowered && isBounded) return undefined;
      return {
        ...body,
        ...(isLowered ? { max_output_tokens: maxOutputTokens } : {}),
        ...(isBounded ? {} : { max_steps: steps }),
      };
    },
  };
}

/** One unit for a successful request, however many results; up to 5 queries (https://docs.perplexity.ai/docs/search/fast-search). */
export function readSearchRequest(body: JsonObject): MeteredRequest {
  checkFields(body, SEARCH_FIELDS);
  if (body.query === undefined || body.query === null) throw invalidRequest('query', 'is required');
  return {
    model: body.search_type === 'fast' ? 'search-api-fast' : 'search-api',
    stream: false,
    providerIds: [],
    inputBound: () => ({ requests: 1 }),
    bodyToSend: () => undefined,
  };
}

/** Steps of a run with tools that names no number: then we name it, so that the run has a bound. */
const DEFAULT_STEPS = 5;
/** For instructions that the provider adds on its side. */
const HIDDEN_PROMPT_TOKENS = 4096;

/** Tools that run at the provider and cost by the call. A caller's own functions cost nothing there. */
const TOOL_METERS: Readonly<Record<string, Meter>> = {
  web_search: 'web_searches',
  fetch_url: 'url_fetches',
  people_search: 'people_searches',
  finance_search: 'finance_searches',
};

function hostedTools({ tools }: JsonObject): readonly Meter[] {
  const types = Array.isArray(tools) ? tools.map((tool: { type: string }) => tool.type) : [];
  return [
    ...new Set(types.flatMap((type) => (Object.hasOwn(TOOL_METERS, type) ? [TOOL_METERS[type]] : []))),
  ].filter((meter) => meter !== undefined);
}

function hasImage({ input }: JsonObject): boolean {
  if (!Array.isArray(input)) return false;
  return input.some(
    ({ content }: { content?: unknown }) =>
      Array.isArray(content) && content.some((part: { type?: unknown }) => part.type === 'input_image'),
  );
}

const words = listOf(text, 1000);

const SEARCH_TOOL: FieldRule = objectOf({
  type: text,
  filters: objectOf({
    search_domain_filter: words,
    search_language_filter: words,
    search_recency_filter: text,
    search_after_date_filter: text,
    search_before_date_filter: text,
    last_updated_after_filter: text,
    last_updated_before_filter: text,
  }),
  max_results: wholeNumber(1, 100),
  max_tokens: wholeNumber(1, 10_000_000),
  max_tokens_per_page: wholeNumber(1, 10_000_000),
  search_context_size: oneOf('low', 'medium', 'high'),
  search_type: oneOf('web', 'fast'),
  user_location: anyObject,
});

const TOOLS: Readonly<Record<string, FieldRule>> = {
  web_search: SEARCH_TOOL,
  fetch_url: objectOf({ type: text, max_urls: wholeNumber(1, 100) }),
  people_search: objectOf({ type: text }),
  finance_search: objectOf({ type: text }),
  function: objectOf({ type: text, name: text, description: text, parameters: anyObject, strict: flag }),
};

const tool: FieldRule = (value, path) => byType(value, path, TOOLS);

const CONTENT: Readonly<Record<string, FieldRule>> = {
  input_text: objectOf({ type: text, text }),
  output_text: objectOf({ type: text, text, annotations: listOf(anyObject, 1000) }),
  input_image: objectOf({ type: text, image_url: text, detail: text }),
};

const content: FieldRule = (value, path) => {
  if (typeof value !== 'string') listOf((part, at) => byType(part, at, CONTENT), 1000)(value, path);
};

const ITEMS: Readonly<Record<string, FieldRule>> = {
  message: objectOf({
    type: text,
    id: text,
    status: text,
    role: oneOf('user', 'assistant', 'system', 'developer'),
    content,
  }),
  function_call: objectOf({
    type: text,
    id: text,
    status: text,
    call_id: text,
    name: text,
    arguments: text,
    thought_signature: text,
  }),
  function_call_output: objectOf({
    type: text,
    id: text,
    call_id: text,
    name: text,
    output: text,
    thought_signature: text,
  }),
};

const input: FieldRule = (value, path) => {
  if (typeof value !== 'string')
    listOf((item, at) => byType(item, at, ITEMS, 'message'), 10_000)(value, path);
};

function byType(
  value: unknown,
  path: string,
  rules: Readonly<Record<string, FieldRule>>,
  byDefault?: string,
): void {
  const { type = byDefault } = asObject(value, path);
  const rule = typeof type === 'string' && Object.hasOwn(rules, type) ? rules[type] : undefined;
  if (!rule) throw invalidRequest(`${path}.type`, `must be one of ${Object.keys(rules).join(', ')}`);
  rule(value, path);
}

/** Known fields (https://docs.perplexity.ai/api-reference/responses-post). A field that is not here is refused. */
const AGENT_FIELDS: Readonly<Record<string, FieldRule>> = {
  model: text,
  models: refused('a chain of models has no single price; name one model'),
  preset: refused('presets resolve to models of other providers and prices; name a model'),
  input,
  instructions: text,
  language_preference: text,
  max_output_tokens: wholeNumber(1, 10_000_000),
  max_steps: wholeNumber(1, 100),
  previous_response_id: text,
  reasoning: objectOf({ effort: text, summary: text }),
  response_format: anyObject,
  text: anyObject,
  temperature: number,
  top_p: number,
  tool_choice: (value, path) => (typeof value === 'string' ? undefined : anyObject(value, path)),
  parallel_tool_calls: flag,
  tools: listOf(tool, 128),
  metadata: anyObject,
  user: text,
  store: flag,
  stream: flag,
  background: oneOf(false),
  skills: refused('skills run a sandbox, which has no price here'),
};

const query: FieldRule = (value, path) => {
  if (typeof value === 'string') return;
  listOf(text, 5)(value, path);
  if (Array.isArray(value) && value.length === 0) throw invalidRequest(path, 'must have at least one query');
};

/** https://docs.perplexity.ai/api-reference/search-post; `search_type: people` has another price and is not offered. */
const SEARCH_FIELDS: Readonly<Record<string, FieldRule>> = {
  query,
  search_type: oneOf('web', 'fast'),
  search_mode: oneOf('web', 'academic', 'sec'),
  country: text,
  max_results: wholeNumber(1, 20),
  max_tokens: wholeNumber(1, 10_000_000),
  max_tokens_per_page: wholeNumber(1, 10_000_000),
  safe_search: flag,
  search_domain_filter: words,
  search_language_filter: words,
  search_recency_filter: oneOf('hour', 'day', 'week', 'month', 'year'),
  search_after_date_filter: text,
  search_before_date_filter: text,
  last_updated_after_filter: text,
  last_updated_before_filter: text,
};
