import type VECTORS from '#aicore/prices/price-vectors.json';

/** A worked example: what was used, and what has to be charged for it. */
export type Vector = Pick<
  (typeof VECTORS.vectors)[number],
  'name' | 'provider' | 'model' | 'chfPerUsd' | 'markupPercent' | 'chargeNanoChf'
> & {
  readonly quantities: Readonly<Partial<Record<string, number>>>;
  readonly statedCostUsd?: string | undefined;
};

interface VectorCall {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly canStream: boolean;
}

/** A request that the simulator answers with exactly this usage, in the provider's own words. */
export function vectorCall(vector: Vector): VectorCall {
  const text = `Worked example. [[sim:${JSON.stringify(directives(vector))}]]`;
  const messages = [{ role: 'user', content: text }];
  const { model } = vector;
  const output = vector.quantities.output_tokens ?? 0;
  switch (vector.provider) {
    case 'anthropic': {
      const body = { model, messages, max_tokens: Math.max(output, 1), ...webSearch(vector) };
      return { path: '/anthropic/v1/messages', body, canStream: true };
    }
    case 'openai':
      return model.startsWith('text-embedding')
        ? { path: '/openai/v1/embeddings', body: { model, input: text }, canStream: false }
        : {
            path: '/openai/v1/chat/completions',
            body: { model, messages, max_completion_tokens: output },
            canStream: true,
          };
    case 'perplexity':
      return { path: '/perplexity/v1/agent', body: { model, input: text }, canStream: true };
    default:
      return { ...tavilyCall(vector, text), canStream: false };
  }
}

function webSearch({ quantities }: Vector): Record<string, unknown> {
  const count = quantities.web_searches;
  return count === undefined
    ? {}
    : { tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: count }] };
}

/** Seven pages were asked for, and one of them fails. */
function tavilyCall({ name }: Vector, text: string): Pick<VectorCall, 'path' | 'body'> {
  if (name.startsWith('advanced search')) {
    return { path: '/tavily/search', body: { query: text, search_depth: 'advanced' } };
  }
  const urls = Array.from({ length: 7 }, (_, index) => `https://example.org/${index}`);
  return { path: '/tavily/extract', body: { urls, query: text } };
}

function directives(vector: Vector): Record<string, unknown> {
  switch (vector.provider) {
    case 'anthropic':
      return {
        outputTokens: Math.max(vector.quantities.output_tokens ?? 0, 1),
        usage: anthropicUsage(vector),
      };
    case 'openai':
      return { usage: openAiUsage(vector) };
    case 'perplexity':
      return { usageText: perplexityUsage(vector) };
    default:
      return vector.name.startsWith('extract') ? { failedUrls: 1 } : {};
  }
}

/** Without a split in the example, cache writes come without one too. */
function anthropicUsage({ quantities, name }: Vector): Record<string, unknown> {
  const fiveMinutes = quantities.cache_write_5m_tokens ?? 0;
  const oneHour = quantities.cache_write_1h_tokens ?? 0;
  const split = { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: oneHour };
  return {
    input_tokens: quantities.input_tokens,
    cache_read_input_tokens: quantities.cached_input_tokens ?? 0,
    cache_creation_input_tokens: fiveMinutes + oneHour,
    ...(name.includes('without a split') ? {} : { cache_creation: split }),
    output_tokens: quantities.output_tokens,
    ...(quantities.web_searches === undefined
      ? {}
      : { server_tool_use: { web_search_requests: quantities.web_searches } }),
  };
}

/** The totals include what is told apart in the details. */
function openAiUsage({ quantities, model, name }: Vector): Record<string, unknown> {
  const cached = quantities.cached_input_tokens ?? 0;
  const input = (quantities.input_tokens ?? 0) + cached;
  if (model.startsWith('text-embedding')) return { prompt_tokens: input, total_tokens: input };
  const output = quantities.output_tokens ?? 0;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: name.startsWith('reasoning') ? output - 100 : 0 },
  };
}

/** As text: no float may come near the cost. */
function perplexityUsage({ statedCostUsd }: Vector): string {
  return `{"input_tokens":120,"output_tokens":80,"total_tokens":200,"cost":{"currency":"USD","total_cost":${statedCostUsd}}}`;
}
