import type { Decimal } from '#kernel/decimal.ts';
import { parseKeepingNumbers, WrittenNumber } from '../../json-text.ts';
import type { Meter, Quantities } from '../../meters.ts';
import type { AnswerReader, MissingUsage, UsageReport } from '../../provider.ts';
import { isObject, readCount } from '../request-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The Agent API: the whole response, or a stream that ends in exactly one terminal event. What comes last counts. */
export function createAgentReader(): AnswerReader {
  let response: Fields = {};
  /** What the run has used so far, told with its search results. */
  let usedSoFar: unknown;
  let streamed = '';
  let hasOutput = false;
  let isComplete = false;
  let hasFailed = false;
  return {
    json(text) {
      const answer = parseFields(text);
      if (!answer) return undefined;
      response = answer;
      isComplete = true;
      // An error object comes now and then with status 200.
      hasFailed = answer.status === 'failed' || isObject(answer.error);
      streamed = outputText(answer);
      hasOutput = Array.isArray(answer.output) && answer.output.length > 0;
      return undefined;
    },
    event({ data }) {
      const event = data === undefined ? undefined : parseFields(data);
      if (!event || typeof event.type !== 'string') return 'pass';
      if (isObject(event.response)) response = { ...response, ...withoutNulls(event.response) };
      if (event.type === 'response.output_text.delta' && typeof event.delta === 'string')
        streamed += event.delta;
      if (isObject(event.usage)) usedSoFar = event.usage;
      if (isProgress(event.type)) hasOutput = true;
      if (TERMINAL.has(event.type)) {
        isComplete = true;
        hasFailed = FAILED.has(event.type);
      }
      return 'pass';
    },
    takeStreamedText() {
      const taken = streamed;
      streamed = '';
      return taken;
    },
    get complete() {
      return isComplete;
    },
    report: () => readUsage(response, usedSoFar, hasFailed && !hasOutput),
  };
}

/** The Search API: a successful request is one unit; that it answered 200 says so, unless with an error object. */
export function createSearchReader(): AnswerReader {
  let isComplete = false;
  let hasFailed = false;
  const counted = { requests: 1 };
  return {
    json(text) {
      const answer = parseFields(text);
      isComplete = answer !== undefined;
      hasFailed = isObject(answer?.error) && answer.results === undefined;
      return undefined;
    },
    event: () => 'pass',
    takeStreamedText: () => '',
    get complete() {
      return isComplete;
    },
    report: () =>
      isComplete && !hasFailed
        ? { kind: 'reported', parts: [{ model: undefined, quantities: counted }], providerIds: [] }
        : {
            kind: 'missing',
            reason: hasFailed ? 'failed_before_generation' : 'no_usage',
            model: undefined,
            partial: counted,
            providerIds: [],
          },
  };
}

const TERMINAL: ReadonlySet<string> = new Set([
  'response.completed',
  'response.failed',
  'response.incomplete',
  'response.cancelled',
  'error',
]);
const FAILED: ReadonlySet<string> = new Set(['response.failed', 'error']);

/** Everything that costs: text, tool calls, reasoning. Not the announcements of a run. */
function isProgress(type: string): boolean {
  return /^response\.(output_|reasoning\.|content_part\.|function_call|skill\.)/.test(type);
}

function readUsage(response: Fields, usedSoFar: unknown, failedBeforeGeneration: boolean): UsageReport {
  const model = typeof response.model === 'string' ? response.model : undefined;
  const providerIds = typeof response.id === 'string' ? [response.id] : [];
  const known = isObject(usedSoFar) ? readQuantities(usedSoFar) : 'missing';
  const missing = (reason: MissingUsage['reason']): UsageReport => ({
    kind: 'missing',
    reason,
    model,
    partial: typeof known === 'string' ? undefined : known,
    providerIds,
  });
  if (!isObject(response.usage))
    return missing(failedBeforeGeneration ? 'failed_before_generation' : 'no_usage');
  const quantities = readQuantities(response.usage);
  const cost = readCost(response.usage);
  if (cost === 'absurd' || quantities === 'absurd') return missing('absurd');
  if (cost === 'missing' && quantities === 'missing') return missing('no_usage');
  return {
    kind: 'reported',
    parts: [{ model, quantities: quantities === 'missing' ? {} : quantities }],
    providerIds,
    ...(cost === 'missing' ? { remark: 'cost_missing' } : { statedCostUsd: cost }),
  };
}

/** `usage.cost.total_cost` in USD. A missing cost is not zero; a negative one, or one beyond a million, is not believed. */
function readCost({ cost }: Fields): Decimal | 'missing' | 'absurd' {
  if (cost === undefined || cost === null) return 'missing';
  if (!isObject(cost)) return 'absurd';
  const { total_cost: total, currency } = cost;
  if (total === undefined || total === null) return 'missing';
  if (currency !== undefined && currency !== null && currency !== 'USD') return 'missing';
  const exact = total instanceof WrittenNumber ? total.toDecimal() : undefined;
  if (!exact || exact.coefficient < 0n) return 'absurd';
  return exact.coefficient > 1_000_000n * 10n ** BigInt(exact.scale) ? 'absurd' : exact;
}

/** Tokens for the cross-check, for statistics, and for the charge where no cost is stated. */
function readQuantities(usage: Fields): Quantities | 'missing' | 'absurd' {
  if (usage.input_tokens === undefined && usage.output_tokens === undefined) return 'missing';
  const details = isObject(usage.input_tokens_details) ? usage.input_tokens_details : {};
  const input = readCount(usage.input_tokens ?? 0);
  const output = readCount(usage.output_tokens ?? 0);
  const read = readCount(details.cache_read_input_tokens ?? details.cached_tokens ?? 0);
  const written = readCount(details.cache_creation_input_tokens ?? 0);
  const calls = readToolCalls(usage.tool_calls_details);
  if (input === undefined || output === undefined || read === undefined || written === undefined || !calls) {
    return 'absurd';
  }
  // Cached tokens are part of the input, as in the format that this one follows; if they cannot be, they stand beside it.
  const plain = input >= read + written ? input - read - written : input;
  return {
    input_tokens: plain,
    cached_input_tokens: read,
    cache_write_5m_tokens: written,
    output_tokens: output,
    ...calls,
  };
}

const TOOLS: ReadonlyMap<string, Meter> = new Map<string, Meter>([
  ['web_search', 'web_searches'],
  ['search_web', 'web_searches'],
  ['fetch_url', 'url_fetches'],
  ['fetch_url_content', 'url_fetches'],
  ['people_search', 'people_searches'],
  ['finance_search', 'finance_searches'],
  ['image_search', 'image_searches'],
]);

function readToolCalls(details: unknown): Quantities | undefined {
  if (!isObject(details)) return {};
  const calls: Partial<Record<Meter, number>> = {};
  for (const [name, detail] of Object.entries(details)) {
    const meter = TOOLS.get(name);
    if (!meter || !isObject(detail)) continue;
    const count = readCount(detail.invocation ?? 0);
    if (count === undefined) return undefined;
    calls[meter] = (calls[meter] ?? 0) + count;
  }
  return calls;
}

function outputText({ output }: Fields): string {
  if (!Array.isArray(output)) return '';
  const parts = output.flatMap((item: unknown) =>
    isObject(item) && Array.isArray(item.content) ? item.content : [],
  );
  return parts
    .map((part: unknown) => (isObject(part) && typeof part.text === 'string' ? part.text : ''))
    .join('');
}

/** Fields may be null in any event; null takes nothing away that an earlier one said. */
function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

const EXACT_FIELDS: ReadonlySet<string> = new Set(['total_cost']);

/** Numbers are kept as written only where a cost is in the text: that way of parsing is the slower one. */
function parseFields(text: string): Fields | undefined {
  try {
    const value: unknown = text.includes('total_cost')
      ? parseKeepingNumbers(text, EXACT_FIELDS)
      : JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
